import { realpath } from 'node:fs/promises';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ProjectId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { trustedFolders } from '../codex/trusted-folders.ts';
import type { ProjectService } from './project-service.ts';

/**
 * A folder that Codex trusts already is not asked about again. Each project is looked at once in a run of the server, so that trust
 * that is taken back in Skein stays taken back.
 */
export function followCodexTrust(
  projects: Pick<ProjectService, 'list' | 'watch' | 'trust'>,
  server: Pick<CodexServer, 'id' | 'state' | 'call' | 'onReady'>,
): Unsubscribe {
  let seen = new Set<ProjectId>();

  const look = async (list: readonly Project[]) => {
    if (server.state().phase.kind !== 'ready') return;
    const open = list.filter(({ id, serverId, trusted }) => serverId === server.id && !trusted && !seen.has(id));
    if (open.length === 0) return;
    for (const { id } of open) seen.add(id);
    const folders = await trustedFolders(server);
    for (const { id, path } of open) {
      const isTrusted = folders.has(path) || folders.has(await realpath(path).catch(() => path));
      if (isTrusted) projects.trust(id, true);
    }
  };

  const stops = [
    projects.watch((list) => void look(list)),
    server.onReady(() => {
      seen = new Set();
      void look(projects.list());
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
