import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, isUnreachable, type FileStats, type HostFiles } from '../hosts/host-files.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { foldersAbove, onDisk, pathLine, toText } from './path-bytes.ts';
import type { TreeEntry } from './tree-diff.ts';
import { gitText } from '../git/repository.ts';

/** What lies at a path now. */
export type DiskState =
  /** Nothing, or something behind a symbolic link, which is not the tree's. */
  | { readonly kind: 'absent' }
  /** `mark` is another one when the file was written since. */
  | { readonly kind: 'file'; readonly entry: TreeEntry; readonly mark: string; readonly permissions: number }
  | { readonly kind: 'folder' }
  /** A socket, a device. */
  | { readonly kind: 'other' };

/** Tells a file from one that was written since: size, times to the nanosecond where the system has them, and which file it is. */
const markOf = (found: FileStats): string =>
  [found.ino, found.size, found.mtimeMs, found.ctimeMs, found.mode].join(' ');

/** The mark of what lies at a path now; null when nothing does. */
export async function diskMark({ lstat }: HostFiles, root: string, path: string): Promise<string | null> {
  const found = await lstat(onDisk(root, path)).catch(absentAs(null));
  return found ? markOf(found) : null;
}

/** Their marks, in their order. */
export const diskMarks = (files: HostFiles, root: string, paths: readonly string[]) =>
  Promise.all(paths.map((path) => diskMark(files, root, path)));

type States = ReadonlyMap<string, DiskState>;
type Answer<T> = Promise<Result<T, AppError>>;
type Found = { readonly path: string; readonly stats: FileStats | null };

/**
 * Reads paths as they are on the disk, byte for byte, and stores their contents as objects. Fails with `snapshot.failed` when they cannot be
 * looked at.
 */
export const readDiskEntries = (git: GitRunner, root: string, paths: readonly string[]): Answer<States> =>
  readStates(git, root, paths).catch((error: unknown) => {
    if (!isUnreachable(error)) throw error;
    return err<AppError>({ code: 'snapshot.failed', path: root, reason: String(error) });
  });

async function readStates(git: GitRunner, root: string, paths: readonly string[]): Answer<States> {
  const { lstat, readlink } = git.files;
  const isOutside = await behindLinks(git.files, root, paths);
  const found: readonly Found[] = await Promise.all(
    paths.map(async (path) => ({
      path,
      stats: isOutside(path) ? null : await lstat(onDisk(root, path)).catch(absentAs(null)),
    })),
  );
  const states = new Map<string, DiskState>();
  const files: { readonly path: string; readonly stats: FileStats }[] = [];
  for (const { path, stats } of found) {
    if (!stats) states.set(path, { kind: 'absent' });
    else if (stats.isDirectory()) states.set(path, { kind: 'folder' });
    else if (stats.isFile()) files.push({ path, stats });
    else if (stats.isSymbolicLink()) {
      const target = await readlink(onDisk(root, path), 'buffer').catch(absentAs(null));
      if (!target) return err(unreadable(root, path));
      const oid = await gitText(git, ['hash-object', '-w', '--stdin'], { cwd: root, stdin: target });
      if (!oid.ok) return oid;
      states.set(path, fileState(stats, '120000', oid.value));
    } else states.set(path, { kind: 'other' });
  }
  if (files.length === 0) return ok(states);
  const stdin = Buffer.from(files.map(({ path }) => pathLine(path)).join(''), 'latin1');
  const hashed = await git.raw(['hash-object', '-w', '--no-filters', '--stdin-paths'], { cwd: root, stdin });
  if (!hashed.ok) return hashed;
  const oids = hashed.value.stdout.toString('latin1').split('\n');
  for (const [at, { path, stats }] of files.entries()) {
    const oid = oids[at];
    if (!oid) return err(unreadable(root, path));
    states.set(path, fileState(stats, (stats.mode & 0o100) !== 0 ? '100755' : '100644', oid));
  }
  return ok(states);
}

const fileState = (stats: FileStats, mode: string, oid: string): DiskState => ({
  kind: 'file',
  entry: { mode, oid },
  mark: markOf(stats),
  permissions: stats.mode & 0o777,
});

const unreadable = (root: string, path: string): AppError => ({
  code: 'snapshot.failed',
  path: `${root}/${toText(path)}`,
  reason: 'unreadable',
});

/** Which paths have a symbolic link above them: Git does not follow it, and neither may a write. */
async function behindLinks(
  { lstat }: HostFiles,
  root: string,
  paths: readonly string[],
): Promise<(path: string) => boolean> {
  const folders = new Set(paths.flatMap((path) => foldersAbove(path)));
  const links = new Set<string>();
  await Promise.all(
    [...folders].map(async (folder) => {
      const found = await lstat(onDisk(root, folder)).catch(absentAs(null));
      if (found?.isSymbolicLink()) links.add(folder);
    }),
  );
  if (links.size === 0) return () => false;
  return (path) => foldersAbove(path).some((folder) => links.has(folder));
}

/** The entry of a state; null when nothing that Git could keep is there. */
export const entryOf = (state: DiskState | undefined): TreeEntry | null =>
  state?.kind === 'file' ? state.entry : null;
