import { describe, expect, test } from 'vitest';
import { applyPatches } from '../../../src-shared/model/apply-patch.ts';
import type { ItemId, TurnId } from '../../../src-shared/model/ids.ts';
import { recorded, type RecordedThread, type RecordedVersion } from '../codex/testing/transcripts.ts';
import { outline, trackedThread } from './testing/tracked-thread.ts';

const VERSIONS: readonly RecordedVersion[] = ['0.169.0', '0.124.0'];
const THREADS: readonly RecordedThread[] = ['turns', 'steer', 'interrupt', 'output', 'review', 'parallel', 'hold'];

function replay(version: RecordedVersion, thread: RecordedThread) {
  const tracked = trackedThread();
  for (const notification of recorded(version, thread)) tracked.notify(notification);
  return tracked;
}
const dropNotices = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('  notice'));
const outlineOf = (version: RecordedVersion, thread: RecordedThread) =>
  dropNotices(outline(replay(version, thread).snapshot()));

describe.each(VERSIONS)('recorded threads of %s', (version) => {
  test('three turns', () => {
    expect(outlineOf(version, 'turns')).toMatchObject([
      'turn completed',
      '  userMessage: hello there',
      '  agentMessage completed: Mock reply to: hello there',
      'turn completed',
      '  userMessage: run: echo hi; ls -la',
      expect.stringMatching(/^ {2}reasoning completed: \*\*Planning the work\*\*/),
      expect.stringMatching(/^ {2}command completed: echo hi; ls -la → hi\n/),
      '  agentMessage completed: Mock reply to: run: echo hi; ls -la (after 1 tool outputs)',
      'turn completed',
      '  userMessage: patch: a.txt|hello\nworld',
      '  fileChange completed: /project/a.txt +2 -0',
      expect.stringMatching(/^ {2}agentMessage completed: Mock reply/),
    ]);
  });

  test('tokens and changed lines of a turn', () => {
    const { turns, turnOrder, info } = replay(version, 'turns').snapshot();
    const last = turns[turnOrder.at(-1) ?? ('' as TurnId)];
    expect(last?.changed).toEqual({ files: 1, additions: 2, deletions: 0 });
    const total = turnOrder.reduce((sum, id) => sum + (turns[id]?.tokens?.totalTokens ?? 0), 0);
    expect([last?.tokens?.totalTokens !== 0, total]).toEqual([true, info.usage?.total.totalTokens]);
  });

  test('the output of a slow command has its first line in the end', () => {
    const { items } = replay(version, 'output').snapshot();
    const command = Object.values(items).find(({ kind }) => kind === 'command');
    // 0.124 sent the end of this one without its output: its deltas are all that is known.
    const first = version === '0.169.0' ? 'line 1\n' : '';
    expect(command).toMatchObject({ output: `${first}line 2\nline 3\nline 4\nline 5\nline 6\n` });
  });

  test('an interrupted answer keeps what was seen of it', () => {
    const tracked = replay(version, 'interrupt');
    const lines = outline(tracked.snapshot());
    expect(lines[0]).toBe('turn interrupted');
    expect(lines.at(-1)).toMatch(/^ {2}agentMessage interrupted: w0 w1 /);
    expect(tracked.snapshot().live).toEqual({});
  });

  test('a review is one turn: without its inner one, its prompt, its raw answer and its echo', () => {
    const lines = outlineOf(version, 'review');
    expect(lines).toEqual([
      'turn completed',
      '  userMessage: hi',
      '  agentMessage completed: Mock reply to: hi',
      'turn completed',
      '  review: Check stuff',
      '  review: ',
      '  agentMessage completed: Mock reply to: Check stuff',
    ]);
  });

  test('two commands that waited for an approval', () => {
    const commands = outlineOf(version, 'parallel').filter((line) => line.startsWith('  command'));
    expect(commands.map((line) => line.split(' → ')[0]).sort()).toEqual([
      '  command completed: touch p1',
      '  command completed: touch p2',
    ]);
  });

  test.each(THREADS)('%s: any chunking tells the same story', (thread) => {
    const whole = replay(version, thread).snapshot();
    for (let seed = 1; seed <= 25; seed++) {
      const tracked = trackedThread();
      let random = seed * 7919;
      let receiver = tracked.snapshot();
      for (const notification of recorded(version, thread)) {
        tracked.notify(notification);
        random = (random * 48_271) % 2_147_483_647;
        if (random % 4 === 0) tracked.flush();
      }
      tracked.flush();
      for (const batch of tracked.batches) {
        expect(batch.fromSeq).toBe(receiver.seq);
        receiver = applyPatches(receiver, batch);
      }
      expect({ ...tracked.snapshot(), seq: 0 }).toEqual({ ...whole, seq: 0 });
      expect(receiver).toEqual(tracked.snapshot());
    }
  });
});

