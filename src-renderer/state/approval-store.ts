import { create } from 'zustand';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { Approval, ApprovalAnswer } from '../../src-shared/model/approval.ts';
import { threadKey, type ApprovalId, type ThreadKey, type ThreadRef } from '../../src-shared/model/ids.ts';
import type { Result } from '../../src-shared/result.ts';
import { getClient } from './client.ts';

interface ApprovalState {
  /** Oldest first, over all servers. */
  readonly all: readonly Approval[];
  readonly byThread: Readonly<Record<ThreadKey, readonly Approval[]>>;
}

const NOTHING: readonly Approval[] = [];

/** Groups what waits by thread. A thread whose approvals did not change keeps its list, so that its cards do not render again. */
export function groupByThread(
  all: readonly Approval[],
  before: ApprovalState['byThread'],
): Readonly<Record<ThreadKey, readonly Approval[]>> {
  const groups: Record<ThreadKey, Approval[]> = {};
  for (const approval of all) (groups[threadKey(approval)] ??= []).push(approval);
  const kept: Record<ThreadKey, readonly Approval[]> = groups;
  for (const key of Object.keys(groups) as ThreadKey[]) {
    const old = before[key];
    const now = groups[key] ?? NOTHING;
    if (old?.length === now.length && old.every((one, index) => JSON.stringify(one) === JSON.stringify(now[index])))
      kept[key] = old;
  }
  return kept;
}

export const useApprovals = create<ApprovalState>(() => ({ all: NOTHING, byThread: {} }));

/** Everything that waits for the user, from the core's stream, which is the only writer. Started once by the app. */
export function watchApprovals(): Unsubscribe {
  let close: Unsubscribe = () => undefined;
  let ended = false;
  const open = () => {
    close = getClient().approvals.watch(
      {},
      {
        event: (all) => useApprovals.setState((before) => ({ all, byThread: groupByThread(all, before.byThread) })),
        error: (error) => {
          if (!ended && error.code === 'rpc.stream-overflow') open();
        },
      },
    );
  };
  open();
  return () => {
    ended = true;
    close();
  };
}

export const useThreadApprovals = (ref: ThreadRef): readonly Approval[] =>
  useApprovals((state) => state.byThread[threadKey(ref)] ?? NOTHING);

/** How many requests wait, over all threads. */
export const useNeedsYouCount = (): number => useApprovals((state) => state.all.length);

/**
 * The thread to go to next: the one that has waited longest after the current one, round and round; null when nothing waits.
 */
export function nextThatNeedsMe(current: ThreadRef | null): ThreadRef | null {
  const keys = Object.keys(useApprovals.getState().byThread) as ThreadKey[];
  const here = current ? keys.indexOf(threadKey(current)) : -1;
  const next = keys[(here + 1) % keys.length];
  const first = next === undefined ? undefined : useApprovals.getState().byThread[next]?.[0];
  return first ? { serverId: first.serverId, threadId: first.threadId } : null;
}

/** The card goes when the stream says so, not when this is answered. */
export const answerApproval = (approvalId: ApprovalId, answer: ApprovalAnswer): Promise<Result<null, AppError>> =>
  getClient().approvals.answer({ approvalId, answer });
