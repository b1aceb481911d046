import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { pathError } from './read-file.ts';

/** A place below a folder, with every link on the way followed. */
export interface Place {
  /** The folder, links followed. */
  readonly root: string;
  /** The path as it was named, absolute. */
  readonly named: string;
  readonly real: string;
}

export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A path relative to a folder, as Git and the page write it. */
export const relativeTo = (folder: string, path: string): string => relative(folder, path).split(sep).join('/');

const real = async (path: string): Promise<Result<string, AppError>> => {
  try {
    return ok(await realpath(path));
  } catch (error) {
    return err(pathError(path, error));
  }
};

async function realRoot(root: string): Promise<Result<string, AppError>> {
  return isAbsolute(root) ? real(root) : err({ code: 'path.not-absolute', path: root });
}

/** What a path names, wherever links lead, as long as that is below the folder. */
export async function locate(root: string, path: string): Promise<Result<Place, AppError>> {
  const folder = await realRoot(root);
  if (!folder.ok) return folder;
  const named = resolve(root, path);
  const found = await real(named);
  if (!found.ok) return isInside(root, named) ? found : err({ code: 'path.outside', path: named });
  if (!isInside(folder.value, found.value)) return err({ code: 'path.outside', path: named });
  return ok({ root: folder.value, named, real: found.value });
}

/**
 * The entry of a folder that a path names, which may be missing, or a link: that is not followed. Folders above it may be missing too.
 * The folder itself is no entry of its own.
 */
export async function locateEntry(root: string, path: string): Promise<Result<Place, AppError>> {
  const folder = await realRoot(root);
  if (!folder.ok) return folder;
  const named = resolve(root, path);
  if (!isInside(root, named) || named === resolve(root)) return err({ code: 'path.outside', path: named });
  let above = dirname(named);
  let rest = basename(named);
  for (;;) {
    const found = await real(above);
    if (found.ok) {
      if (!isInside(folder.value, found.value)) return err({ code: 'path.outside', path: named });
      return ok({ root: folder.value, named, real: join(found.value, rest) });
    }
    if (found.error.code !== 'path.missing' || above === resolve(root)) return found;
    rest = join(basename(above), rest);
    above = dirname(above);
  }
}
