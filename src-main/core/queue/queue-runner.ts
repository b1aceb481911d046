import { createHash } from 'node:crypto';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { InputPart, QueueEntry } from '../../../src-shared/model/composer.ts';
import { threadKey } from '../../../src-shared/model/ids.ts';
import type { QueueEntryId, ThreadKey, ThreadRef } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Log } from '../ports.ts';
import { goesByItself, type QueueStore } from './queue-store.ts';

/** How a turn came to its end. */
export type TurnEnd =
  | { readonly kind: 'completed' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly message: string };

/** What the queue needs to know of threads, and does to them. */
export interface QueueThreads {
  /** Something runs there, or is being done to it. */
  isBusy(thread: ThreadRef): boolean;
  /** Tells of every turn that has ended, once its thread can take the next one. */
  onSettled(listener: (thread: ThreadRef, end: TurnEnd) => void): Unsubscribe;
  /**
   * Runs one entry: a prompt, a `/command` or a `!command`, told apart now. It never puts anything into the queue, and fails with
   * `thread.not-steerable` while a turn runs. `started`: a turn runs now, whose end will be told. `done`: over already.
   */
  run(thread: ThreadRef, parts: readonly InputPart[], messageId: string): Promise<Result<'started' | 'done', AppError>>;
  /** Adds to the running turn; fails when that cannot be done, and never puts anything into the queue. */
  steer(thread: ThreadRef, parts: readonly InputPart[], messageId: string): Promise<Result<unknown, AppError>>;
}

export interface QueueRunner {
  /** Puts an entry at the end, and runs it at once when it is the only one and nothing runs. */
  add(thread: ThreadRef, parts: readonly InputPart[]): QueueEntry;
  /** Puts an entry in front, which the end of the turn that is just over runs or holds. */
  addUnread(thread: ThreadRef, parts: readonly InputPart[]): void;
  watch(thread: ThreadRef, sink: Pick<StreamSink<readonly QueueEntry[]>, 'emit'>): Unsubscribe;
  edit(thread: ThreadRef, entryId: QueueEntryId, parts: readonly InputPart[]): Result<null, AppError>;
  remove(thread: ThreadRef, entryId: QueueEntryId): Result<null, AppError>;
  reorder(thread: ThreadRef, order: readonly QueueEntryId[]): Result<null, AppError>;
  sendNow(thread: ThreadRef, entryId: QueueEntryId): Promise<Result<null, AppError>>;
  /**
   * The wait for a reset or a sign-in is over. It ends on the disk with the arrival of the first entry: a crash in between sends that again under the
   * same id, so it counts once. Where the server is away it goes on waiting.
   */
  resume(thread: ThreadRef): Promise<void>;
  dispose(): void;
}

