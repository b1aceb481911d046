import { describe, expect, test } from 'vitest';
import type { ThreadEvent } from '../../../src-shared/contract/threads.ts';
import { applyPatches } from '../../../src-shared/model/apply-patch.ts';
import type { ThreadSnapshot, ThreadStatus, TurnPage } from '../../../src-shared/model/thread.ts';
import { mapNotification } from '../codex/map-notification.ts';
import { createManualClock } from '../codex/testing/supervised.ts';
import { createCutTurns } from './cut-turns.ts';
import { createFlusher } from './flusher.ts';
import { createLiveThread } from './live-thread.ts';
import { anyInfo, outline } from './testing/tracked-thread.ts';
import type { TurnEvent } from './turn-tracker.ts';

const EMPTY: TurnPage = { turns: [], items: [], nextCursor: null, backwardsCursor: null };
const turn = (id: string, change: object = {}) => ({
  id,
  items: [],
  status: 'inProgress',
  error: null,
  startedAt: 1,
  completedAt: null,
  durationMs: null,
  ...change,
});

function create() {
  const { clock, advance } = createManualClock();
  const statuses: ThreadStatus[] = [];
  const lastLines: string[] = [];
  const unread: string[] = [];
  const thread = createLiveThread({
    info: anyInfo,
    clock,
    fast: createFlusher(clock, 8),
    slow: createFlusher(clock, 250),
    onStatus: (status) => statuses.push(status),
    onLastLine: (line) => lastLines.push(line),
    onTurnStarted: () => undefined,
    onTurnEnded: () => undefined,
    onUnread: (messages) => unread.push(...messages.map(({ id }) => id)),
    cutTurns: createCutTurns(),
  });
  const send = (method: string, params: object) => {
    const event = mapNotification({ method, params: { threadId: 't', ...params } } as Parameters<
      typeof mapNotification
    >[0]);
    thread.receive(event as TurnEvent);
  };
  /** A window: what it has after every event it got. */
  const watch = () => {
    let snapshot: ThreadSnapshot | null = null;
    const kinds: string[] = [];
    const emit = (event: ThreadEvent) => {
      kinds.push(event.type);
      if (event.type === 'snapshot') snapshot = event.snapshot;
      else if (snapshot?.seq === event.batch.fromSeq) snapshot = applyPatches(snapshot, event.batch);
      else throw new Error('a gap');
    };
    const stop = thread.watch({ emit, fail: () => kinds.push('failed') });
    return { kinds, stop, now: () => snapshot, lines: () => (snapshot ? outline(snapshot) : []) };
  };
  const talk = (text: string) => send('item/agentMessage/delta', { turnId: 'u', itemId: 'm', delta: text });
  const begin = () => {
    send('turn/started', { turn: turn('u') });
    send('item/started', { turnId: 'u', item: { type: 'agentMessage', id: 'm', text: '', phase: null } });
  };
  return { thread, advance, statuses, lastLines, unread, send, watch, talk, begin };
}

describe('watchers', () => {
  test('get a snapshot when the history is there, then one batch for much text', () => {
    const { thread, advance, watch, talk, begin } = create();
    const window = watch();
    begin();
    advance(10);
    expect(window.kinds).toEqual([]);
    thread.applyPage(EMPTY);
    expect(window.kinds).toEqual(['snapshot']);
    for (let word = 0; word < 500; word++) talk('a');
    advance(8);
    expect(window.kinds).toEqual(['snapshot', 'patches']);
    expect(window.lines().at(-1)).toBe(`  agentMessage running:  | ${'a'.repeat(500)}`);
  });

  test('that come later begin where the others are', () => {
    const { thread, watch, talk, begin } = create();
    thread.applyPage(EMPTY);
    const first = watch();
    begin();
    talk('Hi');
    const second = watch();
    expect(first.now()).toEqual(second.now());
    talk(' there');
    thread.flush();
    expect(first.now()).toEqual(second.now());
    expect(second.lines().at(-1)).toBe('  agentMessage running:  | Hi there');
  });

  test('that have gone hear nothing', () => {
    const { thread, watch, talk, begin } = create();
    thread.applyPage(EMPTY);
    const window = watch();
    begin();
    window.stop();
    talk('Hi');
    thread.flush();
    expect([window.kinds, thread.watchers()]).toEqual([['snapshot'], 0]);
  });
});

