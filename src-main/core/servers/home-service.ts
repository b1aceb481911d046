import { mkdir, realpath } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { CodexHome } from '../../../src-shared/model/server.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';
import { serverIdOf } from './server-id.ts';
import type { ServerRegistry } from './server-registry.ts';

/** Only its user may look into a Codex home: it holds the sign-in. */
const HOME_MODE = 0o700;

/** Codex homes of this machine beside the user's own: each is a server of its own, with its account, threads and limits. */
export interface HomeService {
  watch(listener: (homes: readonly CodexHome[]) => void): Unsubscribe;
  /**
   * Makes the folder where there is none, and starts a server on it. Fails with `path.*`, or `home.exists` when it is in use already.
   */
  add(label: string, path: string): Promise<Result<{ readonly serverId: ServerId }, AppError>>;
  /** What it is called, here alone. Fails with `home.unknown`. */
  rename(serverId: ServerId, label: string): Result<null, AppError>;
  /** Stops its server; the folder stays as it is. Fails with `home.unknown`, or `home.in-use` while projects are there. */
  remove(serverId: ServerId): Promise<Result<null, AppError>>;
  notices(): readonly AppError[];
  dispose(): Promise<void>;
}

const stored = z.array(z.object({ label: z.string(), path: z.string() }));

export async function openHomes(options: {
  readonly skeinHome: string;
  readonly hostId: string;
  readonly servers: Pick<ServerRegistry, 'addHome' | 'remove' | 'list'>;
  readonly projectsOf: (serverId: ServerId) => number;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (error: AppError) => void;
}): Promise<HomeService> {
  const { skeinHome, hostId, servers, projectsOf, clock, log, report } = options;
  const file = await openJsonFile({
    ...{ file: join(skeinHome, 'codex-homes.json'), schema: stored, fallback: [], clock, log, report },
  });
  const changes = createListeners<readonly CodexHome[]>('codex homes', log);
  const shown = (): readonly CodexHome[] =>
    file.value().map(({ label, path }) => ({ serverId: serverIdOf(hostId, path), label, path }));
  const isUsed = (path: string) =>
    servers.list().some((server) => server.state().hostId === hostId && server.state().codexHome === path);

  for (const { label, path } of file.value()) if (!isUsed(path)) servers.addHome(label, path);
  return {
    watch: (listener) => {
      listener(shown());
      return changes.add(listener);
    },
    add: async (label, typed) => {
      if (!isAbsolute(typed)) return err({ code: 'path.not-absolute', path: typed });
      const made = await makeFolder(typed);
      if (!made.ok) return made;
      const path = made.value;
      if (isUsed(path) || isUsed(typed)) return err({ code: 'home.exists', path });
      file.update((homes) => [...homes, { label, path }]);
      const serverId = servers.addHome(label, path);
      changes.emit(shown());
      return ok({ serverId });
    },
    rename: (serverId, label) => {
      const home = shown().find((one) => one.serverId === serverId);
      if (!home) return err({ code: 'home.unknown' });
      file.update((homes) => homes.map((one) => (one.path === home.path ? { ...one, label } : one)));
      servers
        .list()
        .find(({ id }) => id === serverId)
        ?.rename(label);
      changes.emit(shown());
      return ok(null);
    },
    remove: async (serverId) => {
      const home = shown().find((one) => one.serverId === serverId);
      if (!home) return err({ code: 'home.unknown' });
      const projects = projectsOf(serverId);
      if (projects > 0) return err({ code: 'home.in-use', projects });
      file.update((homes) => homes.filter(({ path }) => path !== home.path));
      changes.emit(shown());
      await servers.remove(serverId);
      return ok(null);
    },
    notices: () => file.notices(),
    dispose: () => file.dispose(),
  };
}

/** The folder's one true path: the same home by two names would be two servers that write the same files. */
async function makeFolder(path: string): Promise<Result<string, AppError>> {
  try {
    await mkdir(path, { recursive: true, mode: HOME_MODE });
    return ok(await realpath(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return err(
      code === 'EEXIST' || code === 'ENOTDIR' ? { code: 'path.not-a-folder', path } : { code: 'path.no-access', path },
    );
  }
}
