import { relative, resolve, sep } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { localFiles } from '../hosts/host-files.ts';
import { isWithin } from '../hosts/is-within.ts';
import { pathError } from './read-file.ts';

/** A place below a folder, with every link on the way followed. */
export interface Place {
  /** The folder, links followed. */
  readonly root: string;
  /** The path as it was named, absolute. */
  readonly named: string;
  readonly real: string;
}

/** A path relative to a folder, as Git and the page write it. */
export const relativeTo = (folder: string, path: string): string => relative(folder, path).split(sep).join('/');

const real = async (path: string, files = localFiles): Promise<Result<string, AppError>> => {
  try {
    return ok(await files.realpath(path));
  } catch (error) {
    return err(pathError(path, error));
  }
};

async function realRoot(root: string, files = localFiles): Promise<Result<string, AppError>> {
  return files.paths.isAbsolute(root) ? real(root, files) : err({ code: 'path.not-absolute', path: root });
}

/** What a path names, wherever links lead, as long as that is below the folder. */
export async function locate(root: string, path: string): Promise<Result<Place, AppError>> {
  const folder = await realRoot(root);
  if (!folder.ok) return folder;
  const named = resolve(root, path);
  const found = await real(named);
  if (!found.ok) return isWithin(root, named) ? found : err({ code: 'path.outside', path: named });
  if (!isWithin(folder.value, found.value)) return err({ code: 'path.outside', path: named });
  return ok({ root: folder.value, named, real: found.value });
}

/**
 * The entry of a folder that a path names, which may be missing, or a link: that is not followed. Folders above it may be missing too.
 * The folder itself is no entry of its own.
 *
 * @param files of the machine that the folder is on
 */
export async function locateEntry(root: string, path: string, files = localFiles): Promise<Result<Place, AppError>> {
  const { basename, dirname, join, resolve } = files.paths;
  const folder = await realRoot(root, files);
  if (!folder.ok) return folder;
  const named = resolve(root, path);
  if (!isWithin(root, named, files.paths) || named === resolve(root)) return err({ code: 'path.outside', path: named });
  let above = dirname(named);
  let rest = basename(named);
  for (;;) {
    const found = await real(above, files);
    if (found.ok) {
      if (!isWithin(folder.value, found.value, files.paths)) return err({ code: 'path.outside', path: named });
      return ok({ root: folder.value, named, real: join(found.value, rest) });
    }
    if (found.error.code !== 'path.missing' || above === resolve(root)) return found;
    rest = join(basename(above), rest);
    above = dirname(above);
  }
}
