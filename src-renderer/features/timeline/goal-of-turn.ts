import type { TurnId } from '../../../src-shared/model/ids.ts';
import type { Item } from '../../../src-shared/model/item.ts';
import { infoOf, itemOf, turnOf, type ThreadState } from '../../state/thread-store.ts';

/** What the agent does by itself in a turn; other kinds come from the user (a review, a shell command) or tell nothing of why it began. */
const OWN_WORK: ReadonlySet<Item['kind']> = new Set([
  'agentMessage',
  'reasoning',
  'plan',
  'fileChange',
  'toolCall',
  'subAgent',
  'webSearch',
]);
const MAX_CHARS = 240;

/** Why a turn without a message began, in words, where that was a goal; null for others. */
export function goalOfTurn(state: ThreadState, turnId: TurnId): string | null {
  const goal = infoOf(state)?.goal ?? null;
  const turn = turnOf(state, turnId);
  const first = turn?.itemIds[0];
  const item = first === undefined ? undefined : itemOf(state, first);
  if (goal === null || !turn || !item) return null;
  if (!OWN_WORK.has(item.kind) && !(item.kind === 'command' && item.source === 'agent')) return null;
  if (turn.startedAt !== null && turn.startedAt < goal.sinceMs) return 'An earlier goal';
  const { objective } = goal;
  return `Goal: ${objective.length > MAX_CHARS ? `${objective.slice(0, MAX_CHARS).trimEnd()}…` : objective}`;
}
