import { threadKey, type ServerId, type ThreadId, type ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';
import { summaryOf } from '../../state/directories.ts';
import { shortTitle } from '../../state/short-title.ts';
import { shownThread, uiStore } from '../../state/ui-store.ts';

const isRef = (value: unknown): value is ThreadRef =>
  typeof value === 'object' && value !== null && 'serverId' in value && 'threadId' in value;

/** What a thread command acts on: the threads it was given, one or several, else the one that is shown. */
export function targetsOf(argument: unknown): readonly ThreadRef[] {
  if (Array.isArray(argument)) return argument.filter(isRef);
  if (isRef(argument)) return [{ serverId: argument.serverId, threadId: argument.threadId }];
  const shown = shownThread(uiStore.getState());
  return shown ? [shown] : [];
}

export const summariesOf = (refs: readonly ThreadRef[]): readonly ThreadSummary[] =>
  refs.map(summaryOf).filter((thread) => thread !== undefined);

/** One call per server: calls name one server and several of its threads. */
export function byServer(refs: readonly ThreadRef[]): ReadonlyMap<ServerId, ThreadId[]> {
  const groups = new Map<ServerId, ThreadId[]>();
  for (const { serverId, threadId } of refs) {
    const ids = groups.get(serverId);
    if (ids) ids.push(threadId);
    else groups.set(serverId, [threadId]);
  }
  return groups;
}

export const isShown = (refs: readonly ThreadRef[]): boolean => {
  const shown = shownThread(uiStore.getState());
  return shown !== null && refs.some((ref) => threadKey(ref) === threadKey(shown));
};

/** `“Fix the tests”`, or `3 threads`. */
export function threadsInWords(threads: readonly Pick<ThreadSummary, 'title'>[]): string {
  const [first] = threads;
  if (threads.length !== 1 || !first) return `${threads.length} threads`;
  return first.title === '' ? 'The thread' : `“${shortTitle(first.title)}”`;
}
