import { lstat, mkdir, rename as renameOnDisk, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { isInside, locateEntry } from './place.ts';
import { writeError } from './write-text.ts';

interface Named {
  readonly root: string;
  readonly path: string;
}

/** Creates an empty file or a folder, with the folders above it. */
export async function createEntry({
  root,
  path,
  kind,
}: Named & { readonly kind: 'file' | 'folder' }): Promise<Result<null, AppError>> {
  const place = await locateEntry(root, path);
  if (!place.ok) return place;
  const { named, real } = place.value;
  try {
    await mkdir(dirname(real), { recursive: true });
    if (kind === 'file') await writeFile(real, '', { flag: 'wx' });
    else await mkdir(real);
    return ok(null);
  } catch (error) {
    return err(writeError(named, error, 'file.exists'));
  }
}

/** Renames or moves below one root. Nothing is ever replaced. A link is renamed itself. */
export async function renameEntry({
  root,
  path,
  to,
}: Named & { readonly to: string }): Promise<Result<null, AppError>> {
  const [from, target] = await Promise.all([locateEntry(root, path), locateEntry(root, to)]);
  if (!from.ok) return from;
  if (!target.ok) return target;
  if (isInside(from.value.real, target.value.real) && from.value.real !== target.value.real)
    return err({ code: 'file.into-itself', path: from.value.named });
  try {
    const [old, other] = await Promise.all([
      lstat(from.value.real, { bigint: true }),
      lstat(target.value.real, { bigint: true }).catch(() => null),
    ]);
    // The same file under a name in other letters, where the file system does not tell them apart, is only renamed.
    const isSame = other !== null && other.ino === old.ino && other.dev === old.dev && differsInCase(path, to);
    if (other && !isSame) return err({ code: 'file.exists', path: target.value.named });
    await mkdir(dirname(target.value.real), { recursive: true });
    await renameOnDisk(from.value.real, target.value.real);
    return ok(null);
  } catch (error) {
    return err(writeError(from.value.named, error, 'file.exists'));
  }
}

const differsInCase = (a: string, b: string): boolean => a !== b && a.toLowerCase() === b.toLowerCase();
