import { describe, expect, it } from 'vitest';
import { ageWords, dayGroup, elapsedWords } from './time-words.ts';

const noon = new Date(2026, 10, 23, 12, 0, 0).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('time words', () => {
  it.each([
    [0, '0:00'],
    [38_000, '0:38'],
    [252_000, '4:12'],
    [3_753_000, '1:02:33'],
    [-5000, '0:00'],
  ])('elapsed %d ms is %s', (ms, words) => {
    expect(elapsedWords(noon - ms, noon)).toBe(words);
  });

  it.each([
    [30_000, 'now'],
    [9 * MINUTE, '9 min'],
    [2 * HOUR, '2 h'],
    [13 * HOUR, 'yesterday'],
    [DAY, 'yesterday'],
    [3 * DAY, '3 days'],
    [42 * DAY, '12 Oct'],
    [400 * DAY, '19 Oct 2025'],
  ])('age %d ms is %s', (ms, words) => {
    expect(ageWords(noon - ms, noon)).toBe(words);
  });

  it('an hour before midnight is no day yet', () => {
    const soonAfterMidnight = new Date(2026, 10, 23, 0, 30).getTime();
    expect(ageWords(soonAfterMidnight - HOUR, soonAfterMidnight)).toBe('1 h');
  });

  it.each([
    [0, 'Today'],
    [DAY, 'Yesterday'],
    [5 * DAY, 'Last 7 days'],
    [12 * DAY, 'Last 30 days'],
    [90 * DAY, 'Older'],
  ])('%d ms ago is under %s', (ms, heading) => {
    expect(dayGroup(noon - ms, noon)).toBe(heading);
  });
});
