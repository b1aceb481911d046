import { useEffect } from 'react';
import { create } from 'zustand';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { InputPart, QueueEntry } from '../../src-shared/model/composer.ts';
import { threadKey, type QueueEntryId, type ThreadKey, type ThreadRef } from '../../src-shared/model/ids.ts';
import type { Result } from '../../src-shared/result.ts';
import { getClient } from './client.ts';

const NOTHING: readonly QueueEntry[] = [];
const useQueues = create<Readonly<Record<ThreadKey, readonly QueueEntry[]>>>(() => ({}));

/** Keeps one thread's queue current until the returned function is called. */
function watchQueue(ref: ThreadRef): Unsubscribe {
  const key = threadKey(ref);
  const close = getClient().queue.watch(
    { serverId: ref.serverId, threadId: ref.threadId },
    {
      event: (entries) => useQueues.setState({ [key]: entries }),
      error: () => useQueues.setState({ [key]: NOTHING }),
    },
  );
  return () => {
    close();
    useQueues.setState(({ [key]: _, ...others }) => others, true);
  };
}

/** What waits in Skein's queue for a thread, in the order it will be sent. Watches while the component is mounted. */
export function useQueue(ref: ThreadRef): readonly QueueEntry[] {
  const { serverId, threadId } = ref;
  useEffect(() => watchQueue({ serverId, threadId }), [serverId, threadId]);
  return useQueues((queues) => queues[threadKey(ref)] ?? NOTHING);
}

/** The same without watching: what is known now. */
export const knownQueue = (ref: ThreadRef): readonly QueueEntry[] => useQueues.getState()[threadKey(ref)] ?? NOTHING;

/** Whether what is queued for a thread waits for a reset. Does not watch by itself: whoever shows the queue does. */
export const useWaitsForReset = (ref: ThreadRef): boolean =>
  useQueues((queues) => queues[threadKey(ref)]?.[0]?.held?.reason === 'limit');

type Answer = Promise<Result<null, AppError>>;
export const editQueued = (ref: ThreadRef, entryId: QueueEntryId, parts: InputPart[]): Answer =>
  getClient().queue.edit({ ...ref, entryId, parts });
export const removeQueued = (ref: ThreadRef, entryId: QueueEntryId): Answer =>
  getClient().queue.remove({ ...ref, entryId });
export const reorderQueue = (ref: ThreadRef, order: QueueEntryId[]): Answer =>
  getClient().queue.reorder({ ...ref, order });
export const sendQueuedNow = (ref: ThreadRef, entryId: QueueEntryId): Answer =>
  getClient().queue.sendNow({ ...ref, entryId });
export const queueUntilReset = (ref: ThreadRef): Answer => getClient().queue.untilReset(ref);

/** The order after moving one entry by some places; it stays inside the list. */
export function movedOrder(order: readonly QueueEntryId[], entryId: QueueEntryId, to: number): QueueEntryId[] {
  const rest = order.filter((id) => id !== entryId);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), entryId, ...rest.slice(place)];
}
