import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, open, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { keepLineEnds } from './line-ends.ts';
import { isWithin } from '../hosts/is-within.ts';
import { locate, locateEntry } from './place.ts';
import { pathError, readFileHead } from './read-file.ts';
import { MAX_TEXT_BYTES, mayWrite, versionOf } from './read-text.ts';
import { decodeText, encodeText } from './text-codec.ts';

export interface TextWrite {
  readonly root: string;
  readonly path: string;
  /** Its lines end with `\n`. */
  readonly text: string;
  /** The version that was read; null: there must be no file. */
  readonly expected: string | null;
}

/**
 * Replaces a text file in one step, so that a crash leaves the old or the new content. Character set, mark, line ends and permissions
 * stay; a link stays a link. Fails with `file.changed` when the disk has another version than the expected one.
 */
export async function writeTextFile(write: TextWrite): Promise<Result<{ readonly version: string }, AppError>> {
  return write.expected === null ? writeNew(write) : replace(write, write.expected);
}

async function writeNew({ root, path, text }: TextWrite): Promise<Result<{ readonly version: string }, AppError>> {
  const place = await locateEntry(root, path);
  if (!place.ok) return place;
  const { named, real } = place.value;
  const bytes = encodeText(text, 'utf-8');
  try {
    await mkdir(dirname(real), { recursive: true });
    await writeFile(real, bytes, { flag: 'wx' });
    return ok({ version: versionOf(bytes) });
  } catch (error) {
    return err(writeError(named, error, 'file.changed'));
  }
}

async function replace(
  { root, path, text }: TextWrite,
  expected: string,
): Promise<Result<{ readonly version: string }, AppError>> {
  const place = await locate(root, path);
  // It went meanwhile: that is another version as well.
  if (!place.ok) return place.error.code === 'path.missing' ? err({ code: 'file.changed', path }) : place;
  const { named, real } = place.value;
  const read = await readFileHead(real, MAX_TEXT_BYTES);
  if (!read.ok) return read;
  const { bytes: old, size } = read.value;
  if (size > MAX_TEXT_BYTES) return err({ code: 'file.too-large', path: named, bytes: size, maxBytes: MAX_TEXT_BYTES });
  if (versionOf(old) !== expected) return err({ code: 'file.changed', path: named });
  const decoded = decodeText(old);
  if (!decoded || decoded.encoding === 'other') return err({ code: 'file.not-text', path: named });
  if (!(await mayWrite(real))) return err({ code: 'path.no-access', path: named });
  const bytes = encodeText(keepLineEnds(decoded.text, text), decoded.encoding);
  if (bytes.equals(old)) return ok({ version: expected });
  try {
    await put(real, bytes, place.value.root);
    return ok({ version: versionOf(bytes) });
  } catch (error) {
    return err(writeError(named, error, 'file.changed'));
  }
}

/** Beside it, then over it. A file with several names, of another owner, or in a folder that takes no new file is written in its place. */
async function put(real: string, bytes: Buffer, root: string): Promise<void> {
  const stats = await lstat(real);
  const folder = await realpath(dirname(real));
  if (!isWithin(root, folder)) throw new Error('The folder was replaced');
  const temporary = join(folder, `.${basename(real).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  const ours = process.getuid === undefined || stats.uid === process.getuid();
  if (stats.nlink > 1 || !ours) return writeInPlace(real, bytes);
  try {
    const file = await open(temporary, 'wx', stats.mode & 0o777);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (isRefused(error)) return writeInPlace(real, bytes);
    throw error;
  }
  try {
    // The mask of new files took bits away.
    await chmod(temporary, stats.mode & 0o7777);
    await rename(temporary, real);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeInPlace(real: string, bytes: Buffer): Promise<void> {
  const file = await open(real, 'r+');
  try {
    await file.truncate(0);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);
const isRefused = (error: unknown): boolean => ['EACCES', 'EPERM', 'EROFS'].includes(String(codeOf(error)));

/** What the file system's error means for something that was to be written. `taken`: what it is that the name is in use. */
export function writeError(path: string, error: unknown, taken: 'file.exists' | 'file.changed'): AppError {
  const code = codeOf(error);
  if (code === 'EEXIST' || code === 'ENOTEMPTY') return { code: taken, path };
  if (isRefused(error)) return { code: 'path.no-access', path };
  const known = pathError(path, error);
  if (known.code !== 'path.no-access') return known;
  return { code: 'file.write-failed', path, reason: error instanceof Error ? error.message : String(error) };
}
