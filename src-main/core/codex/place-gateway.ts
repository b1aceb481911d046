import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { featuresOf } from './server-access.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** Where a thread works, and what is stored of the Git state there. */
export interface PlaceGateway {
  /**
   * The folder of the thread's next turns. 0.169 keeps it (only its lists go on naming the first one); 0.124 cannot be told, there it
   * goes with each resume and each turn.
   */
  move(threadId: ThreadId, cwd: string): Answer<null>;
  /** Null clears a field; the origin stays as it is. */
  setGitInfo(
    threadId: ThreadId,
    info: { readonly commit: string | null; readonly branch: string | null },
  ): Answer<null>;
}

export function createPlaceGateway(server: CodexServer): PlaceGateway {
  return {
    move: async (threadId, cwd) => {
      const known = await featuresOf(server);
      if (!known.ok) return known;
      if (!known.value.capabilities.settingsUpdate) return ok(null);
      const moved = await server.call('thread/settings/update', { threadId, cwd });
      return moved.ok ? ok(null) : moved;
    },
    setGitInfo: async (threadId, { commit, branch }) => {
      const set = await server.call('thread/metadata/update', { threadId, gitInfo: { sha: commit, branch } });
      return set.ok ? ok(null) : set;
    },
  };
}