describe('messages on their way to the agent', () => {
  const steer = ({ thread }: ReturnType<typeof create>, id: string, words: string) =>
    thread.steer({ id, parts: [{ kind: 'text', text: words }] });
  const shown = (clientId: string | null, words: string) => ({
    turnId: 'u',
    item: {
      type: 'userMessage',
      id: 'i',
      ...(clientId !== null && { clientId }),
      content: [{ type: 'text', text: words }],
    },
  });
  const waiting = ({ thread }: ReturnType<typeof create>) => thread.info().steering.map(({ id }) => id);

  test.each([
    ['under the id it was sent with', 'b', 'reworded', ['a']],
    ['by its words where the server keeps no ids', null, 'two', ['a']],
    ['and what somebody else said is another one', 'c', 'two', ['a', 'b']],
  ])('are read %s', (_, clientId, words, left) => {
    const all = create();
    all.begin();
    steer(all, 'a', 'one');
    steer(all, 'b', 'two');
    all.send('item/started', shown(clientId, words));
    expect(waiting(all)).toEqual(left);
  });

  test('are told when the turn is over and nobody read them, or the server is gone', () => {
    const all = create();
    all.begin();
    steer(all, 'a', 'one');
    steer(all, 'b', 'two')();
    all.send('turn/completed', { turn: { ...turn('u'), status: 'interrupted' } });
    expect([all.unread, waiting(all)]).toEqual([['a'], []]);
    all.begin();
    steer(all, 'c', 'three');
    all.thread.serverDied({ code: 'server-died', message: 'gone', details: null, httpStatus: null, willRetry: false });
    expect([all.unread, waiting(all)]).toEqual([['a', 'c'], []]);
  });
});

describe('the row', () => {
  test('hears the last line at most four times a second', () => {
    const { advance, lastLines, talk, begin } = create();
    begin();
    talk('one\n');
    talk('two');
    advance(249);
    expect(lastLines).toEqual([]);
    advance(1);
    talk(' and three\n\n');
    advance(250);
    expect(lastLines).toEqual(['two', 'two and three']);
  });

  test('says what the thread does', () => {
    const { thread, statuses, send, begin } = create();
    const last = () => statuses.at(-1);
    thread.setServerStatus({ kind: 'active', waiting: null });
    begin();
    expect(last()).toEqual({ kind: 'running', since: 1000 });
    thread.setServerStatus({ kind: 'active', waiting: 'approval' });
    expect(last()).toEqual({ kind: 'needsYou', reason: 'approval', since: 1000 });
    thread.setServerStatus({ kind: 'active', waiting: null });
    thread.setWaiting('question');
    expect(last()).toEqual({ kind: 'needsYou', reason: 'question', since: 1000 });
    thread.setWaiting(null);
    thread.setServerStatus({ kind: 'failed' });
    const error = { message: 'busy', codexErrorInfo: 'serverOverloaded' };
    send('turn/completed', { turn: turn('u', { status: 'failed', error }) });
    expect(last()).toMatchObject({ kind: 'failed', error: { code: 'overloaded' } });
    send('turn/started', { turn: turn('v') });
    thread.setServerStatus({ kind: 'idle' });
    send('turn/completed', { turn: turn('v', { status: 'completed' }) });
    expect(last()).toEqual({ kind: 'idle' });
  });
});

describe('a turn that was answered to a call', () => {
  const answered = {
    ...turn('u'),
    tokens: null,
    changed: null,
    itemIds: [],
    status: 'running' as const,
    startedAt: null,
  };

  test('runs at once and is confirmed', () => {
    const { thread, send } = create();
    thread.adopt(answered as never);
    expect(thread.busy()).toBe(true);
    send('turn/started', { turn: turn('u') });
    thread.setServerStatus({ kind: 'idle' });
    send('turn/completed', { turn: turn('u', { status: 'completed' }) });
    expect(outline(thread.snapshot())).toEqual(['turn completed']);
  });

  test('that was over before the answer was read stays over', () => {
    const { thread, send } = create();
    send('turn/started', { turn: turn('u') });
    send('turn/completed', { turn: turn('u', { status: 'completed' }) });
    thread.adopt(answered as never);
    expect([thread.busy(), outline(thread.snapshot())]).toEqual([false, ['turn completed']]);
  });

  test('that never comes is taken back (0.124, beside a running turn)', () => {
    const { thread } = create();
    thread.adopt(answered as never);
    thread.setServerStatus({ kind: 'idle' });
    expect([thread.busy(), outline(thread.snapshot())]).toEqual([false, []]);
  });
});

test('a thread that has run for long forgets its older turns; its watchers do not', () => {
  const { thread, watch, send } = create();
  thread.applyPage(EMPTY);
  const window = watch();
  for (let index = 10; index < 40; index++) {
    send('turn/started', { turn: turn(`u${index}`) });
    send('item/completed', {
      turnId: `u${index}`,
      item: { type: 'agentMessage', id: 'm', text: `${index}`, phase: null },
    });
    send('turn/completed', { turn: turn(`u${index}`, { status: 'completed' }) });
  }
  const { turns } = thread.snapshot();
  const page = { ...EMPTY, turns: [turns['u30' as never], turns['u39' as never]] as never, nextCursor: 'older' };
  thread.trimTo(page);
  const snapshot = thread.snapshot();
  expect([snapshot.turnOrder.length, Object.keys(snapshot.items).length, snapshot.olderCursor]).toEqual([
    10,
    10,
    'older',
  ]);
  send('turn/started', { turn: turn('u40') });
  thread.flush();
  expect(window.now()?.turnOrder).toHaveLength(31);
  expect(watch().now()?.turnOrder).toHaveLength(11);
});
