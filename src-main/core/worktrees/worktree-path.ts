import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** A new place for a worktree: `<root>/<short id>/<repository's name>`, so that its folder has the name people know. */
export function newWorktreePath(root: string, repositoryRoot: string): string {
  return join(root, randomBytes(4).toString('hex'), basename(repositoryRoot) || 'worktree');
}

/** `path` is `folder` or below it. Both absolute, as they are written. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`));
}

/**
 * Whether a path really lies below the root, symbolic links followed in every folder above it. The path itself must not be a link and
 * need not exist. What is not strictly below is not inside: the root itself is never removed.
 */
export async function liesInside(root: string, path: string): Promise<boolean> {
  const [realRoot, realParent] = await Promise.all([realpath(root), realpath(dirname(resolve(path)))]).catch(() => [
    null,
    null,
  ]);
  if (realRoot === null || realParent === null) return false;
  const real = join(realParent, basename(path));
  return real !== realRoot && isWithin(realRoot, real);
}

/** Where `path` of one working tree is in another one. */
export function samePlaceIn(fromRoot: string, path: string, toRoot: string): string {
  return isWithin(fromRoot, path) ? join(toRoot, relative(fromRoot, path)) : toRoot;
}
