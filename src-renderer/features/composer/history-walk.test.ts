import { describe, expect, it } from 'vitest';
import { onEdgeLine, START_OF_WALK, stepHistory, type HistoryWalk } from './history-walk.ts';

const ENTRIES = ['newest', 'middle', 'oldest'];

/** Walks and returns the text after each step; null where there was no step. */
function walkAll(steps: readonly ('older' | 'newer')[], draft: string, entries = ENTRIES): (string | null)[] {
  let walk: HistoryWalk = START_OF_WALK;
  let text = draft;
  return steps.map((direction) => {
    const step = stepHistory(walk, entries, text, direction);
    if (!step) return null;
    walk = step.walk;
    text = step.text;
    return text;
  });
}

describe('stepHistory', () => {
  it('walks to the oldest, stops there, and comes back to the draft', () => {
    expect(walkAll(['older', 'older', 'older', 'older', 'newer', 'newer', 'newer', 'newer'], 'my draft')).toEqual([
      'newest',
      'middle',
      'oldest',
      null,
      'middle',
      'newest',
      'my draft',
      null,
    ]);
  });
  it('keeps what was changed on the way', () => {
    const first = stepHistory(START_OF_WALK, ENTRIES, '', 'older');
    const second = stepHistory(first?.walk ?? START_OF_WALK, ENTRIES, 'newest, changed', 'older');
    const back = stepHistory(second?.walk ?? START_OF_WALK, ENTRIES, 'middle', 'newer');
    expect(back?.text).toBe('newest, changed');
  });
  it('has nowhere to go without entries', () => expect(walkAll(['older', 'newer'], 'x', [])).toEqual([null, null]));
});

describe('onEdgeLine', () => {
  it.each([
    ['', 0, 0, 'older', true],
    ['one', 2, 2, 'older', true],
    ['one\ntwo', 2, 2, 'older', true],
    ['one\ntwo', 5, 5, 'older', false],
    ['\ntwo', 0, 0, 'older', true],
    ['one\ntwo', 5, 5, 'newer', true],
    ['one\ntwo', 2, 2, 'newer', false],
    ['one', 0, 2, 'older', false],
  ] as const)('%j %i %i %s', (text, start, end, direction, expected) => {
    expect(onEdgeLine(text, start, end, direction)).toBe(expected);
  });
});
