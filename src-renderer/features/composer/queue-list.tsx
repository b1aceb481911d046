import { useState, type DragEvent, type KeyboardEvent } from 'react';
import GripVertical from 'lucide-react/icons/grip-vertical';
import Pencil from 'lucide-react/icons/pencil';
import SendHorizontal from 'lucide-react/icons/send-horizontal';
import Trash2 from 'lucide-react/icons/trash-2';
import type { QueueEntry, QueueHold } from '../../../src-shared/model/composer.ts';
import type { QueueEntryId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { limitBlock } from '../../../src-shared/model/limit-block.ts';
import { useAccount } from '../../state/account-store.ts';
import { useMinutes } from '../../state/clock.ts';
import { queueUntilWords, waitWords } from '../../state/limit-words.ts';
import { movedOrder, queueUntilReset, reorderQueue, sendQueuedNow, useQueue } from '../../state/queue-store.ts';
import { showError } from '../../state/toast-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { Desk } from './desk.ts';
import { QueueEdit } from './queue-edit.tsx';
import { removeWithUndo } from './remove-queued.ts';
import { fromParts } from './tokens.ts';
import styles from './queue.module.css';

const DRAG_TYPE = 'application/x-skein-queued';
const HELD = {
  failed: 'Held: the turn before it failed',
  interrupted: 'Held: the turn was stopped',
  paused: 'Held',
} as const;
function holdWords(held: QueueHold, nowMs: number): string {
  if (held.reason === 'limit') return waitWords(held.untilMs, nowMs);
  if (held.reason === 'signIn') return `Waits for the sign-in of ${held.provider}`;
  return held.message ? `${HELD[held.reason]}: ${held.message}` : HELD[held.reason];
}

/** What waits for the next turn, in its order: to be edited, moved, removed or sent now. */
export function QueueList({ desk, thread }: { readonly desk: Desk; readonly thread: ThreadRef }) {
  const entries = useQueue(thread);
  const [editing, setEditing] = useState<QueueEntryId | null>(null);
  const [dropAt, setDropAt] = useState<number | null>(null);
  if (entries.length === 0) return null;
  const order = entries.map((entry) => entry.id);
  const move = (id: QueueEntryId, to: number) => {
    const next = movedOrder(order, id, to);
    if (next.join() !== order.join()) void told(reorderQueue(thread, next));
  };
  const onDrop = (event: DragEvent, index: number) => {
    const id = event.dataTransfer.getData(DRAG_TYPE) as QueueEntryId;
    setDropAt(null);
    if (!order.includes(id)) return;
    event.preventDefault();
    move(id, index);
  };
  return (
    <ul className={styles.queue} aria-label="Queued">
      {entries.map((entry, index) => (
        <li
          key={entry.id}
          className={classNames(styles.entry, dropAt === index && styles.drop)}
          onDragOver={(event) => {
            if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
            event.preventDefault();
            setDropAt(index);
          }}
          onDragLeave={() => setDropAt(null)}
          onDrop={(event) => onDrop(event, index)}
        >
          {editing === entry.id ? (
            <QueueEdit desk={desk} thread={thread} entry={entry} onDone={() => setEditing(null)} />
          ) : (
            <QueueRow
              desk={desk}
              thread={thread}
              entry={entry}
              place={{ index, count: entries.length }}
              onMove={(by) => move(entry.id, index + by)}
              onEdit={() => setEditing(entry.id)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

const told = async (answer: ReturnType<typeof reorderQueue>): Promise<void> => {
  const result = await answer;
  if (!result.ok) showError(result.error);
};

function QueueRow(props: {
  readonly desk: Desk;
  readonly thread: ThreadRef;
  readonly entry: QueueEntry;
  readonly place: { readonly index: number; readonly count: number };
  readonly onMove: (by: number) => void;
  readonly onEdit: () => void;
}) {
  const { desk, thread, entry, place } = props;
  const now = useMinutes();
  const account = useAccount(entry.held ? thread.serverId : null);
  const block = account && limitBlock(account, now);
  const { text, images } = fromParts(entry.parts);
  const shown = text.trim() === '' ? `${images.length} ${images.length === 1 ? 'image' : 'images'}` : text;
  const sendNow = () => void told(sendQueuedNow(thread, entry.id));
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    props.onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <>
      <button
        type="button"
        draggable
        className={styles.grip}
        aria-label={`Move: entry ${place.index + 1} of ${place.count}. Alt and the arrow keys move it.`}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        data-tip="Drag, or Alt with ↑ ↓"
        onDragStart={(event) => event.dataTransfer.setData(DRAG_TYPE, entry.id)}
        onKeyDown={onKeyDown}
      >
        <GripVertical size={14} aria-hidden="true" />
      </button>
      <span className={styles.text} title={shown.length > 80 ? shown.slice(0, 600) : undefined}>
        {shown.slice(0, 400)}
      </span>
      {images.length > 0 && text.trim() !== '' && <Badge>{images.length} img</Badge>}
      {entry.held && (
        <span className={styles.held} title={holdWords(entry.held, now)}>
          {holdWords(entry.held, now)}
        </span>
      )}
      <span className={styles.actions}>
        {entry.held && entry.held.reason !== 'limit' && block && (
          <Button
            size="s"
            aria-label={queueUntilWords(block.untilMs, now)}
            data-tip={queueUntilWords(block.untilMs, now)}
            onClick={() => void told(queueUntilReset(thread))}
          >
            Until the reset
          </Button>
        )}
        {entry.held ? (
          <Button size="s" aria-label="Send now" onClick={sendNow}>
            Send
          </Button>
        ) : (
          <IconButton
            label="Send now"
            size="s"
            icon={<SendHorizontal size={13} aria-hidden="true" />}
            onClick={sendNow}
          />
        )}
        <IconButton
          label="Edit queued message"
          size="s"
          icon={<Pencil size={13} aria-hidden="true" />}
          onClick={props.onEdit}
        />
        <IconButton
          label="Remove from the queue"
          size="s"
          icon={<Trash2 size={13} aria-hidden="true" />}
          onClick={() => void removeWithUndo(desk, thread, entry, place.index)}
        />
      </span>
    </>
  );
}
