import { create } from 'zustand';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import type { CodexHome } from '../../src-shared/model/server.ts';
import { getClient } from './client.ts';
import { showError } from './toast-store.ts';

const useAll = create<{ readonly homes: readonly CodexHome[] }>(() => ({ homes: [] }));

/** Follows the Codex homes that the user added for the life of the window. */
export function watchHomes(): Unsubscribe {
  return getClient().homes.watch({}, { event: (homes) => useAll.setState({ homes }), error: showError });
}

/** What an added home is called; null for the user's own, the demo and other machines. */
export const useHomeLabel = (serverId: ServerId): string | null =>
  useAll(({ homes }) => homes.find((home) => home.serverId === serverId)?.label ?? null);
