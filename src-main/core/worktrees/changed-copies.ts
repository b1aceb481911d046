import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Larger files are not read to be compared: another time means another content. */
const MAX_READ_BYTES = 10_000_000;

/**
 * Which copies are not what they were copied from any more: changed, or the original is. They exist only here. Copies that are gone
 * are nobody's loss.
 */
export async function changedCopies(from: string, to: string, files: readonly string[]): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const file of files) {
    const [original, copy] = await Promise.all([look(join(from, file)), look(join(to, file))]);
    if (!copy) continue;
    const same = original?.size === copy.size && Math.abs(original.mtimeMs - copy.mtimeMs) < 1;
    if (!same && !(await sameBytes(join(from, file), join(to, file), copy.size))) changed.push(file);
  }
  return changed;
}

const look = (path: string) => lstat(path).catch(() => null);

async function sameBytes(one: string, other: string, size: number): Promise<boolean> {
  if (size > MAX_READ_BYTES) return false;
  const [a, b] = await Promise.all([one, other].map((path) => readFile(path).catch(() => null)));
  return a !== null && b !== null && a !== undefined && b !== undefined && a.equals(b);
}
