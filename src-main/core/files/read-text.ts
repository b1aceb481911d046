import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ReadOnlyReason, TextFile, TextPart } from '../../../src-shared/model/files.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { isWithin } from '../hosts/is-within.ts';
import { locate } from './place.ts';
import { pathError, readFileHead } from './read-file.ts';
import { decodeText } from './text-codec.ts';

/** Larger files are looked at in parts, and not written. */
export const MAX_TEXT_BYTES = 5 * 1024 * 1024;
/** Of one part. Even, for character sets of two bytes. */
export const PART_BYTES = 1024 * 1024;

/**
 * Reads a text file that lies in one of the folders, wherever links lead.
 *
 * @param path absolute, or relative to the first folder
 * @param folders those that do not exist do not count; only files of the first one can be written
 */
export async function readTextFile(
  path: string,
  folders: readonly [string, ...string[]],
): Promise<Result<TextFile, AppError>> {
  const [root] = folders;
  if (!isAbsolute(root)) return err({ code: 'path.not-absolute', path: root });
  const wanted = resolve(root, path);
  const real = await realpath(wanted).catch((error: unknown) => pathError(wanted, error));
  if (typeof real !== 'string') {
    return folders.some((folder) => isWithin(folder, wanted)) ? err(real) : err({ code: 'path.outside', path: wanted });
  }
  const realFolders = await Promise.all(folders.map((folder) => realpath(folder).catch(() => null)));
  const owner = realFolders.findIndex((folder) => folder !== null && isWithin(folder, real));
  if (owner < 0) return err({ code: 'path.outside', path: wanted });
  const size = (await stat(real).catch(() => null))?.size ?? 0;
  const read = await readFileHead(real, size > MAX_TEXT_BYTES ? PART_BYTES : MAX_TEXT_BYTES);
  if (!read.ok) return read;
  const { bytes, size: whole } = read.value;
  const truncated = whole > bytes.length;
  const head = truncated ? bytes.subarray(0, endOfPart(bytes, encodingWidth(bytes))) : bytes;
  const decoded = decodeText(head, truncated);
  const readOnly = await readOnlyReason(real, owner > 0, truncated, decoded?.encoding === 'other');
  return ok({
    path: wanted,
    text: decoded?.text ?? '',
    binary: decoded === null,
    bytes: whole,
    truncated,
    version: truncated ? await roughVersion(real) : versionOf(bytes),
    readOnly,
    encoding: decoded?.encoding ?? 'other',
  });
}

async function readOnlyReason(
  real: string,
  outside: boolean,
  part: boolean,
  strange: boolean,
): Promise<ReadOnlyReason | null> {
  if (outside) return 'outside';
  if (part) return 'part';
  if (strange) return 'encoding';
  return (await mayWrite(real)) ? null : 'permissions';
}

/** Whether a file is there to be written. Nobody's to write means so for the superuser too, who could. */
export async function mayWrite(real: string): Promise<boolean> {
  try {
    if (((await stat(real)).mode & 0o222) === 0) return false;
    await access(real, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Another value for every other content. */
export const versionOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url').slice(0, 32);

/** For files that are too large to be read whole. */
async function roughVersion(real: string): Promise<string> {
  const stats = await stat(real, { bigint: true }).catch(() => null);
  return stats ? `~${stats.size}-${stats.mtimeNs}-${stats.ino}` : '~';
}

/** The part of a large file that begins at a byte, where a part before it ended. */
export async function readTextPart(root: string, path: string, offset: number): Promise<Result<TextPart, AppError>> {
  const place = await locate(root, path);
  if (!place.ok) return place;
  try {
    const file = await open(place.value.real, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      const mark = await file.read(Buffer.alloc(3), 0, 3, 0);
      const buffer = Buffer.alloc(Math.max(0, Math.min(PART_BYTES, size - offset)));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
      const bytes = buffer.subarray(0, bytesRead);
      const width = encodingWidth(mark.buffer.subarray(0, mark.bytesRead));
      const last = offset + bytes.length >= size;
      const end = last ? bytes.length : endOfPart(bytes, width);
      const part = bytes.subarray(0, end);
      // Two-byte character sets carry their mark in front of every part, so that it is read the same way.
      const marked = width === 2 && offset > 0 ? Buffer.concat([mark.buffer.subarray(0, 2), part]) : part;
      const text = decodeText(marked, true)?.text ?? '';
      return ok({ text, next: last || end === 0 ? null : offset + end });
    } finally {
      await file.close();
    }
  } catch (error) {
    return err(pathError(place.value.named, error));
  }
}

const encodingWidth = (bytes: Uint8Array): 1 | 2 =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) ? 2 : 1;

/** Bytes up to and with the last line end; without one, up to the last whole character of UTF-8. */
function endOfPart(bytes: Uint8Array, width: 1 | 2): number {
  if (width === 2) return bytes.length - (bytes.length % 2);
  const line = bytes.lastIndexOf(0x0a);
  if (line >= 0) return line + 1;
  let end = bytes.length;
  // At most three bytes of a character follow its first one.
  for (let back = 1; back <= 4 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      if (length > back) end = bytes.length - back;
      break;
    }
  }
  return end;
}
