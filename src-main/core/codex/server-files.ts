import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { describeFileError, pathsOf } from './server-folders.ts';

/** Longest file that is fetched whole: the server has no way to read a part of one. */
const MAX_FETCH_BYTES = 20 * 1024 * 1024;
const TRANSFER_TIMEOUT_MS = 60_000;

export interface ServerEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

/** A path below a folder, absolute in the server's own way. Fails with `path.outside` or `path.not-absolute`. */
export function placeOnServer(server: CodexServer, root: string, path: string): Result<string, AppError> {
  const paths = pathsOf(server);
  if (!paths.isAbsolute(root)) return err({ code: 'path.not-absolute', path: root });
  const named = paths.resolve(root, path);
  const way = paths.relative(root, named);
  const outside = way === '..' || way.startsWith(`..${paths.sep}`) || paths.isAbsolute(way);
  return outside ? err({ code: 'path.outside', path: named }) : ok(named);
}

export async function listOnServer(
  server: CodexServer,
  path: string,
): Promise<Result<readonly ServerEntry[], AppError>> {
  const answer = await server.call('fs/readDirectory', { path });
  if (!answer.ok) return err(describeFileError(answer.error, path));
  return ok(
    answer.value.entries.map(({ fileName, isDirectory, isFile }) => ({
      name: fileName,
      kind: isDirectory ? 'folder' : isFile ? 'file' : 'other',
    })),
  );
}

/** The whole content of a file. Fails with `path.not-a-file`, `file.too-large` and as the host's file system says. */
export async function readOnServer(server: CodexServer, path: string): Promise<Result<Buffer, AppError>> {
  const found = await server.call('fs/getMetadata', { path });
  if (!found.ok) return err(describeFileError(found.error, path));
  // Neither a device nor a pipe: reading those may never end.
  if (!found.value.isFile) return err({ code: 'path.not-a-file', path });
  const answer = await server.call('fs/readFile', { path }, { timeoutMs: TRANSFER_TIMEOUT_MS });
  if (!answer.ok) return err(describeFileError(answer.error, path));
  const bytes = Buffer.from(answer.value.dataBase64, 'base64');
  if (bytes.length <= MAX_FETCH_BYTES) return ok(bytes);
  return err({ code: 'file.too-large', path, bytes: bytes.length, maxBytes: MAX_FETCH_BYTES });
}

/** Replaces a file's content. */
export async function writeOnServer(server: CodexServer, path: string, bytes: Buffer): Promise<Result<null, AppError>> {
  const dataBase64 = bytes.toString('base64');
  const answer = await server.call('fs/writeFile', { path, dataBase64 }, { timeoutMs: TRANSFER_TIMEOUT_MS });
  return answer.ok ? ok(null) : err(describeFileError(answer.error, path));
}
