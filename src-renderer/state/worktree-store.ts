import { useEffect } from 'react';
import { create } from 'zustand';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import type { Preparation, Worktree } from '../../src-shared/model/worktree.ts';
import { isInside } from '../../src-shared/model/path-key.ts';
import { getClient } from './client.ts';
import { keepOpen } from './keep-open.ts';

interface State {
  readonly worktrees: Readonly<Record<ServerId, readonly Worktree[]>>;
  readonly preparations: Readonly<Record<ServerId, readonly Preparation[]>>;
  /** Why the list does not come, or is old; it is asked for again. */
  readonly errors: Readonly<Record<ServerId, AppError | null>>;
}
const NO_WORKTREES: readonly Worktree[] = [];
const NO_PREPARATIONS: readonly Preparation[] = [];
const useStore = create<State>(() => ({ worktrees: {}, preparations: {}, errors: {} }));

/** A stream that is open while somebody looks, however many do. */
function shared(open: (serverId: ServerId) => () => void): (serverId: ServerId) => () => void {
  const users = new Map<ServerId, { count: number; close: () => void }>();
  return (serverId) => {
    const user = users.get(serverId) ?? { count: 0, close: open(serverId) };
    user.count++;
    users.set(serverId, user);
    return () => {
      user.count--;
      if (user.count > 0) return;
      users.delete(serverId);
      user.close();
    };
  };
}
const setError = (serverId: ServerId, error: AppError | null) =>
  useStore.setState(({ errors }) =>
    (errors[serverId] ?? null) === error ? {} : { errors: { ...errors, [serverId]: error } },
  );
const watchWorktrees = shared((serverId) =>
  keepOpen<readonly Worktree[]>((listener) => getClient().worktrees.watch({ serverId }, listener), {
    event: (list) => {
      useStore.setState(({ worktrees }) => ({ worktrees: { ...worktrees, [serverId]: list } }));
      setError(serverId, null);
    },
    error: (error) => setError(serverId, error),
  }),
);
const watchPreparations = shared((serverId) =>
  keepOpen<readonly Preparation[]>((listener) => getClient().worktrees.watchPreparations({ serverId }, listener), {
    event: (list) => useStore.setState(({ preparations }) => ({ preparations: { ...preparations, [serverId]: list } })),
    error: (error) => setError(serverId, error),
  }),
);

/** Every working tree of a server's projects; null until the list has come. */
export function useWorktrees(serverId: ServerId | null): readonly Worktree[] | null {
  useEffect(() => (serverId === null ? undefined : watchWorktrees(serverId)), [serverId]);
  return useStore((state) => (serverId === null ? NO_WORKTREES : (state.worktrees[serverId] ?? null)));
}
/** Why the list of working trees is missing or old; null: it is current. */
export const useWorktreesError = (serverId: ServerId): AppError | null =>
  useStore((state) => state.errors[serverId] ?? null);

/** Threads that are on their way into a new worktree. */
export function usePreparations(serverId: ServerId | null): readonly Preparation[] {
  useEffect(() => (serverId === null ? undefined : watchPreparations(serverId)), [serverId]);
  return useStore((state) => (serverId === null ? NO_PREPARATIONS : (state.preparations[serverId] ?? NO_PREPARATIONS)));
}

/** The worktree a folder lies in: the innermost one. */
export function worktreeAt(list: readonly Worktree[], folder: string): Worktree | null {
  let found: Worktree | null = null;
  for (const worktree of list)
    if (isInside(folder, worktree.path) && (found === null || worktree.path.length > found.path.length))
      found = worktree;
  return found;
}
