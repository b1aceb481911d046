import type { ServerId } from '../../../src-shared/model/ids.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';

const KEEP_AFTER_MS = 400;
const KEEP_AT_LEAST_MS = 3_000;

interface Typed {
  readonly text: string;
  readonly base: string | null;
}
/** Brings what is typed into files to the core, which keeps it until it is saved. */
export interface DraftKeeper {
  /** The text is read when it is sent. */
  readonly keepSoon: (path: string, read: () => Typed) => void;
  /** The core has something of this file already. */
  readonly adopt: (path: string) => void;
  readonly drop: (path: string) => void;
  /** Settles when everything is with the core. */
  readonly flush: () => Promise<void>;
}

interface Waiting {
  readonly read: () => Typed;
  readonly since: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

export function createDraftKeeper(serverId: ServerId, root: string): DraftKeeper {
  const waiting = new Map<string, Waiting>();
  /** Files of which the core may keep something. */
  const kept = new Set<string>();

  async function keep(path: string): Promise<void> {
    const entry = waiting.get(path);
    if (!entry) return;
    clearTimeout(entry.timer);
    waiting.delete(path);
    kept.add(path);
    const answer = await getClient().files.keepDraft({ serverId, root, path, ...entry.read() });
    if (answer.ok) return;
    // It is still in the page; a lost connection comes back, what is refused is said.
    if (answer.error.code === 'rpc.disconnected') soon(path, entry.read);
    else showError(answer.error);
  }
  function soon(path: string, read: () => Typed): void {
    const before = waiting.get(path);
    if (before) clearTimeout(before.timer);
    const now = Date.now();
    const since = before?.since ?? now;
    const wait = Math.min(KEEP_AFTER_MS, Math.max(0, since + KEEP_AT_LEAST_MS - now));
    waiting.set(path, { read, since, timer: setTimeout(() => void keep(path), wait) });
  }
  return {
    keepSoon: soon,
    adopt: (path) => void kept.add(path),
    drop: (path) => {
      const entry = waiting.get(path);
      if (entry) clearTimeout(entry.timer);
      waiting.delete(path);
      if (!entry && !kept.has(path)) return;
      kept.delete(path);
      void getClient().files.keepDraft({ serverId, root, path, text: null, base: null });
    },
    flush: async () => {
      await Promise.all([...waiting.keys()].map(keep));
    },
  };
}
