import { describe, expect, test } from 'vitest';
import type { ThreadPatch } from '../../src-shared/model/thread-patch.ts';
import { EMPTY_HISTORY, olderCursor, prepend } from './history-window.ts';
import { LiveText } from './live-text.ts';
import { agentItem, commandItem, plainTurn, SAMPLE_REF, sampleSnapshot, sampleTurn, turnId, userItem } from '../../src-shared/model/testing/sample-thread.ts'; // prettier-ignore
import { createOpenThread, textView } from './open-thread.ts';
import { itemOf, runningTurn } from './thread-store.ts';
import { createTimelineRows } from './timeline-rows.ts';

const T1 = turnId(1);
function opened() {
  const thread = createOpenThread(SAMPLE_REF);
  let seq = 0;
  const running = sampleTurn(T1, [userItem(T1, 'Go')], { status: 'running', completedAt: null });
  thread.reset(sampleSnapshot([{ turn: running, items: [userItem(T1, 'Go')] }]));
  const commit = (...patches: ThreadPatch[]) => thread.commit([{ fromSeq: seq, toSeq: ++seq, patches }]);
  return { thread, state: () => thread.store.getState(), commit };
}
const answer = (text: string, status: 'running' | 'completed') => agentItem(T1, 'answer', text, status);
const append = (text: string): ThreadPatch => ({ type: 'textAppended', itemId: answer('', 'running').id, text });

describe('growing text', () => {
  test('it is cut apart from the snapshot, whose references stay', () => {
    const { state, commit } = opened();
    commit({ type: 'itemStarted', item: answer('Hel', 'running') });
    const before = state();
    commit(append('lo.\n\nSecond'), append(' paragraph'));
    expect(textView(state(), answer('', 'running').id)).toEqual(grown('Hello.\n\nSecond paragraph'));
    expect(state().tail?.items).toBe(before.tail?.items);
    expect(state().tail?.turns).toBe(before.tail?.turns);
    expect(state().tail?.live).toBe(before.tail?.live);
  });

  test('the completed text wins and nothing is cut twice', () => {
    const { state, commit } = opened();
    commit({ type: 'itemStarted', item: answer('', 'running') }, append('One.\n\nTwo.\n\n'.repeat(300)));
    const row = textView(state(), answer('', 'running').id).rows[0];
    const whole = `${'One.\n\nTwo.\n\n'.repeat(300)}End.`;
    commit({ type: 'itemCompleted', item: answer(whole, 'completed') });
    expect(state().live).toEqual({});
    expect(textView(state(), answer('', 'running').id).rows[0]).toBe(row);
    expect(textView(state(), answer('', 'running').id)).toEqual(LiveText.whole(whole).view());
  });

  test('an item that its turn drops or closes leaves no growing text behind', () => {
    const { state, commit } = opened();
    const started: ThreadPatch = { type: 'itemStarted', item: answer('', 'running') };
    commit(started, append('abandoned'), { type: 'itemRemoved', turnId: T1, itemId: answer('', 'running').id });
    expect(state().live).toEqual({});
    commit(started, append('closed'));
    commit({ type: 'turnReplaced', turn: sampleTurn(T1, [userItem(T1, 'Go')]), items: [userItem(T1, 'Go')] });
    expect(state().live).toEqual({});
    expect(runningTurn(state())).toBeUndefined();
  });

  test('output of a command stays a string of the snapshot', () => {
    const { state, commit } = opened();
    const item = commandItem(T1, 'c', { status: 'running', output: 'a' });
    commit({ type: 'itemStarted', item }, { type: 'textAppended', itemId: item.id, text: 'b' });
    expect(state().tail?.live[item.id]).toBe('ab');
    expect(state().live).toEqual({});
  });

  test('a new snapshot goes on with what is cut already', () => {
    const { thread, state, commit } = opened();
    commit({ type: 'itemStarted', item: answer('', 'running') }, append('One.\n\nTwo.\n\n'.repeat(300)));
    const row = textView(state(), answer('', 'running').id).rows[0];
    const { tail } = state();
    if (!tail) throw new Error('no snapshot');
    const id = answer('', 'running').id;
    thread.reset({ ...tail, live: { [id]: `${'One.\n\nTwo.\n\n'.repeat(300)}and more` } });
    expect(textView(state(), id).rows[0]).toBe(row);
    expect(textView(state(), id).chars).toBe(12 * 300 + 8);
  });
});

