import { describe, expect, test } from 'vitest';
import type { TurnPage } from '../../src-shared/model/thread.ts';
import { append, EMPTY_HISTORY, jumpTo, MAX_TURNS, newerCursor, olderCursor, PAGE_TURNS, prepend, withChanges } from './history-window.ts'; // prettier-ignore
import { agentItem, plainTurn, turnId } from '../../src-shared/model/testing/sample-thread.ts';

/** A stored thread of `count` turns, paged as the server does: cursors name the turn they stand at. */
function pageOf(from: number, to: number, direction: 'older' | 'newer', count: number): TurnPage {
  const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const made = numbers.map((number) => plainTurn(number));
  const below = from > 1 ? `below-${from}` : null;
  const above = to < count ? `above-${to}` : null;
  return {
    turns: made.map(({ turn }) => turn),
    items: made.flatMap(({ items }) => items),
    nextCursor: direction === 'older' ? below : above,
    backwardsCursor: direction === 'older' ? (above ?? `above-${to}`) : (below ?? `below-${from}`),
  };
}
const inTail = (first: number) => (id: string) => Number(id.slice(5)) >= first;

describe('reading up a long thread', () => {
  test('memory is bounded: the newest pages go, and come again on the way down until the live end is reached', () => {
    const count = 2000;
    const tailFirst = 1981;
    let window = EMPTY_HISTORY;
    let first = tailFirst;
    while (first > 1) {
      const cursor = olderCursor(window, 'below-1981');
      expect(cursor).toBe(`below-${first}`);
      window = prepend(window, pageOf(Math.max(1, first - PAGE_TURNS), first - 1, 'older', count), inTail(tailFirst));
      first = Math.max(1, first - PAGE_TURNS);
      expect(window.order.length).toBeLessThanOrEqual(MAX_TURNS);
      expect(window.order[0]).toBe(turnId(first));
    }
    expect(olderCursor(window, 'below-1981')).toBeNull();
    expect(window.joined).toBe(false);

    let last = Number(window.order.at(-1)?.slice(5));
    while (!window.joined) {
      expect(newerCursor(window)).toBe(`above-${last}`);
      // The server begins with the turn the cursor stands at.
      window = append(window, pageOf(last, Math.min(count, last + PAGE_TURNS - 1), 'newer', count), inTail(tailFirst));
      last = Math.min(tailFirst - 1, last + PAGE_TURNS - 1);
      expect(window.order.at(-1)).toBe(turnId(last));
      expect(window.order.length).toBeLessThanOrEqual(MAX_TURNS);
      expect(new Set(window.order).size).toBe(window.order.length);
    }
    expect(newerCursor(window)).toBeNull();
  });

  test('heavy turns count by their characters', () => {
    let window = EMPTY_HISTORY;
    for (let number = 40; number > 0; number--) {
      const { turn } = plainTurn(number);
      const items = [agentItem(turn.id, 'answer', 'x'.repeat(1_000_000))];
      window = prepend(
        window,
        { turns: [turn], items, nextCursor: `below-${number}`, backwardsCursor: `above-${number}` },
        () => false,
      );
    }
    expect(window.order.length).toBeLessThan(8);
    expect(window.order[0]).toBe(turnId(1));
  });
});

test('a page that overlaps the live end leaves the overlap to it', () => {
  const window = prepend(EMPTY_HISTORY, pageOf(1, 12, 'older', 20), inTail(10));
  expect(window.order).toEqual(Array.from({ length: 9 }, (_, at) => turnId(at + 1)));
});

test('an empty page still says where to go on', () => {
  const window = prepend(EMPTY_HISTORY, { turns: [], items: [], nextCursor: null, backwardsCursor: 'x' }, () => false);
  expect(olderCursor(window, 'tail')).toBeNull();
  expect(window.joined).toBe(true);
});

test('a jump shows one page away from the live end, with a way on in both directions', () => {
  const older = jumpTo(pageOf(5, 9, 'older', 100), 'older', inTail(90));
  expect([olderCursor(older, 't'), newerCursor(older), older.joined]).toEqual(['below-5', 'above-9', false]);
  const newer = jumpTo(pageOf(5, 9, 'newer', 100), 'newer', inTail(90));
  expect([olderCursor(newer, 't'), newerCursor(newer), newer.joined]).toEqual(['below-5', 'above-9', false]);
  expect(jumpTo(pageOf(85, 95, 'older', 100), 'older', inTail(90)).joined).toBe(true);
});

test('a stored turn that is removed or replaced changes in its page', () => {
  const window = prepend(EMPTY_HISTORY, pageOf(1, 3, 'older', 10), inTail(4));
  const { [turnId(2)]: _gone, ...turns } = window.turns;
  const changed = withChanges(window, turns, window.items);
  expect(changed.order).toEqual([turnId(1), turnId(3)]);
  expect(Object.keys(changed.items)).toHaveLength(4);
});
