import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { describeFileError } from './server-folders.ts';

/**
 * Listens to one file, or to what is directly in one folder: the server does not look into the folders in it (measured).
 *
 * @param watchId of the caller's; it lasts as long as the connection does
 * @returns the path with every link followed, which changes are told with
 */
export async function watchOnServer(
  server: CodexServer,
  watchId: string,
  path: string,
): Promise<Result<string, AppError>> {
  const answer = await server.call('fs/watch', { watchId, path });
  return answer.ok ? ok(answer.value.path) : err(describeFileError(answer.error, path));
}

/** A watch that has ended by itself, with its connection, is ended. */
export const unwatchOnServer = (server: CodexServer, watchId: string): void =>
  void server.call('fs/unwatch', { watchId });

export const onWatchedChange = (
  server: CodexServer,
  listener: (watchId: string, paths: readonly string[]) => void,
): Unsubscribe =>
  server.onNotification((notification) => {
    if (notification.method === 'fs/changed') listener(notification.params.watchId, notification.params.changedPaths);
  });
