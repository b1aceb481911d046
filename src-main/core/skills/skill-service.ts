import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { SkillShelf } from '../../../src-shared/model/extension.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createSkillGateway } from '../codex/skill-gateway.ts';
import { createLiveValues } from '../live/live-values.ts';
import type { Log } from '../ports.ts';

export interface SkillService {
  watch(server: CodexServer, cwd: string | null, sink: StreamSink<SkillShelf>): Unsubscribe;
  reload(server: CodexServer): Promise<Result<null, AppError>>;
  setEnabled(server: CodexServer, path: string, enabled: boolean): Promise<Result<null, AppError>>;
  /** Something else brought or took skills. */
  changed(serverId: ServerId): void;
  dispose(): void;
}

/** `onChanged`: the server says nothing of what was written or reloaded here, so those who list skills are told. */
export function createSkillService({
  onChanged,
  log,
}: {
  readonly onChanged: (serverId: ServerId) => void;
  readonly log: Log;
}): SkillService {
  const shelves = createLiveValues<SkillShelf>({
    name: 'Skills',
    read: (server, cwd) => createSkillGateway(server).list(cwd),
    onStale: (server, reload) =>
      server.onNotification(({ method }) => {
        if (method === 'skills/changed') reload();
      }),
    log,
  });
  return {
    watch: (server, cwd, sink) => shelves.watch(server, cwd, sink),
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
    dispose: () => shelves.dispose(),
  };
}
