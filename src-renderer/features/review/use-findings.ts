import { useMemo } from 'react';
import { latestFindings } from '../../../src-shared/model/review-findings.ts';
import type { ReviewFinding } from '../../../src-shared/model/review.ts';
import { useThread } from '../../state/open-threads.ts';
import { itemOf, runningTurn, type OpenThread } from '../../state/thread-store.ts';

/** The findings of the newest `/review` of a thread; looked for when a turn has begun or ended, not while it streams. */
export function useFindings(thread: OpenThread, root: string): readonly ReviewFinding[] {
  const order = useThread(thread, (state) => state.tail?.turnOrder);
  const running = useThread(thread, (state) => runningTurn(state)?.id);
  return useMemo(() => {
    const state = thread.store.getState();
    const items = (order ?? []).flatMap((turnId) =>
      turnId === running ? [] : (state.tail?.turns[turnId]?.itemIds ?? []).flatMap((id) => itemOf(state, id) ?? []),
    );
    return latestFindings(items, root);
  }, [thread, order, running, root]);
}
