import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, localFiles, type HostFiles } from '../hosts/host-files.ts';
import { isWithin } from '../hosts/is-within.ts';
import { locateEntry } from './place.ts';
import { copyName } from './copy-name.ts';
import { writeError } from './write-text.ts';

interface Named {
  readonly root: string;
  readonly path: string;
}

/** Names that are tried for a duplicate. */
const MAX_COPIES = 100;

/** Creates an empty file or a folder, with the folders above it. */
export async function createEntry(
  { root, path, kind }: Named & { readonly kind: 'file' | 'folder' },
  files: HostFiles = localFiles,
): Promise<Result<null, AppError>> {
  const place = await locateEntry(root, path, files);
  if (!place.ok) return place;
  const { named, real } = place.value;
  try {
    await files.mkdir(files.paths.dirname(real), { recursive: true });
    if (kind === 'file') await files.makeFile(real);
    else await files.mkdir(real);
    return ok(null);
  } catch (error) {
    return err(writeError(named, error, 'file.exists'));
  }
}

/** Renames or moves below one root. Nothing is ever replaced. A link is renamed itself. */
export async function renameEntry(
  { root, path, to }: Named & { readonly to: string },
  files: HostFiles = localFiles,
): Promise<Result<null, AppError>> {
  const [from, target] = await Promise.all([locateEntry(root, path, files), locateEntry(root, to, files)]);
  if (!from.ok) return from;
  if (!target.ok) return target;
  if (isWithin(from.value.real, target.value.real, files.paths) && from.value.real !== target.value.real)
    return err({ code: 'file.into-itself', path: from.value.named });
  try {
    const [old, other] = await Promise.all([
      files.lstat(from.value.real, { bigint: true }),
      files.lstat(target.value.real, { bigint: true }).catch(absentAs(null)),
    ]);
    // The same file under a name in other letters, where the file system does not tell them apart, is only renamed.
    const isSame = other !== null && other.ino === old.ino && other.dev === old.dev && differsInCase(path, to);
    if (other && !isSame) return err({ code: 'file.exists', path: target.value.named });
    await files.mkdir(files.paths.dirname(target.value.real), { recursive: true });
    await files.rename(from.value.real, target.value.real);
    return ok(null);
  } catch (error) {
    return err(writeError(from.value.named, error, 'file.exists'));
  }
}

/**
 * Copies a file, a folder with all that is in it, or a link itself, beside it, under the next free name. What could not be copied whole
 * is not left behind.
 *
 * @returns the copy's path, relative as `path` is
 */
export async function duplicateEntry(
  { root, path }: Named,
  files: HostFiles = localFiles,
): Promise<Result<{ readonly path: string }, AppError>> {
  const place = await locateEntry(root, path, files);
  if (!place.ok) return place;
  const { named, real } = place.value;
  const { basename, dirname, join } = files.paths;
  try {
    const isFolder = (await files.lstat(real)).isDirectory();
    for (let number = 1; number <= MAX_COPIES; number++) {
      const name = copyName(basename(real), isFolder, number);
      const target = join(dirname(real), name);
      if (await files.lstat(target).catch(absentAs(null))) continue;
      try {
        await files.copyTree(real, target);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
        await files.rm(target, { recursive: true, force: true }).catch(() => undefined);
        throw error;
      }
      return ok({ path: path.slice(0, path.length - basename(path).length) + name });
    }
    return err({ code: 'file.exists', path: named });
  } catch (error) {
    return err(writeError(named, error, 'file.exists'));
  }
}

const differsInCase = (a: string, b: string): boolean => a !== b && a.toLowerCase() === b.toLowerCase();
