// One folder for everything that unit and integration tests put into the system's temporary folder, gone when they are done: a test
// that takes the core away in the middle of its work cannot clear up behind it.
import { mkdtemp, realpath, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux keeps these files in memory: a sixth of the processor time of the many small repositories goes into a disk otherwise. */
const MEMORY = '/dev/shm';
/** The tests need a small part of it. */
const ENOUGH_BYTES = 4 * 1024 ** 3;

/** Runs before the first test, in the process whose environment the tests' processes get. */
export async function setup() {
  // Short: sockets lie below it, whose paths may have about a hundred characters.
  const folder = await mkdtemp(join((await hasRoom(MEMORY)) ? MEMORY : await realpath(tmpdir()), 'skein-t'));
  const names = process.platform === 'win32' ? ['TEMP', 'TMP'] : ['TMPDIR'];
  for (const name of names) process.env[name] = folder;
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function hasRoom(folder) {
  if (process.platform !== 'linux') return false;
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    // There is no such folder here.
    return false;
  }
}
