import { absentAs, isGone, isUnreachable, type FileStats, type HostFiles } from '../hosts/host-files.ts';

/** Larger files are not read to be compared: another time means another content. */
const MAX_READ_BYTES = 10_000_000;

/**
 * Which copies are not what they were copied from any more: changed, or the original is. They exist only here. Copies that are gone
 * are nobody's loss; those that cannot be looked at count as changed. Rejects where the machine could not be asked.
 */
export async function changedCopies(
  files: HostFiles,
  from: string,
  to: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const name of names) {
    const [there, here] = [files.paths.join(from, name), files.paths.join(to, name)];
    const [original, copy] = await Promise.all([look(files, there), look(files, here)]);
    if (copy === 'gone') continue;
    if (copy === 'closed' || original === 'closed') changed.push(name);
    else if (!sameTime(original, copy) && !(await sameBytes(files, there, here, copy.size))) changed.push(name);
  }
  return changed;
}

/** `closed`: something may be there, and cannot be looked at. */
function look(files: HostFiles, path: string): Promise<FileStats | 'gone' | 'closed'> {
  return files.lstat(path).catch((error: unknown) => {
    if (isUnreachable(error)) throw error;
    return isGone(error) ? 'gone' : 'closed';
  });
}

const sameTime = (original: FileStats | 'gone', copy: FileStats): boolean =>
  original !== 'gone' && original.size === copy.size && Math.abs(original.mtimeMs - copy.mtimeMs) < 1;

async function sameBytes(files: HostFiles, one: string, other: string, size: number): Promise<boolean> {
  if (size > MAX_READ_BYTES) return false;
  const read = (path: string) => files.readFile(path).catch(absentAs(null));
  const [a, b] = await Promise.all([read(one), read(other)]);
  return a !== null && b !== null && a.equals(b);
}