test('a steer on 0.169 ends the answer that was being written', () => {
  expect(outlineOf('0.169.0', 'steer')).toEqual([
    'turn completed',
    '  userMessage: slow 40 20',
    '  agentMessage interrupted: w0 ',
    '  userMessage: also say this',
    '  userMessage: second turn/start while busy',
    '  agentMessage completed: Mock reply to: second turn/start while busy',
  ]);
});

test('a steer on 0.124 lets it finish', () => {
  expect(outlineOf('0.124.0', 'steer')[2]).toMatch(/^ {2}agentMessage completed: w0 w1 .* w39 $/);
});

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
const message = (id: string, text = '') => ({ type: 'agentMessage', id, text, phase: null });
const command = (change: object = {}) => ({
  type: 'commandExecution',
  id: 'c',
  command: 'make',
  cwd: '/project',
  processId: '7',
  source: 'unifiedExecStartup',
  status: 'inProgress',
  commandActions: [],
  aggregatedOutput: null,
  exitCode: null,
  durationMs: null,
  ...change,
});
const delta = (itemId: string, text: string) => ({ turnId: 'u', itemId, delta: text });

function running() {
  const tracked = trackedThread();
  tracked.send('turn/started', { turn: turn('u') });
  return tracked;
}
const lines = (tracked: ReturnType<typeof trackedThread>) => outline(tracked.snapshot());
const retry = (words: string) => ({
  turnId: 'u',
  willRetry: true,
  error: { message: words, codexErrorInfo: { responseStreamDisconnected: { httpStatusCode: null } } },
});

describe('what goes wrong', () => {
  test('a retry drops what was streaming and is one notice, however often it is tried', () => {
    const tracked = running();
    tracked.send('item/started', { turnId: 'u', item: message('m1') });
    tracked.send('item/agentMessage/delta', delta('m1', 'half'));
    tracked.send('error', retry('Reconnecting... 1/2'));
    tracked.send('error', retry('Reconnecting... 2/2'));
    tracked.send('item/started', { turnId: 'u', item: message('m2') });
    tracked.send('item/completed', { turnId: 'u', item: message('m2', 'whole') });
    expect(lines(tracked)).toEqual([
      'turn running',
      '  notice: Reconnecting... 2/2',
      '  agentMessage completed: whole',
    ]);
    tracked.send('error', retry('Reconnecting... 1/2'));
    expect(lines(tracked).filter((line) => line.includes('notice'))).toHaveLength(2);
  });

  test('a failed turn has its reason', () => {
    const tracked = running();
    const error = { message: 'at capacity', codexErrorInfo: 'serverOverloaded' };
    tracked.send('error', { turnId: 'u', willRetry: false, error });
    tracked.send('turn/completed', { turn: turn('u', { status: 'failed', error }) });
    expect(tracked.ended).toMatchObject([{ status: 'failed', error: { code: 'overloaded', message: 'at capacity' } }]);
  });

  test('the server dies: everything that ran is interrupted, with the reason', () => {
    const tracked = running();
    tracked.send('item/started', { turnId: 'u', item: command() });
    tracked.send('item/commandExecution/outputDelta', delta('c', 'compiling'));
    tracked.send('item/started', { turnId: 'u', item: message('m') });
    tracked.send('item/agentMessage/delta', delta('m', 'I am'));
    const error = {
      code: 'server-died',
      message: 'exited',
      details: null,
      httpStatus: null,
      willRetry: false,
    } as const;
    expect(tracked.tracker.serverDied(error)).toBe('u');
    expect(lines(tracked)).toEqual([
      'turn interrupted',
      '  command interrupted: make → compiling',
      '  agentMessage interrupted: I am',
    ]);
    expect(tracked.ended).toMatchObject([{ status: 'interrupted', error }]);
    expect([tracked.tracker.running(), tracked.tracker.serverDied(error)]).toEqual([null, null]);
  });

  test('a turn whose end was missed is over when the next one starts', () => {
    const tracked = running();
    const [first] = tracked.snapshot().turnOrder;
    const began = first && tracked.snapshot().turns[first]?.startedAt;
    tracked.send('turn/started', { turn: { ...turn('v'), startedAt: 1_900_000_000 } });
    expect(lines(tracked)).toEqual(['turn interrupted', 'turn running']);
    expect(first && tracked.snapshot().turns[first]?.startedAt).toBe(began);
  });
});

