import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { isUnreachable } from '../hosts/host-files.ts';

/**
 * The beginning of a file, and its whole size in bytes. Anything that is no regular file is refused without being read: a pipe would
 * never end.
 */
export async function readFileHead(
  path: string,
  maxBytes: number,
): Promise<Result<{ readonly bytes: Buffer; readonly size: number }, AppError>> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) return err({ code: 'path.not-a-file', path });
      const buffer = Buffer.alloc(Math.min(stats.size, maxBytes));
      let length = 0;
      while (length < buffer.length) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return ok({ bytes: buffer.subarray(0, length), size: stats.size });
    } finally {
      await file.close();
    }
  } catch (error) {
    return err(pathError(path, error));
  }
}

/** What the file system's error means for a path. */
export function pathError(path: string, error: unknown): AppError {
  // Nobody could look.
  if (isUnreachable(error)) return { code: 'server.not-running' };
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return { code: 'path.missing', path };
    case 'EISDIR':
    case 'ENXIO':
      return { code: 'path.not-a-file', path };
    default:
      return { code: 'path.no-access', path };
  }
}
