import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { pathError, readFileHead } from './read-file.ts';

export interface TextFile {
  readonly path: string;
  readonly text: string;
  readonly binary: boolean;
  readonly bytes: number;
  readonly truncated: boolean;
}

/** More of a file is not shown. */
export const MAX_TEXT_BYTES = 2 * 1024 * 1024;
/** Git's rule: a file with a zero byte near its start is binary. */
const BINARY_HEAD_BYTES = 8000;

/**
 * Reads a text file that lies in one of the folders, wherever links lead.
 *
 * @param path absolute, or relative to the first folder
 * @param folders those that do not exist do not count
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
    return folders.some((folder) => isInside(folder, wanted)) ? err(real) : err({ code: 'path.outside', path: wanted });
  }
  const realFolders = await Promise.all(folders.map((folder) => realpath(folder).catch(() => null)));
  if (!realFolders.some((folder) => folder !== null && isInside(folder, real))) {
    return err({ code: 'path.outside', path: wanted });
  }
  const read = await readFileHead(real, MAX_TEXT_BYTES);
  if (!read.ok) return read;
  const { bytes, size } = read.value;
  const text = decodeText(bytes);
  return ok({ path: wanted, text: text ?? '', binary: text === null, bytes: size, truncated: size > bytes.length });
}

export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The text of a file's bytes, without its byte order mark; null when it is binary. A character cut off at the end is left out. */
export function decodeText(bytes: Uint8Array): string | null {
  const encoding = encodingOf(bytes);
  return encoding === null ? null : new TextDecoder(encoding).decode(bytes, { stream: true });
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes.subarray(0, BINARY_HEAD_BYTES).includes(0) ? null : 'utf-8';
}
