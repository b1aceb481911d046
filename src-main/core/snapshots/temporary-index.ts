import { absentAs, type HostFiles } from '../hosts/host-files.ts';

/** A folder for index files that nobody else sees; gone when `work` is done. */
export async function withIndexFolder<T>(
  { mkdtemp, rm, paths, tempFolder }: HostFiles,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(paths.join(tempFolder(), 'skein-index-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Copies an index with its cache of file times, which makes a look at an unchanged tree cheap. Answers whether there was one.
 *
 * Git trusts a cached time only when it is older than the index file itself: a file changed in the same instant as the index was
 * written is compared by content. A copy that is younger than its original would make Git trust too much, so it is made older.
 */
export async function copyIndex(files: HostFiles, from: string, to: string): Promise<boolean> {
  if (!(await files.stat(from).catch(absentAs(null)))) return false;
  await files.copyAged(from, to);
  return true;
}

/**
 * Nothing that a repository or a user configured may run or decide while a temporary index is at work: no hooks, no file system
 * monitor (it knows the real index only), no split index beside the copy, no refusal of line endings.
 */
export const INDEX_CONFIG = [
  ...['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'core.splitIndex=false'],
  ...['-c', 'core.safecrlf=false', '-c', 'advice.addEmbeddedRepo=false', '-c', 'add.ignoreErrors=false'],
] as const;
