import { expect, it } from 'vitest';
import type { ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { TurnEnd } from '../threads/thread-ports.ts';
import { startSystemNotices, type NoticeOptions } from './notice-service.ts';

const thread: ThreadRef = { serverId: 'local' as ServerId, threadId: 't' as ThreadId };
const nothing = () => undefined;

it.each<[string, TurnEnd, boolean, string[]]>([
  ['an end is told', { kind: 'completed' }, false, ['finished']],
  ['the end of one turn of a goal is not: more follow', { kind: 'completed' }, true, []],
  ['a turn of a goal that fails is told', { kind: 'failed', message: 'gone' }, true, ['failed']],
  ['what the user stopped is not', { kind: 'interrupted' }, false, []],
])('%s', (_, end, goesOn, expected) => {
  const told: string[] = [];
  let settle: (thread: ThreadRef, end: TurnEnd) => void = nothing;
  const stop = startSystemNotices({
    system: {
      notify: ({ kind }) => {
        told.push(kind);
        return nothing;
      },
      isFocused: () => false,
      setBadge: nothing,
      keepAwake: nothing,
      showWindow: nothing,
    },
    settings: () => ({ notifications: 'background', keepAwake: false }) as ReturnType<NoticeOptions['settings']>,
    threads: {
      title: () => 'Thread',
      onSettled: (listener) => {
        settle = listener;
        return nothing;
      },
      goesOn: () => goesOn,
      runningThreads: () => 0,
    },
    approvals: { watch: () => nothing, answer: () => Promise.reject(new Error('nothing is asked')) },
    reply: nothing,
    open: nothing,
    report: nothing,
    clock: { now: () => 0, after: () => nothing } as unknown as NoticeOptions['clock'],
    log: { error: nothing } as unknown as NoticeOptions['log'],
  });
  settle(thread, end);
  stop();
  expect(told).toEqual(expected);
});
