import type { AppClient } from '../../src-shared/contract/contract.ts';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import { threadKey, type ServerId, type ThreadKey, type ThreadRef, type TurnId } from '../../src-shared/model/ids.ts';
import { append, EMPTY_HISTORY, jumpTo, newerCursor, olderCursor, PAGE_TURNS, prepend } from './history-window.ts';
import { browserClock, createPatchPump, type PatchPump } from './patch-pump.ts';
import { createOpenThread } from './open-thread.ts';
import { IDLE, type OpenThread } from './thread-store.ts';

/** Threads that stay followed after they left the screen, so that going back to one is instant. */
export const WARM_THREADS = 6;

/** After this many new turns the thread is opened anew: the core has let go of the older ones by then, and so does this window. */
const FRESH_TURNS = 80;

type ThreadsClient = Pick<AppClient['threads'], 'watch' | 'turns'>;

interface Entry {
  readonly thread: OpenThread;
  readonly close: Unsubscribe;
  readonly reopen: () => void;
  /** How many views hold it. */
  holders: number;
}

export interface ThreadWatcher {
  /** Opens a thread, or goes on with a warm one. The answer's `release` gives it back. */
  acquire(ref: ThreadRef): { readonly thread: OpenThread; readonly release: Unsubscribe };
  /** The thread when it is open, shown or warm. */
  peek(ref: ThreadRef): OpenThread | null;
  /** Follows a thread anew whose stream has ended. */
  reopen(ref: ThreadRef): void;
  /** Follows anew what could not be followed because this server did not run. */
  serverIsBack(serverId: ServerId): void;
  loadOlder(ref: ThreadRef): Promise<void>;
  loadNewer(ref: ThreadRef): Promise<void>;
  /** Shows the page that this cursor opens. False when the turn is not in it. */
  jump(ref: ThreadRef, cursor: string, turnId: TurnId): Promise<boolean>;
  /** Leaves stored pages that the live end does not follow. */
  toLiveEnd(ref: ThreadRef): void;
  dispose(): void;
}

/** All threads this window follows. The one place that writes their stores. */
export function createThreadWatcher(threads: () => ThreadsClient, pump: PatchPump): ThreadWatcher {
  /** In order of last use, oldest first. */
  const entries = new Map<ThreadKey, Entry>();

  function follow(thread: OpenThread): { close: Unsubscribe; reopen: () => void } {
    let seq = 0;
    /** Patches count only after the snapshot of the stream that is open now. */
    let synced = false;
    /** Turns that began since the snapshot. */
    let begun = 0;
    let stop: Unsubscribe = () => undefined;
    const open = () => {
      stop();
      synced = false;
      stop = threads().watch(thread.ref, {
        event: (event) => {
          if (event.type === 'snapshot') {
            pump.drop(thread);
            seq = event.snapshot.seq;
            synced = true;
            begun = 0;
            thread.reset(event.snapshot);
          } else if (synced && event.batch.fromSeq === seq) {
            seq = event.batch.toSeq;
            pump.push(thread, event.batch);
            begun += event.batch.patches.filter((patch) => patch.type === 'turnStarted').length;
            if (begun > FRESH_TURNS) open();
          } else if (synced) open();
        },
        error: (error) => thread.store.setState({ error }),
      });
    };
    open();
    return {
      close: () => {
        stop();
        pump.setVisible(thread, false);
        pump.drop(thread);
      },
      reopen: open,
    };
  }

  function letGo(): void {
    let warm = 0;
    for (const [key, entry] of [...entries].reverse()) {
      if (entry.holders > 0 || ++warm <= WARM_THREADS) continue;
      entry.close();
      entries.delete(key);
    }
  }

  async function page(ref: ThreadRef, side: 'older' | 'newer'): Promise<void> {
    const thread = entries.get(threadKey(ref))?.thread;
    if (!thread) return;
    const before = thread.store.getState();
    const cursor =
      side === 'older' ? olderCursor(before.history, before.tail?.olderCursor ?? null) : newerCursor(before.history);
    if (cursor === null || before.paging[side].kind === 'loading') return;
    const setPaging = (paging: (typeof before.paging)['older']) =>
      thread.store.setState((state) => ({ paging: { ...state.paging, [side]: paging } }));
    setPaging({ kind: 'loading' });
    const answer = await threads().turns({ ...ref, cursor, direction: side, limit: PAGE_TURNS });
    const state = thread.store.getState();
    // A jump or a new snapshot came in between: this page does not belong here any more.
    const moved =
      state.history.joined !== before.history.joined ||
      (side === 'older'
        ? olderCursor(state.history, state.tail?.olderCursor ?? null) !== cursor
        : newerCursor(state.history) !== cursor);
    if (moved || !answer.ok) {
      setPaging(moved || answer.ok ? IDLE : { kind: 'failed', error: answer.error });
      return;
    }
    const inTail = (id: TurnId) => id in (state.tail?.turns ?? {});
    const history = (side === 'older' ? prepend : append)(state.history, answer.value, inTail);
    thread.store.setState({ history, paging: { ...state.paging, [side]: IDLE } });
  }

  return {
    acquire(ref) {
      const key = threadKey(ref);
      let entry = entries.get(key);
      if (!entry) {
        const thread = createOpenThread(ref);
        entry = { thread, ...follow(thread), holders: 0 };
      }
      entries.delete(key);
      entries.set(key, entry);
      const held = entry;
      held.holders++;
      pump.setVisible(held.thread, true);
      // A stream that was refused is tried again when the thread is shown again.
      if (held.holders === 1 && held.thread.store.getState().error) held.reopen();
      let released = false;
      return {
        thread: held.thread,
        release: () => {
          if (released) return;
          released = true;
          held.holders--;
          if (held.holders === 0) pump.setVisible(held.thread, false);
          letGo();
        },
      };
    },
    peek: (ref) => entries.get(threadKey(ref))?.thread ?? null,
    reopen: (ref) => entries.get(threadKey(ref))?.reopen(),
    serverIsBack: (serverId) => {
      for (const { thread, reopen, holders } of entries.values()) {
        const code = thread.store.getState().error?.code;
        if (holders > 0 && thread.ref.serverId === serverId && code?.startsWith('server.')) reopen();
      }
    },
    loadOlder: (ref) => page(ref, 'older'),
    loadNewer: (ref) => page(ref, 'newer'),
    async jump(ref, cursor, turnId) {
      const thread = entries.get(threadKey(ref))?.thread;
      if (!thread) return false;
      for (const direction of ['older', 'newer'] as const) {
        const answer = await threads().turns({ ...ref, cursor, direction, limit: PAGE_TURNS });
        if (!answer.ok || !answer.value.turns.some((turn) => turn.id === turnId)) continue;
        const { tail } = thread.store.getState();
        const history = jumpTo(answer.value, direction, (id) => id in (tail?.turns ?? {}));
        thread.store.setState({ history, paging: { older: IDLE, newer: IDLE } });
        return true;
      }
      return false;
    },
    toLiveEnd(ref) {
      const thread = entries.get(threadKey(ref))?.thread;
      if (thread && !thread.store.getState().history.joined)
        thread.store.setState({ history: EMPTY_HISTORY, paging: { older: IDLE, newer: IDLE } });
    },
    dispose() {
      for (const entry of entries.values()) entry.close();
      entries.clear();
      pump.dispose();
    },
  };
}

export const createBrowserWatcher = (threads: () => ThreadsClient): ThreadWatcher =>
  createThreadWatcher(threads, createPatchPump(browserClock));
