import type { ServerId, ThreadId } from '../../../../src-shared/model/ids.ts';
import type { Item } from '../../../../src-shared/model/item.ts';
import type { ThreadPatchBatch } from '../../../../src-shared/model/thread-patch.ts';
import { sampleInfo } from '../../../../src-shared/model/testing/sample-thread.ts';
import type { ThreadSnapshot, Turn } from '../../../../src-shared/model/thread.ts';
import { mapNotification } from '../../codex/map-notification.ts';
import { createThreadState } from '../thread-state.ts';
import { createTurnTracker, type TurnEvent } from '../turn-tracker.ts';

/** The server's own type, which stays in `core/codex`. */
type ServerNotification = Parameters<typeof mapNotification>[0];

export const anyInfo = sampleInfo({
  serverId: 's' as ServerId,
  threadId: 't' as ThreadId,
  title: '',
  named: false,
  cwd: '/project',
  branch: null,
  createdAt: 0,
  recencyAt: 0,
  provider: 'demo',
  settings: { model: null, effort: null, permissions: null, mode: 'default', serviceTier: null },
});

const TURN_EVENTS: ReadonlySet<string> = new Set<TurnEvent['type']>([
  'text',
  'itemStarted',
  'itemCompleted',
  'fileChanges',
  'toolProgress',
  'turnStarted',
  'turnEnded',
  'turnDiff',
  'plan',
  'usage',
  'error',
  'notice',
  'hook',
]);

/** A thread whose events the test brings about. */
export function trackedThread() {
  const state = createThreadState(anyInfo);
  const ended: Turn[] = [];
  const tracker = createTurnTracker({ state, onTurnStarted: () => undefined, onTurnEnded: (turn) => ended.push(turn) });
  const batches: ThreadPatchBatch[] = [];
  return {
    state,
    tracker,
    ended,
    batches,
    /** Passes a notification on if it is about turns; says what the server says. */
    notify: (notification: ServerNotification) => {
      const event = mapNotification(notification);
      if (event && TURN_EVENTS.has(event.type)) tracker.receive(event as TurnEvent);
    },
    send: (method: string, params: object) => {
      const event = mapNotification({ method, params: { threadId: 't', ...params } } as ServerNotification);
      if (!event || !TURN_EVENTS.has(event.type)) throw new Error(`${method} is about no turn`);
      tracker.receive(event as TurnEvent);
    },
    flush: () => {
      tracker.beforeBatch();
      const batch = state.takeBatch();
      if (batch) batches.push(batch);
      return batch;
    },
    snapshot: (): ThreadSnapshot => {
      tracker.beforeBatch();
      return state.current();
    },
  };
}

/** A snapshot in few words: each turn with its status and its items. */
export function outline(snapshot: ThreadSnapshot): string[] {
  return snapshot.turnOrder.flatMap((turnId) => {
    const turn = snapshot.turns[turnId];
    if (!turn) return [];
    return [`turn ${turn.status}`, ...turn.itemIds.map((id) => describeItem(snapshot.items[id], snapshot.live[id]))];
  });
}

function describeItem(item: Item | undefined, live: string | undefined): string {
  if (!item) return '  missing';
  const status = 'status' in item ? ` ${item.status}` : '';
  const text =
    item.kind === 'userMessage'
      ? item.parts.map((part) => (part.kind === 'text' ? part.text : part.kind)).join(' ')
      : item.kind === 'command'
        ? `${item.command} → ${item.output}`
        : item.kind === 'notice'
          ? item.error.message
          : item.kind === 'fileChange'
            ? item.changes.map(({ path, additions, deletions }) => `${path} +${additions} -${deletions}`).join(' ')
            : 'text' in item
              ? item.text
              : '';
  return `  ${item.kind}${status}: ${text}${live === undefined ? '' : ` | ${live}`}`;
}
