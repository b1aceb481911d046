import { expect, it } from 'vitest';
import { planReported, type ReportedChange } from './reported-plan.ts';

const add: ReportedChange = { path: 'new', kind: 'add', movedTo: null, diff: '@@ -0,0 +1 @@\n+hello\n' };
const update: ReportedChange = { path: 'old', kind: 'update', movedTo: null, diff: '@@ -1 +1 @@\n-a\n+b\n' };
const remove: ReportedChange = { path: 'gone', kind: 'delete', movedTo: null, diff: '@@ -1 +0,0 @@\n-was\n' };
const move: ReportedChange = { path: 'from', kind: 'update', movedTo: 'to', diff: '@@ -1 +1 @@\n-1\n+2\n' };

const all = [add, update, remove, move];
const after = new Map<string, string | null>([
  ['new', 'hello\n'],
  ['old', 'b\n'],
  ['gone', null],
  ['from', null],
  ['to', '2\n'],
]);
const before = new Map<string, string | null>([
  ['new', null],
  ['old', 'a\n'],
  ['gone', 'was\n'],
  ['from', '1\n'],
  ['to', null],
]);
const outcome = (...given: Parameters<typeof planReported>) =>
  new Map(planReported(...given).map((result) => [result.path, result.after]));

it('goes back and forth', () => {
  expect(outcome(all, 'undo', after)).toEqual(before);
  expect(outcome(all, 'redo', before)).toEqual(after);
});
it('takes changes of one file one after the other', () => {
  const second: ReportedChange = { ...update, path: 'new', diff: '@@ -1 +1 @@\n-hello\n+bye\n' };
  expect(outcome([add, second], 'undo', new Map([['new', 'bye\n']]))).toEqual(new Map([['new', null]]));
});
it('says what does not fit any more, and leaves the rest', () => {
  const changed = new Map([...after, ['new', 'hello\nmore\n'], ['gone', 'there again\n']] as const);
  expect(outcome(all, 'undo', changed)).toEqual(new Map([...before, ['new', undefined], ['gone', undefined]] as const));
});
