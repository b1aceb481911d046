import { itemId, type ServerId, type ThreadId, type ThreadRef, type TurnId } from '../ids.ts';
import type { AgentMessageItem, CommandItem, Item, UserMessageItem } from '../item.ts';
import type { ThreadInfo, ThreadSnapshot, Turn } from '../thread.ts';

/** Threads made up by tests and the harness; nothing of it is in the product. */
export const SAMPLE_REF: ThreadRef = { serverId: 'local' as ServerId, threadId: 'thread-1' as ThreadId };
export const turnId = (number: number): TurnId => `turn-${number}` as TurnId;

export const sampleInfo = (change: Partial<ThreadInfo> = {}): ThreadInfo => ({
  ...SAMPLE_REF,
  title: 'Retry failed payment webhooks',
  named: true,
  cwd: '/home/mira/storefront',
  branch: 'main',
  status: { kind: 'idle' },
  unread: false,
  pinned: false,
  archived: false,
  createdAt: 1_795_000_000_000,
  recencyAt: 1_795_000_100_000,
  lastLine: null,
  source: 'skein',
  provider: 'openai',
  parentThreadId: null,
  forkedFromId: null,
  queued: 0,
  changed: null,
  settings: { model: 'gpt-5.5', effort: 'high', permissions: null, mode: 'default', serviceTier: null },
  lock: { kind: 'none' },
  subscribed: true,
  cwdMissing: false,
  usage: null,
  plan: null,
  goal: null,
  steering: [],
  ...change,
});

const base = (turn: TurnId, id: string) => ({
  id: itemId(turn, id),
  turnId: turn,
  startedAt: 1_795_000_000_000,
  completedAt: 1_795_000_001_000,
});
export const userItem = (turn: TurnId, text: string): UserMessageItem => ({
  ...base(turn, 'user'),
  kind: 'userMessage',
  parts: [{ kind: 'text', text }],
});
export const agentItem = (
  turn: TurnId,
  id: string,
  text: string,
  status: AgentMessageItem['status'] = 'completed',
): AgentMessageItem => ({ ...base(turn, id), kind: 'agentMessage', text, phase: null, status });
export const commandItem = (turn: TurnId, id: string, change: Partial<CommandItem> = {}): CommandItem => ({
  ...base(turn, id),
  kind: 'command',
  command: 'npm test',
  cwd: '/home/mira/storefront',
  status: 'completed',
  source: 'agent',
  processId: null,
  output: 'ok\n',
  outputChars: 3,
  exitCode: 0,
  durationMs: 200,
  actions: [],
  ...change,
});

export const sampleTurn = (id: TurnId, items: readonly Item[], change: Partial<Turn> = {}): Turn => ({
  id,
  status: 'completed',
  startedAt: 1_795_000_000_000,
  completedAt: 1_795_000_012_000,
  durationMs: 12_000,
  error: null,
  itemIds: items.map((item) => item.id),
  tokens: null,
  changed: null,
  ...change,
});

/** One plain stored turn: a question and an answer. */
export function plainTurn(number: number, answer = `Answer ${number}.`): { turn: Turn; items: readonly Item[] } {
  const id = turnId(number);
  const items = [userItem(id, `Question ${number}?`), agentItem(id, 'answer', answer)];
  return { turn: sampleTurn(id, items), items };
}

export function sampleSnapshot(
  turns: readonly { turn: Turn; items: readonly Item[] }[],
  change: Partial<ThreadSnapshot> = {},
): ThreadSnapshot {
  return {
    seq: 0,
    info: sampleInfo(),
    turnOrder: turns.map(({ turn }) => turn.id),
    turns: Object.fromEntries(turns.map(({ turn }) => [turn.id, turn])),
    items: Object.fromEntries(turns.flatMap(({ items }) => items.map((item) => [item.id, item]))),
    live: {},
    olderCursor: null,
    ...change,
  };
}
