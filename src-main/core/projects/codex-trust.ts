import { realpath } from 'node:fs/promises';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ProjectId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { ServerPhase } from '../../../src-shared/model/server.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { hasGivenUp } from '../codex/server-access.ts';
import { readTrust } from '../codex/trusted-folders.ts';
import type { ProjectService } from './project-service.ts';

/**
 * A folder that Codex trusts already is not asked about again. Each project is looked at once in a run of the server, so that trust
 * that is taken back in Skein stays taken back. Until then nobody is asked; where the server does not come up, there is nothing to wait for.
 */
export function followCodexTrust(
  projects: Pick<ProjectService, 'list' | 'watch' | 'trust' | 'trustIsKnown'>,
  server: Pick<CodexServer, 'id' | 'state' | 'call' | 'onReady' | 'onState'>,
): Unsubscribe {
  let seen = new Set<ProjectId>();

  const look = async (list: readonly Project[]) => {
    const open = list.filter(({ id, serverId, trusted }) => serverId === server.id && !trusted && !seen.has(id));
    if (open.length === 0) return;
    const { phase } = server.state();
    if (phase.kind === 'ready') {
      for (const { id } of open) seen.add(id);
      const isKnown = await readTrust(server);
      for (const { id, path } of open) {
        const isTrusted = isKnown(path) || isKnown(await realpath(path).catch(() => path));
        if (isTrusted) projects.trust(id, true);
      }
    }
    if (phase.kind === 'ready' || isAway(phase)) projects.trustIsKnown(open.map(({ id }) => id));
  };

  const stops = [
    projects.watch((list) => void look(list)),
    server.onReady(() => {
      seen = new Set();
      void look(projects.list());
    }),
    server.onState(({ phase }) => {
      if (isAway(phase)) void look(projects.list());
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** It does not come soon, if at all. */
const isAway = (phase: ServerPhase): boolean => phase.kind === 'restarting' || hasGivenUp(phase);
