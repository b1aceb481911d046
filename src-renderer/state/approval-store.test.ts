import { beforeEach, describe, expect, it } from 'vitest';
import type { Approval } from '../../src-shared/model/approval.ts';
import { threadKey, type ThreadRef } from '../../src-shared/model/ids.ts';
import { groupByThread, nextThatNeedsMe, useApprovals } from './approval-store.ts';

const ref = (threadId: string) => ({ serverId: 's', threadId }) as unknown as ThreadRef;
const approval = (id: string, threadId: string) =>
  ({ ...ref(threadId), id, kind: 'command', command: id, askedAt: 0 }) as unknown as Approval;

const show = (...all: Approval[]) =>
  useApprovals.setState((before) => ({ all, byThread: groupByThread(all, before.byThread) }));
beforeEach(() => useApprovals.setState({ all: [], byThread: {} }));

describe('groupByThread', () => {
  it('keeps the list of a thread in which nothing changed', () => {
    show(approval('1', 'a'), approval('2', 'b'));
    const before = useApprovals.getState().byThread;
    show(approval('1', 'a'), approval('2', 'b'), approval('3', 'b'));
    const after = useApprovals.getState().byThread;
    expect(after[threadKey(ref('a'))]).toBe(before[threadKey(ref('a'))]);
    expect(after[threadKey(ref('b'))]?.map(({ id }) => id)).toEqual(['2', '3']);
  });
  it('takes a request as another one when what it shows has changed', () => {
    show(approval('1', 'a'));
    const before = useApprovals.getState().byThread[threadKey(ref('a'))];
    show({ ...approval('1', 'a'), command: 'other' } as Approval);
    expect(useApprovals.getState().byThread[threadKey(ref('a'))]).not.toBe(before);
  });
});

describe('nextThatNeedsMe', () => {
  it('walks the threads, the one that waited longest first, round and round', () => {
    show(approval('1', 'a'), approval('2', 'b'), approval('3', 'a'));
    expect([
      nextThatNeedsMe(null),
      nextThatNeedsMe(ref('a')),
      nextThatNeedsMe(ref('b')),
      nextThatNeedsMe(ref('x')),
    ]).toEqual([ref('a'), ref('b'), ref('a'), ref('a')]);
  });
  it('has nowhere to go when nothing waits', () => expect(nextThatNeedsMe(ref('a'))).toBeNull());
});
