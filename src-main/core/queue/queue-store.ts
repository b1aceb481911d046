import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import { inputParts, queueEntryId, threadRef } from '../../../src-shared/contract/fields.ts';
import type { InputPart, QueueEntry, QueueHold } from '../../../src-shared/model/composer.ts';
import { threadKey } from '../../../src-shared/model/ids.ts';
import type { QueueEntryId, ThreadKey, ThreadRef } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';

/** What waits to be sent, per thread, on disk. It sends nothing. */
export interface QueueStore {
  list(thread: ThreadRef): readonly QueueEntry[];
  add(thread: ThreadRef, parts: readonly InputPart[]): QueueEntry;
  edit(thread: ThreadRef, entryId: QueueEntryId, parts: readonly InputPart[]): Result<null, AppError>;
  remove(thread: ThreadRef, entryId: QueueEntryId): Result<null, AppError>;
  /** Entries that came after the order was made keep their places at the end. */
  reorder(thread: ThreadRef, order: readonly QueueEntryId[]): void;
  /**
   * Holds the queue as a whole, which is shown at its first entry; with `entryId` for what that entry did, which ends with it. Nothing
   * happens when there is nothing to hold, or when it waits for a reset: another turn's end is no word about that. A wait with
   * an `entryId` is one that is being ended with that entry: what is behind it is free then.
   */
  hold(thread: ThreadRef, hold: QueueHold, entryId?: QueueEntryId): void;
  release(thread: ThreadRef): void;
  /** The thread is gone for good. */
  clear(thread: ThreadRef): void;
  onChange(listener: (thread: ThreadRef) => void): Unsubscribe;
  /** Threads with something in their queue. */
  refs(): readonly ThreadRef[];
  /** Everything up to now is on the disk. */
  flush(): Promise<Result<null, AppError>>;
  dispose(): Promise<void>;
  notices(): readonly AppError[];
}

const storedEntry = z.object({ id: queueEntryId, parts: inputParts, createdAt: z.number() });
const storedQueue = z.object({
  thread: threadRef,
  entries: z.array(storedEntry),
  hold: z
    .discriminatedUnion('reason', [
      z.object({
        reason: z.enum(['failed', 'interrupted', 'paused']),
        message: z.string().nullable(),
        entryId: queueEntryId.nullable(),
      }),
      z.object({ reason: z.literal('signIn'), provider: z.string(), entryId: queueEntryId.nullable() }),
      z.object({ reason: z.literal('limit'), untilMs: z.number().nullable(), entryId: queueEntryId.nullable() }),
    ])
    .nullable(),
});
const schema = z.array(storedQueue);
type StoredQueue = z.output<typeof storedQueue>;

const PAUSED = { reason: 'paused', message: null, entryId: null } as const;

/**
 * Opens the queue. What it finds from an earlier run is held: whether the turn that an entry waited for came to a good end is not
 * known, and nothing is sent that the user might not want any more. What waits for a reset or a sign-in goes on waiting for it.
 */
export async function openQueueStore(options: {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report?: (error: AppError) => void;
}): Promise<QueueStore> {
  const { skeinHome, clock, log, report } = options;
  const file = await openJsonFile({
    file: join(skeinHome, 'queue.json'),
    schema,
    fallback: [],
    clock,
    log,
    ...(report && { report }),
  });
  const queues = new Map<ThreadKey, StoredQueue>(
    file.value().map((queue) => [threadKey(queue.thread), { ...queue, hold: holdAfterRestart(queue.hold) }]),
  );
  const changed = createListeners<ThreadRef>('queue', log);

  const set = (queue: StoredQueue) => {
    const key = threadKey(queue.thread);
    if (queue.entries.length > 0) queues.set(key, settleHold(queue));
    else queues.delete(key);
    file.update(() => [...queues.values()]);
    changed.emit(queue.thread);
  };
  const of = ({ serverId, threadId }: ThreadRef): StoredQueue =>
    queues.get(threadKey({ serverId, threadId })) ?? { thread: { serverId, threadId }, entries: [], hold: null };
  const change = (thread: ThreadRef, entryId: QueueEntryId, map: (entry: StoredEntry) => readonly StoredEntry[]) => {
    const queue = of(thread);
    if (!queue.entries.some(({ id }) => id === entryId)) return err<AppError>({ code: 'queue.gone' });
    set({ ...queue, entries: queue.entries.flatMap((entry) => (entry.id === entryId ? map(entry) : [entry])) });
    return ok(null);
  };

  return {
    list: (thread) => {
      const { entries, hold } = of(thread);
      const held = hold && shownHold(hold);
      return entries.map((entry, index) => ({ ...entry, held: index === 0 ? held : null }));
    },
    add: (thread, parts) => {
      const entry = { id: randomUUID() as QueueEntryId, parts: [...parts], createdAt: clock.now() };
      const queue = of(thread);
      set({ ...queue, entries: [...queue.entries, entry] });
      return { ...entry, held: null };
    },
    edit: (thread, entryId, parts) => change(thread, entryId, (entry) => [{ ...entry, parts: [...parts] }]),
    remove: (thread, entryId) => change(thread, entryId, () => []),
    reorder: (thread, order) => {
      const queue = of(thread);
      const places = new Map(order.map((id, index) => [id, index]));
      const place = ({ id }: StoredEntry) => places.get(id) ?? order.length;
      set({ ...queue, entries: [...queue.entries].sort((a, b) => place(a) - place(b)) });
    },
    hold: (thread, hold, entryId) => {
      const queue = of(thread);
      const waits = queue.hold?.reason === 'limit' && queue.hold.entryId === null && hold.reason !== 'limit';
      if (queue.entries.length > 0 && !waits) set({ ...queue, hold: { ...hold, entryId: entryId ?? null } });
    },
    release: (thread) => {
      const queue = of(thread);
      if (queue.hold) set({ ...queue, hold: null });
    },
    clear: (thread) => set({ ...of(thread), entries: [] }),
    onChange: changed.add,
    refs: () => [...queues.values()].map(({ thread }) => thread),
    flush: () => file.flush(),
    dispose: () => file.dispose(),
    notices: () => file.notices(),
  };
}

type StoredEntry = z.output<typeof storedEntry>;

/** A hold that ends with what it waits for. */
export const goesByItself = ({ reason }: QueueHold): boolean => reason === 'limit' || reason === 'signIn';

/** What one entry did is no reason to hold the ones behind it, but nobody has said either that they may go. */
function settleHold(queue: StoredQueue): StoredQueue {
  const { hold, entries } = queue;
  if (!hold || hold.entryId === null || entries[0]?.id === hold.entryId) return queue;
  return { ...queue, hold: goesByItself(hold) ? null : PAUSED };
}

/** An entry that was on its way counts once when it is sent again, so it waits like the others. */
const holdAfterRestart = (hold: StoredQueue['hold']): StoredQueue['hold'] =>
  hold && goesByItself(hold) ? { ...hold, entryId: null } : (hold ?? PAUSED);

const shownHold = ({ entryId: _, ...hold }: NonNullable<StoredQueue['hold']>): QueueHold => hold;
