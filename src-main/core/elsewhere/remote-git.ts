import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { GitState } from '../../../src-shared/model/git.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createServerHost } from '../codex/server-host.ts';
import { createGitRunner, type GitRunner } from '../git/git-runner.ts';
import { stateOfError } from '../git/git-state.ts';
import { findDefaultBranch, listBranches, listCommits, type ListOptions } from '../git/refs.ts';
import { listRemotes } from '../git/remotes.ts';
import { countEntries, readStatus } from '../git/status.ts';
import type { Clock } from '../ports.ts';
import { findRemoteTree } from './remote-tree.ts';

/** No file of another machine tells that it changed. */
const LOOK_EVERY_MS = 5_000;

/** Git in the folders of another machine: what it says, not what it changes. */
export interface RemoteGit {
  /** Looks every few seconds while somebody watches. */
  watch(folder: string, listener: (state: GitState) => void): Unsubscribe;
  branches(folder: string, options: ListOptions): ReturnType<typeof listBranches>;
  commits(folder: string, options: ListOptions): ReturnType<typeof listCommits>;
}

export function createRemoteGit(server: CodexServer, clock: Clock): RemoteGit {
  // The environment is the server's own.
  const git = createGitRunner({ env: {}, host: createServerHost(server) });
  return {
    branches: (folder, options) => listBranches(git, folder, options),
    commits: (folder, options) => listCommits(git, folder, options),
    watch: (folder, listener) => {
      let ended = false;
      let shown = '';
      let cancel = () => {};
      const tell = (state: GitState) => {
        const text = JSON.stringify(state);
        if (ended || text === shown) return;
        shown = text;
        listener(state);
      };
      const look = async () => {
        cancel();
        // While the host is away, what was last known stays.
        if (server.state().phase.kind === 'ready') tell(await readState(git, folder));
        if (!ended) cancel = clock.after(LOOK_EVERY_MS, () => void look());
      };
      tell({ kind: 'loading' });
      const stop = server.onReady(() => void look());
      void look();
      return () => {
        ended = true;
        stop();
        cancel();
      };
    },
  };
}

async function readState(git: GitRunner, folder: string): Promise<GitState> {
  const place = await findRemoteTree(git, folder);
  if (!place.ok) return stateOfError(place.error);
  const { root, repository, linked } = place.value;
  const [status, remotes, branch] = await Promise.all([
    readStatus(git, root),
    listRemotes(git, root),
    findDefaultBranch(git, root),
  ]);
  if (!status.ok) return stateOfError(status.error);
  const { head, upstream, stashes, entries } = status.value;
  return {
    ...{ kind: 'repository', root, repository, linked, head, upstream, stashes },
    ...{ operation: null, lock: null, pullRequest: null, canOpenPullRequests: false, job: null, watching: 'polling' },
    counts: countEntries(entries),
    remotes: remotes.ok ? remotes.value : [],
    defaultBranch: branch.ok ? (branch.value?.name ?? null) : null,
  };
}
