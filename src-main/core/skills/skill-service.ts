import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { SkillShelf } from '../../../src-shared/model/extension.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { checkFolder } from '../app/folder-path.ts';
import { checkServerFolder } from '../codex/server-folders.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createSkillGateway } from '../codex/skill-gateway.ts';
import { createLiveValues } from '../live/live-values.ts';
import type { Log } from '../ports.ts';
import { isLocalServer } from '../servers/server-id.ts';
import type { SkillFolders } from './skill-folders.ts';

export interface SkillService {
  /** The user's own folders are told to each run of it. */
  addServer(server: CodexServer): void;
  watch(server: CodexServer, cwd: string | null, sink: StreamSink<SkillShelf>): Unsubscribe;
  reload(server: CodexServer): Promise<Result<null, AppError>>;
  setEnabled(server: CodexServer, path: string, enabled: boolean): Promise<Result<null, AppError>>;
  /** Fails with `path.*` for what is no folder. */
  setFolders(server: CodexServer, folders: readonly string[]): Promise<Result<null, AppError>>;
  /** Something else brought or took skills. */
  changed(serverId: ServerId): void;
  dispose(): void;
}

/** `onChanged`: the server says nothing of what was written or reloaded here, so those who list skills are told. */
export function createSkillService({
  folders,
  onChanged,
  log,
}: {
  readonly folders: SkillFolders;
  readonly onChanged: (serverId: ServerId) => void;
  readonly log: Log;
}): SkillService {
  const stops: Unsubscribe[] = [];
  const shelves = createLiveValues<Omit<SkillShelf, 'folders'>>({
    name: 'Skills',
    read: (server, cwd) => createSkillGateway(server).list(cwd),
    onStale: (server, reload) =>
      server.onNotification(({ method }) => {
        if (method === 'skills/changed') reload();
      }),
    log,
  });
  return {
    addServer: (server) => {
      const tell = async () => {
        const chosen = folders.of(server.id);
        if (chosen.length === 0) return;
        const told = await createSkillGateway(server).setFolders(chosen);
        if (!told.ok) {
          log.warn('Folders of skills were not taken', { error: told.error.code });
          return;
        }
        await shelves.reload(server.id);
        onChanged(server.id);
      };
      stops.push(server.onReady(() => void tell()));
    },
    watch: (server, cwd, sink) =>
      shelves.watch(server, cwd, {
        emit: (shelf) => sink.emit({ ...shelf, folders: folders.of(server.id) }),
        fail: (error) => sink.fail(error),
      }),
    setFolders: async (server, wanted) => {
      const known = new Set(folders.of(server.id));
      // A folder that was added once may be away for a while: it stays in the list until it is taken out.
      const found: string[] = [];
      for (const typed of wanted) {
        const check = isLocalServer(server.id) ? checkFolder(typed) : checkServerFolder(server, typed);
        const folder = known.has(typed) ? ok(typed) : await check;
        if (!folder.ok) return folder;
        found.push(folder.value);
      }
      const chosen = [...new Set(found)];
      const told = await createSkillGateway(server).setFolders(chosen);
      if (!told.ok) return told;
      folders.set(server.id, chosen);
      await shelves.reload(server.id);
      onChanged(server.id);
      return ok(null);
    },
    reload: async (server) => {
      const result = await shelves.reload(server.id);
      onChanged(server.id);
      return result;
    },
    setEnabled: async (server, path, enabled) => {
      const written = await createSkillGateway(server).setEnabled(path, enabled);
      if (!written.ok) return written;
      await shelves.reload(server.id);
      onChanged(server.id);
      return ok(null);
    },
    changed: (serverId) => void shelves.reload(serverId),
    dispose: () => {
      for (const stop of stops) stop();
      shelves.dispose();
    },
  };
}
