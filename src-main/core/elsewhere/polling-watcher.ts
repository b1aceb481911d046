import type { CodexServer } from '../codex/codex-supervisor.ts';
import type { Clock } from '../ports.ts';
import { POLL_MS, type FolderChange, type FolderWatcher } from '../watching/folder-watch.ts';

const ANYTHING: FolderChange = { paths: [], all: true, git: true };

export interface PollingWatcher extends FolderWatcher {
  /** Something was done there: listeners are told to look now. */
  readonly poke: () => void;
}

/**
 * Folders of another machine: nothing tells of changes there, so listeners are told to look every few seconds, and at once when the host
 * can be reached again. While it cannot, what was last seen stays. Where nobody listens nothing runs.
 */
export function createPollingWatcher(server: Pick<CodexServer, 'state' | 'onReady'>, clock: Clock): PollingWatcher {
  const listeners = new Set<(change: FolderChange) => void>();
  let cancel = () => {};
  let stopReady = () => {};

  const tell = () => {
    cancel();
    cancel = clock.after(POLL_MS, tell);
    if (server.state().phase.kind !== 'ready') return;
    for (const listener of [...listeners]) listener(ANYTHING);
  };
  const end = () => {
    cancel();
    stopReady();
  };
  return {
    watch: (_root, heard) => {
      // Of its own, also when one listens twice.
      const listener = (change: FolderChange) => heard(change);
      if (listeners.size === 0) {
        cancel = clock.after(POLL_MS, tell);
        // Told at once when it is ready already, which is no news.
        let isNews = false;
        stopReady = server.onReady(() => {
          if (isNews) tell();
        });
        isNews = true;
      }
      listeners.add(listener);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) end();
      };
    },
    mode: () => 'polling',
    poke: () => {
      if (listeners.size > 0) tell();
    },
    dispose: () => {
      listeners.clear();
      end();
    },
  };
}