describe('items that come late, twice or in part', () => {
  test('a command that outlives its turn goes on in the background, and its end is accepted', () => {
    const tracked = running();
    tracked.send('item/started', { turnId: 'u', item: command() });
    tracked.send('turn/completed', { turn: turn('u', { status: 'completed' }) });
    expect(tracked.tracker.background()).toMatchObject([{ status: 'running', source: 'background' }]);
    const done = { turnId: 'u', item: command({ status: 'failed', exitCode: 3, aggregatedOutput: 'no rule\n' }) };
    tracked.send('item/completed', done);
    tracked.send('item/completed', done);
    expect(lines(tracked)).toEqual(['turn completed', '  command failed: make → no rule\n']);
    expect(tracked.tracker.background()).toEqual([]);
  });

  test('a command in the background that is gone is interrupted', () => {
    const tracked = running();
    tracked.send('item/started', { turnId: 'u', item: command() });
    tracked.send('turn/completed', { turn: turn('u', { status: 'completed' }) });
    tracked.tracker.endBackground('u/c' as ItemId);
    expect(lines(tracked)).toEqual(['turn completed', '  command interrupted: make → ']);
  });

  test('a completed command without output keeps what was seen', () => {
    const tracked = running();
    tracked.send('item/started', { turnId: 'u', item: command() });
    tracked.send('item/commandExecution/outputDelta', delta('c', 'compiling\n'));
    tracked.send('item/completed', { turnId: 'u', item: command({ status: 'declined' }) });
    expect(lines(tracked)).toEqual(['turn running', '  command declined: make → compiling\n']);
  });

  test('an item without a start is shown when it is completed', () => {
    const tracked = running();
    tracked.send('item/completed', { turnId: 'u', item: message('m', 'Hi') });
    expect(lines(tracked)).toEqual(['turn running', '  agentMessage completed: Hi']);
  });

  test('text of a message whose start was missed is shown from there on', () => {
    const tracked = running();
    tracked.send('item/agentMessage/delta', delta('m', 'of it'));
    expect(lines(tracked)).toEqual(['turn running', '  agentMessage running:  | of it']);
    tracked.send('item/completed', { turnId: 'u', item: message('m', 'All of it') });
    expect(lines(tracked)).toEqual(['turn running', '  agentMessage completed: All of it']);
  });

  test('text after the end changes nothing', () => {
    const tracked = running();
    tracked.send('item/completed', { turnId: 'u', item: message('m', 'Hi') });
    tracked.send('item/agentMessage/delta', delta('m', ' there'));
    expect(lines(tracked)).toEqual(['turn running', '  agentMessage completed: Hi']);
  });

  test('a start that is repeated does not lose the text', () => {
    const tracked = running();
    tracked.send('item/started', { turnId: 'u', item: message('m') });
    tracked.send('item/agentMessage/delta', delta('m', 'Hi'));
    tracked.send('item/started', { turnId: 'u', item: message('m') });
    expect(lines(tracked)).toEqual(['turn running', '  agentMessage running:  | Hi']);
  });

  test('a summary of reasoning is not mixed with the raw text', () => {
    const tracked = running();
    tracked.send('item/started', { turnId: 'u', item: { type: 'reasoning', id: 'r', summary: [], content: [] } });
    tracked.send('item/reasoning/summaryTextDelta', { ...delta('r', 'Plan'), summaryIndex: 0 });
    tracked.send('item/reasoning/textDelta', { ...delta('r', 'hmm'), contentIndex: 0 });
    tracked.send('item/reasoning/summaryPartAdded', { turnId: 'u', itemId: 'r', summaryIndex: 1 });
    tracked.send('item/reasoning/summaryTextDelta', { ...delta('r', 'Do'), summaryIndex: 1 });
    expect(lines(tracked)).toEqual(['turn running', '  reasoning running:  | Plan\n\nDo']);
  });
});

describe('notices and hooks', () => {
  test('a warning before the turn belongs to it, and is said once in a thread', () => {
    const tracked = trackedThread();
    const warning = { message: 'Model metadata not found' };
    tracked.send('warning', warning);
    tracked.send('turn/started', { turn: turn('u') });
    tracked.send('turn/completed', { turn: turn('u', { status: 'completed' }) });
    tracked.send('warning', warning);
    tracked.send('turn/started', { turn: turn('v') });
    expect(lines(tracked)).toEqual(['turn completed', '  notice: Model metadata not found', 'turn running']);
  });

  test('a hook that ran before the turn is in it', () => {
    const tracked = trackedThread();
    const run = {
      id: 'h',
      eventName: 'sessionStart',
      sourcePath: '/hooks.json',
      status: 'running',
      statusMessage: null,
      startedAt: 1,
      completedAt: null,
      durationMs: null,
      entries: [],
    };
    tracked.send('hook/started', { turnId: null, run });
    tracked.send('hook/completed', { turnId: null, run: { ...run, status: 'completed', completedAt: 2 } });
    tracked.send('turn/started', { turn: turn('u') });
    expect(lines(tracked)).toEqual(['turn running', '  hook completed: ']);
  });
});
