import type { TurnError } from '../../../src-shared/model/item.ts';
import type { ThreadStatus } from '../../../src-shared/model/thread.ts';
import type { ServerStatus } from '../codex/thread-events.ts';
import { UNKNOWN_FAILURE } from './summary-store.ts';
import type { RunningTurn } from './turn-tracker.ts';

export interface StatusFacts {
  readonly server: ServerStatus;
  readonly running: RunningTurn | null;
  /** When it was first seen to be busy, for a turn that does not say when it began. */
  readonly busySince: number;
  /** What waits for the user according to the approvals. */
  readonly waiting: 'approval' | 'question' | null;
  /** Why the last turn failed or was cut off; null once another one has begun. */
  readonly failure: TurnError | null;
}

export function isBusy({ server, running }: Pick<StatusFacts, 'server' | 'running'>): boolean {
  return running !== null || server.kind === 'active';
}

/** One status for the row, the header and the board. */
export function composeStatus(facts: StatusFacts): ThreadStatus {
  const { server, running, waiting, failure } = facts;
  const since = running?.startedAt ?? facts.busySince;
  // The flag comes before the request, the approvals' word lasts until it is answered: either is enough.
  const reason = waiting ?? (server.kind === 'active' ? server.waiting : null);
  if (reason !== null) return { kind: 'needsYou', reason, since };
  if (isBusy(facts)) return { kind: 'running', since };
  if (failure) return { kind: 'failed', error: failure };
  if (server.kind === 'failed') return { kind: 'failed', error: UNKNOWN_FAILURE };
  return server.kind === 'notLoaded' ? { kind: 'notLoaded' } : { kind: 'idle' };
}

const LINE_CAP_CHARS = 200;
const LOOK_BACK_CHARS = 1000;

/** The last line with something in it, for the thread's row; null when there is none. */
export function lastLineOf(text: string): string | null {
  const lines = text.slice(-LOOK_BACK_CHARS).split('\n');
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at]?.trim();
    if (line) return line.slice(0, LINE_CAP_CHARS);
  }
  return null;
}
