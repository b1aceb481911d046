import { randomBytes } from 'node:crypto';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, type HostFiles } from '../hosts/host-files.ts';
import { diskMark, type DiskState } from './disk-entries.ts';
import { foldersAbove, onDisk, toText } from './path-bytes.ts';
import type { TreeEntry } from './tree-diff.ts';

/** One path to write or (null) to delete, and what lay there when that was decided. */
export interface FileWrite {
  readonly path: string;
  readonly entry: TreeEntry | null;
  readonly before: DiskState;
}

/**
 * Which of the writes cannot be made: a folder in the way that holds more than what goes, a symbolic link above, something that is no
 * file. Looks only.
 */
export async function findObstacles(
  files: HostFiles,
  root: string,
  writes: readonly FileWrite[],
): Promise<readonly string[]> {
  const goes = new Set(writes.filter(({ entry }) => entry === null).map(({ path }) => path));
  const blocked: string[] = [];
  for (const { path, entry, before } of writes) {
    if (entry === null) continue;
    if (before.kind === 'other' || (before.kind === 'folder' && !(await allGo(files, root, path, goes))))
      blocked.push(path);
    else if (!(await parentsAreFolders(files, root, path, goes))) blocked.push(path);
  }
  return blocked;
}

async function parentsAreFolders(
  { lstat }: HostFiles,
  root: string,
  path: string,
  goes: ReadonlySet<string>,
): Promise<boolean> {
  for (const folder of foldersAbove(path)) {
    const found = await lstat(onDisk(root, folder)).catch(absentAs(null));
    if (found && !found.isDirectory() && !goes.has(folder)) return false;
  }
  return true;
}

/** Everything below a folder is among what goes. */
async function allGo(files: HostFiles, root: string, folder: string, goes: ReadonlySet<string>): Promise<boolean> {
  for (const name of await files.readdir(onDisk(root, folder), 'buffer')) {
    const path = `${folder}/${name.toString('latin1')}`;
    const found = await files.lstat(onDisk(root, path));
    if (found.isDirectory() ? !(await allGo(files, root, path, goes)) : !goes.has(path)) return false;
  }
  return true;
}

/**
 * Makes the writes: deletions first, then files out of `staged`, each one whole or not at all. Stops at the first that lies otherwise than
 * when it was decided (`checkpoint.stale`) or cannot be made. `done` tells what has been made.
 */
export async function writeFiles(
  files: HostFiles,
  root: string,
  staged: string,
  writes: readonly FileWrite[],
  done: (write: FileWrite) => void,
): Promise<Result<null, AppError>> {
  const ordered = [...writes].sort((a, b) => Number(a.entry !== null) - Number(b.entry !== null));
  for (const write of ordered) {
    const { path, entry, before } = write;
    const mark = before.kind === 'file' ? before.mark : null;
    try {
      if (before.kind !== 'folder' && (await diskMark(files, root, path)) !== mark) {
        // A path behind what was a link or a file that went just now is absent in both readings.
        return err({ code: 'checkpoint.stale', files: [toText(path)] });
      }
      if (entry === null) await remove(files, root, path, before);
      else await put(files, root, staged, path, before);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return err({ code: 'snapshot.failed', path: `${root}/${toText(path)}`, reason });
    }
    done(write);
  }
  return ok(null);
}

async function remove({ unlink, rmdir }: HostFiles, root: string, path: string, before: DiskState): Promise<void> {
  if (before.kind !== 'file') return;
  await unlink(onDisk(root, path));
  for (const folder of foldersAbove(path)) {
    // Not empty, or not there any more: then neither are those above it.
    const gone = await rmdir(onDisk(root, folder)).then(
      () => true,
      () => false,
    );
    if (!gone) return;
  }
}

async function put(files: HostFiles, root: string, staged: string, path: string, before: DiskState): Promise<void> {
  const { chmod, copyFile, lstat, mkdir, readlink, rename, symlink } = files;
  const from = onDisk(staged, path);
  const to = onDisk(root, path);
  const folder = Buffer.from(files.paths.dirname(to.toString('latin1')), 'latin1');
  await mkdir(folder, { recursive: true });
  const isLink = (await lstat(from)).isSymbolicLink();
  if (before.kind === 'folder') await removeEmptyFolder(files, to);
  else if (before.kind === 'file' && !isLink && before.entry.mode !== '120000') {
    const executable = ((await lstat(from)).mode & 0o100) !== 0;
    await chmod(
      from,
      executable ? before.permissions | ((before.permissions & 0o444) >> 2) : before.permissions & ~0o111,
    );
  }
  try {
    await rename(from, to);
  } catch (failure) {
    if (!(failure instanceof Error && 'code' in failure && failure.code === 'EXDEV')) throw failure;
    // Git's folder lies on another file system.
    // Without the file's own name, which may be as long as a name can be.
    const beside = Buffer.concat([folder, Buffer.from(`/.skein-${randomBytes(6).toString('hex')}`)]);
    try {
      if (isLink) await symlink(await readlink(from, 'buffer'), beside);
      else await copyFile(from, beside);
      await rename(beside, to);
    } catch (error) {
      // What went wrong first is what is told.
      await files.rm(beside, { force: true }).catch(() => undefined);
      throw error;
    }
  }
}

/** A folder of folders. It may be gone by now, with the last file that went. */
async function removeEmptyFolder(files: HostFiles, folder: Buffer): Promise<void> {
  const { lstat, readdir, rmdir } = files;
  const found = await lstat(folder).catch(absentAs(null));
  if (!found?.isDirectory()) return;
  for (const name of await readdir(folder, 'buffer')) {
    await removeEmptyFolder(files, Buffer.concat([folder, Buffer.from('/'), name]));
  }
  await rmdir(folder);
}
