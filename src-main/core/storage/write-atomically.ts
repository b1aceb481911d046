import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Skein's files hold drafts and paths: for the user alone. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/**
 * Replaces a file's content so that a crash at any moment leaves either the old or the new content: written beside it, synced
 * to the disk, then renamed over it. Creates the folder. Throws the file system's error, and leaves nothing half-done behind.
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  // One owner writes one file at a time; the same name each time, so that crashes leave one remnant at most, not a heap.
  const temporary = `${file}.tmp`;
  try {
    const handle = await open(temporary, 'w', FILE_MODE);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** Makes the rename itself durable. Windows cannot open folders; there the file system's journal has to do. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