test('turns that a new snapshot no longer holds stay in the window before it', () => {
  const thread = createOpenThread(SAMPLE_REF);
  const turns = [1, 2, 3, 4].map((number) => plainTurn(number));
  thread.reset(sampleSnapshot(turns, { olderCursor: 'before-1' }));
  thread.reset(sampleSnapshot(turns.slice(2), { olderCursor: 'before-3' }));
  const state = thread.store.getState();
  expect(state.history).toMatchObject({ order: [turnId(1), turnId(2)], joined: true });
  expect(olderCursor(state.history, 'before-3')).toBe('before-1');
  thread.reset(sampleSnapshot([plainTurn(900)]));
  expect(thread.store.getState().history).toBe(EMPTY_HISTORY);
});

test('patches of a turn that is paged in go to its page, not to the live end', () => {
  const { thread, state, commit } = opened();
  const old = plainTurn(900);
  thread.store.setState({
    history: prepend(
      EMPTY_HISTORY,
      { turns: [old.turn], items: old.items, nextCursor: null, backwardsCursor: 'x' },
      () => false,
    ),
  });
  const other = agentItem(old.turn.id, 'answer', 'Other words.');
  commit({ type: 'turnReplaced', turn: sampleTurn(old.turn.id, [other]), items: [other] }, { type: 'turnChanged', turnId: T1, change: { durationMs: 1 } }); // prettier-ignore
  expect(state().tail?.turnOrder).toEqual([T1]);
  expect(state().tail?.turns[T1]?.durationMs).toBe(1);
  expect(itemOf(state(), other.id)).toBe(other);
  expect(itemOf(state(), userItem(old.turn.id, '').id)).toBeUndefined();
});

describe('rows', () => {
  test('the list keeps its reference while text grows inside its rows, and grows by rows', () => {
    const { state, commit } = opened();
    const rows = createTimelineRows();
    commit({ type: 'itemStarted', item: answer('', 'running') });
    const first = rows(state());
    expect(first.map((row) => row.key)).toEqual(['turn-1/user', 'turn-1/answer#0']);
    commit(append('some text'));
    expect(rows(state())).toBe(first);
    commit(append('A paragraph of some length.\n\n'.repeat(30)));
    const second = rows(state());
    expect(second.map((row) => row.key)).toEqual([
      'turn-1/user', 'turn-1/answer#0', 'turn-1/answer#1',
    ]); // prettier-ignore
    commit({ type: 'turnChanged', turnId: T1, change: { durationMs: 5 } });
    expect(rows(state())).toBe(second);
    commit({ type: 'turnChanged', turnId: T1, change: { status: 'completed' } });
    expect(rows(state()).slice(0, -1)).toEqual(second);
    expect(rows(state()).at(-1)?.key).toBe('turn-1!foot');
  });

  test('turns keep their rows when another one is added, and empty reasoning takes none', () => {
    const { thread, state, commit } = opened();
    const rows = createTimelineRows();
    const before = rows(state());
    const t2 = turnId(2);
    const base = { turnId: t2, startedAt: null, completedAt: null };
    commit(
      { type: 'turnStarted', turn: sampleTurn(t2, [], { status: 'running' }) },
      { type: 'itemStarted', item: commandItem(t2, 'c') },
      { type: 'itemCompleted', item: { ...base, kind: 'reasoning', id: `${t2}/r` as never, text: '', status: 'completed' } },
    ); // prettier-ignore
    const after = rows(state());
    expect(after.map((row) => row.key)).toEqual(['turn-1/user', 'turn-2/c']);
    expect(after[0]).toBe(before[0]);
    expect(thread.store.getState().arrivals).toBe(1);
  });

  test('a window that the live end does not follow shows only itself', () => {
    const { thread, state } = opened();
    const old = plainTurn(5);
    const history = prepend(
      EMPTY_HISTORY,
      { turns: [old.turn], items: old.items, nextCursor: null, backwardsCursor: 'x' },
      () => false,
    );
    const rows = createTimelineRows();
    thread.store.setState({ history: { ...history, joined: false } });
    expect(rows(state()).map((row) => row.turnId)).toEqual([old.turn.id, old.turn.id, old.turn.id]);
    thread.store.setState({ history });
    expect(rows(state()).map((row) => row.turnId)).toEqual([old.turn.id, old.turn.id, old.turn.id, T1]);
  });
});

function grown(text: string) {
  const live = new LiveText();
  live.append(text);
  return live.view();
}
