import type { QueueEntry } from '../../../src-shared/model/composer.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { getClient } from '../../state/client.ts';
import { knownQueue, movedOrder, removeQueued, reorderQueue } from '../../state/queue-store.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import type { Desk } from './desk.ts';
import { fromParts, joinContents } from './tokens.ts';

const UNDO_MS = 8_000;

/** Removes an entry at once and offers to take it back. */
export async function removeWithUndo(desk: Desk, thread: ThreadRef, entry: QueueEntry, index: number): Promise<void> {
  const result = await removeQueued(thread, entry.id);
  desk.editor.focus();
  if (!result.ok) {
    showError(result.error);
    return;
  }
  showToast({
    title: 'Removed from the queue',
    durationMs: UNDO_MS,
    actions: [{ label: 'Undo', onSelect: () => void putBack(desk, thread, entry, index) }],
  });
}

/**
 * While a turn runs the entry goes back to its place. Otherwise the queue would send it at once, which nobody asked for: then its text
 * goes into the message box.
 */
async function putBack(desk: Desk, thread: ThreadRef, entry: QueueEntry, index: number): Promise<void> {
  if (!desk.subject?.running) {
    desk.editor.replace(joinContents([fromParts(entry.parts), desk.editor.content()]));
    return;
  }
  const known = new Set(knownQueue(thread).map((other) => other.id));
  const sent = await getClient().threads.send({
    ...thread,
    parts: [...entry.parts],
    mode: 'queue',
    choices: null,
    clientMessageId: crypto.randomUUID(),
  });
  if (!sent.ok) {
    showError(sent.error);
    return;
  }
  const added = knownQueue(thread).find((other) => !known.has(other.id));
  if (!added) return;
  const order = movedOrder(
    knownQueue(thread).map((other) => other.id),
    added.id,
    index,
  );
  const moved = await reorderQueue(thread, order);
  if (!moved.ok) showError(moved.error);
}
