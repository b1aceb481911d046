import { useEffect } from 'react';
import { create } from 'zustand';
import type { ServerId } from '../../src-shared/model/ids.ts';
import type { GitState, PullRequest } from '../../src-shared/model/git.ts';
import { getClient } from './client.ts';
import { withErrorWords } from './error-words.ts';
import { keepOpen } from './keep-open.ts';

interface Watched {
  readonly state: GitState;
  readonly watchers: number;
}
const LOADING: GitState = { kind: 'loading' };
const useGits = create<Readonly<Record<string, Watched>>>(() => ({}));
/** The pull request of each folder as it was told last, also when nobody looks at the folder any more. */
const usePulls = create<Readonly<Record<string, PullRequest | null>>>(() => ({}));
const closers = new Map<string, () => void>();
const keyOf = (serverId: ServerId, folder: string): string => `${serverId}\n${folder}`;

/** One stream per folder, however many look at it. */
function watchGit(serverId: ServerId, folder: string): () => void {
  const key = keyOf(serverId, folder);
  const count = (by: number) =>
    useGits.setState((all) => ({
      [key]: { state: all[key]?.state ?? LOADING, watchers: (all[key]?.watchers ?? 0) + by },
    }));
  const set = (state: GitState) => {
    useGits.setState((all) => ({ [key]: { state, watchers: all[key]?.watchers ?? 1 } }));
    if (state.kind === 'repository') usePulls.setState({ [key]: state.pullRequest });
  };
  count(1);
  if (!closers.has(key))
    closers.set(
      key,
      keepOpen((listener) => getClient().git.watch({ serverId, folder }, listener), {
        event: set,
        error: (error) =>
          withErrorWords((words) => {
            const { title, text } = words.appError(error);
            set({ kind: 'failed', command: title, stderr: text });
          }),
      }),
    );
  return () => {
    count(-1);
    if ((useGits.getState()[key]?.watchers ?? 0) > 0) return;
    closers.get(key)?.();
    closers.delete(key);
    useGits.setState(({ [key]: _, ...others }) => others, true);
  };
}

/** The pull request of what is checked out in a folder, as it was told last; nothing is looked up for it. */
export const usePullRequest = (serverId: ServerId, folder: string): PullRequest | null =>
  usePulls((all) => all[keyOf(serverId, folder)] ?? null);

/** What Git says of a folder, kept current while the component is mounted. */
export function useGit(serverId: ServerId, folder: string | null): GitState {
  useEffect(() => (folder === null ? undefined : watchGit(serverId, folder)), [serverId, folder]);
  return useGits((all) => (folder === null ? LOADING : (all[keyOf(serverId, folder)]?.state ?? LOADING)));
}
