import { randomBytes } from 'node:crypto';
import nodePath from 'node:path';
import { isUnreachable, type FileStats, type HostFiles, type HostPaths } from '../hosts/host-files.ts';
import { isWithin } from '../hosts/is-within.ts';

/** A new place for a worktree: `<root>/<short id>/<repository's name>`, so that its folder has the name people know. */
export function newWorktreePath(root: string, repositoryRoot: string, paths: HostPaths = nodePath): string {
  return paths.join(root, randomBytes(4).toString('hex'), paths.basename(repositoryRoot) || 'worktree');
}

/** What is there, links not followed; null: nothing, or nothing for us. Rejects where the machine could not be asked: neither is known. */
export async function lookAt(
  files: { readonly lstat: (path: string) => Promise<FileStats> },
  path: string,
): Promise<FileStats | null> {
  try {
    return await files.lstat(path);
  } catch (error) {
    if (isUnreachable(error)) throw error;
    return null;
  }
}

/** What a path leads to, as `lookAt`. */
export function lookInto(files: Pick<HostFiles, 'stat'>, path: string): Promise<FileStats | null> {
  return lookAt({ lstat: files.stat }, path);
}

/**
 * Whether a path really lies below the root, symbolic links followed in every folder above it. The path itself must not be a link and
 * need not exist. What is not strictly below is not inside: the root itself is never removed.
 */
export async function liesInside(files: HostFiles, root: string, path: string): Promise<boolean> {
  const { paths } = files;
  const found = await Promise.all([files.realpath(root), files.realpath(paths.dirname(paths.resolve(path)))]).catch(
    (error: unknown) => {
      if (isUnreachable(error)) throw error;
      return null;
    },
  );
  if (found === null) return false;
  const [realRoot, realParent] = found;
  const real = paths.join(realParent, paths.basename(path));
  return real !== realRoot && isWithin(realRoot, real, paths);
}

/** Where `path` of one working tree is in another one. */
export function samePlaceIn(fromRoot: string, path: string, toRoot: string, paths: HostPaths = nodePath): string {
  return isWithin(fromRoot, path, paths) ? paths.join(toRoot, paths.relative(fromRoot, path)) : toRoot;
}
