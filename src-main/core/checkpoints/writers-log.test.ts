import { expect, it } from 'vitest';
import type { ThreadKey } from '../../../src-shared/model/ids.ts';
import { createWritersLog, type WritersLog } from './writers-log.ts';

const begun = (log: WritersLog, ...args: Parameters<WritersLog['begin']>) => {
  const turn = log.begin(...args);
  turn.start();
  return (at: number) => turn.leave(at);
};
const [a, b, c] = ['a', 'b', 'c'] as ThreadKey[] as [ThreadKey, ThreadKey, ThreadKey];

it('knows whose turns overlapped, also of turns that are over', () => {
  const log = createWritersLog();
  const endA = begun(log, '/r', a, 10);
  const endB = begun(log, '/r', b, 20);
  begun(log, '/other', c, 20);
  endB(30);
  const endC = begun(log, '/r', c, 40);
  expect(log.othersDuring('/r', a, 10, 50)).toEqual([b, c]);
  expect(log.othersDuring('/r', c, 40, 50)).toEqual([a]);
  expect(log.othersDuring('/r', b, 20, 30)).toEqual([a]);
  endA(50);
  endC(60);
  expect(log.othersDuring('/r', b, 0, 100)).toEqual([]);
});

it('remembers what the user wrote while a turn ran', () => {
  const log = createWritersLog();
  log.userWrote('/r', ['before'], 5);
  const end = begun(log, '/r', a, 10);
  log.userWrote('/r', ['one'], 20);
  expect(log.userDuring('/r', 10, 15)).toEqual(new Set());
  expect(log.userDuring('/r', 10, 30)).toEqual(new Set(['one']));
  log.userWrote('/r', null, 25);
  expect(log.userDuring('/r', 10, 30)).toBe('any');
  end(30);
  expect(log.userDuring('/r', 0, 100)).toEqual(new Set());
});

it('takes a turn that never started for nobody', () => {
  const log = createWritersLog();
  log.begin('/r', a, 10);
  const end = begun(log, '/r', b, 20);
  expect(log.othersDuring('/r', b, 20, 30)).toEqual([]);
  expect(log.isIdle()).toBe(false);
  end(30);
  log.begin('/r', a, 40).leave(50);
  expect(log.othersDuring('/r', b, 0, 100)).toEqual([]);
});