/** The only sender of queued messages: one at a time, and only after a turn that came to a good end. */
export function createQueueRunner(options: {
  readonly store: QueueStore;
  readonly threads: QueueThreads;
  readonly log: Log;
}): QueueRunner {
  const { store, threads, log } = options;
  /** What is on its way to the server. It stays in the store until it has arrived, so that a crash cannot swallow it. */
  const sending = new Map<ThreadKey, { readonly entryId: QueueEntryId; readonly over: Promise<void> }>();
  /** Threads that became free while something was on its way to them. */
  const freed = new Set<ThreadKey>();
  let disposed = false;

  const find = (thread: ThreadRef, entryId: QueueEntryId): QueueEntry | undefined =>
    store.list(thread).find(({ id }) => id === entryId && sending.get(threadKey(thread))?.entryId !== id);

  const send = async (
    thread: ThreadRef,
    entry: QueueEntry,
    deliver: () => Promise<Result<unknown, AppError>>,
  ): Promise<Result<unknown, AppError>> => {
    const key = threadKey(thread);
    let end = () => {};
    sending.set(key, { entryId: entry.id, over: new Promise((resolve) => (end = resolve)) });
    try {
      const sent = await deliver();
      if (sent.ok) store.remove(thread, entry.id);
      return sent;
    } finally {
      sending.delete(key);
      end();
      if (freed.delete(key)) start(thread);
    }
  };

  const holdFor = (thread: ThreadRef, error: AppError, { id }: QueueEntry) => {
    if (error.code === 'account.provider-sign-in') store.hold(thread, { reason: 'signIn', provider: error.provider });
    else store.hold(thread, { reason: 'failed', message: messageOf(error) }, id);
  };

  const run = async (thread: ThreadRef, entry: QueueEntry): Promise<Result<unknown, AppError>> => {
    const sent = await send(thread, entry, () => threads.run(thread, entry.parts, messageIdOf(entry)));
    // Where a turn runs after all, its end is the next chance.
    if (!sent.ok && sent.error.code !== 'thread.not-steerable') {
      holdFor(thread, sent.error, entry);
    }
    return sent;
  };

  /** Runs entries until one starts a turn, fails, or there are no more. */
  const advance = async (thread: ThreadRef): Promise<void> => {
    // Whether the thread is free is not asked here: it might be busy for a moment with what ends without a word.
    while (!disposed && !sending.has(threadKey(thread))) {
      const first = store.list(thread)[0];
      if (!first || first.held) return;
      const sent = await run(thread, first);
      if (!sent.ok || sent.value === 'started') return;
    }
  };
  const start = (thread: ThreadRef) => {
    advance(thread).catch((error: unknown) => log.error('The queue stopped', { error: String(error) }));
  };

  const sendNow: QueueRunner['sendNow'] = async (thread, entryId) => {
    // One at a time.
    for (let current; (current = sending.get(threadKey(thread)));) await current.over;
    const entry = find(thread, entryId);
    if (!entry) return err({ code: 'queue.gone' });
    if (threads.isBusy(thread)) {
      // Where it is refused (review, compaction), the entry keeps its place and goes after the turn.
      const steered = await send(thread, entry, () => threads.steer(thread, entry.parts, messageIdOf(entry)));
      if (steered.ok) return ok(null);
      const { error } = steered;
      if (error.code !== 'thread.not-steerable' || error.reason !== 'no-turn') return steered;
      // The turn was over; its end may be sending this entry already, or the one in front, which is waited for like any other.
      if (!find(thread, entryId)) return ok(null);
      if (sending.has(threadKey(thread))) {
        const again = await sendNow(thread, entryId);
        return !again.ok && again.error.code === 'queue.gone' ? ok(null) : again;
      }
    }
    // The user has spoken: what comes behind it follows after its turn.
    store.release(thread);
    const sent = await run(thread, entry);
    if (!sent.ok) return sent;
    if (sent.value === 'done') start(thread);
    return ok(null);
  };

  const stopListening = threads.onSettled((thread, end) => {
    const key = threadKey(thread);
    if (end.kind === 'completed' && sending.has(key)) freed.add(key);
    else if (end.kind === 'completed') start(thread);
    else store.hold(thread, { reason: end.kind, message: end.kind === 'failed' ? end.message : null });
  });

  return {
    add: (thread, parts) => {
      const entry = store.add(thread, parts);
      if (store.list(thread)[0]?.id === entry.id) start(thread);
      return entry;
    },
    addUnread: (thread, parts) => {
      const before = store.list(thread).map(({ id }) => id);
      store.reorder(thread, [store.add(thread, parts).id, ...before]);
    },
    watch: (thread, sink) => {
      const key = threadKey(thread);
      const stop = store.onChange((changed) => {
        if (threadKey(changed) === key) sink.emit(store.list(thread));
      });
      sink.emit(store.list(thread));
      return stop;
    },
    edit: (thread, entryId, parts) => {
      if (isEmpty(parts)) return err({ code: 'input.empty' });
      if (!find(thread, entryId)) return err({ code: 'queue.gone' });
      return store.edit(thread, entryId, parts);
    },
    remove: (thread, entryId) => (find(thread, entryId) ? store.remove(thread, entryId) : err({ code: 'queue.gone' })),
    reorder: (thread, order) => {
      store.reorder(thread, order);
      return ok(null);
    },
    sendNow,
    resume: async (thread) => {
      const entry = store.list(thread)[0];
      if (disposed || !entry?.held || !goesByItself(entry.held) || sending.has(threadKey(thread))) return;
      const { held } = entry;
      store.hold(thread, held, entry.id);
      const sent = await send(thread, entry, () => threads.run(thread, entry.parts, messageIdOf(entry)));
      if (sent.ok ? sent.value === 'done' : sent.error.code === 'thread.not-steerable') {
        store.release(thread);
        start(thread);
      } else if (!sent.ok && sent.error.code.startsWith('server.')) store.hold(thread, held);
      else if (!sent.ok) holdFor(thread, sent.error, entry);
    },
    dispose: () => {
      disposed = true;
      stopListening();
    },
  };
}

/**
 * An entry that was on its way when the core ended is still in the queue at the next start; under this id it is found in the thread
 * if it arrived. Changed words are another message.
 */
function messageIdOf({ id, parts }: QueueEntry): string {
  return `${id}:${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}`;
}

function isEmpty(parts: readonly InputPart[]): boolean {
  return parts.every((part) => part.kind === 'text' && part.text.trim() === '');
}

/** Words are the window's; the server's own are kept where it gave some. */
function messageOf(error: AppError): string {
  return 'message' in error ? error.message : error.code;
}
