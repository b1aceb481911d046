import { describe, expect, test } from 'vitest';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';
import { sampleInfo } from '../../../src-shared/model/testing/sample-thread.ts';
import { placeWords, rowTone, stateWords } from './thread-state.ts';

const summary = (change: Partial<ThreadSummary>): ThreadSummary =>
  sampleInfo({ cwd: '/w/shop', branch: null, ...change });

describe('a thread’s row', () => {
  test.each([
    [{}, { host: null, inWorktree: false, showFolder: false }, 'local'],
    [{ branch: 'main' }, { host: null, inWorktree: false, showFolder: false }, 'main'],
    [{}, { host: null, inWorktree: true, showFolder: false }, 'worktree'],
    [{}, { host: 'Build', inWorktree: false, showFolder: false }, 'Build'],
    [{ branch: 'main' }, { host: 'Build', inWorktree: false, showFolder: false }, 'Build · main'],
    [{}, { host: null, inWorktree: false, showFolder: true }, 'shop'],
    [{ branch: 'main' }, { host: 'Build', inWorktree: true, showFolder: true }, 'Build · shop · main'],
  ])('says where it works: %o %o', (change, where, words) => {
    expect(placeWords(summary(change), where)).toBe(words);
  });

  test.each([
    ['running', { status: { kind: 'running', since: 1 } }, true, false],
    ['unknown', { status: { kind: 'running', since: 1 } }, false, false],
    ['away', { status: { kind: 'running', since: 1 } }, true, true],
    ['away', { unread: true }, true, true],
    ['unread', { unread: true }, false, false],
    ['idle', {}, true, false],
  ] as const)('is %s: %o', (tone, change, connected, away) => {
    expect(rowTone(summary(change), connected, away)).toBe(tone);
  });

  test('names its state', () => {
    expect([stateWords('away', false), stateWords('idle', true), stateWords('idle', false)]).toEqual([
      ', Host away',
      ', Selected',
      '',
    ]);
  });
});
