import { useEffect } from 'react';
import { createStore, useStore } from 'zustand';
import { threadKey, type ItemId, type ThreadKey, type TurnId } from '../../../src-shared/model/ids.ts';
import type { OpenThread } from '../../state/thread-store.ts';
import type { TimelineRow } from '../../state/timeline-rows.ts';

/** How long a turn that was jumped to stays marked. */
const MARK_MS = 2500;

interface Request {
  readonly thread: ThreadKey;
  readonly turnId: TurnId;
  readonly itemId: ItemId | null;
  readonly nonce: number;
}
const requests = createStore<{ readonly request: Request | null; readonly marked: Request | null }>(() => ({
  request: null,
  marked: null,
}));
let nonce = 0;

/** Brings a turn that is loaded, or one item of it, into view and marks the turn for a moment. */
export const showTurn = (thread: OpenThread, turnId: TurnId, itemId: ItemId | null): void =>
  requests.setState({ request: { thread: threadKey(thread.ref), turnId, itemId, nonce: ++nonce } });

/** Carries out the request for this thread once its row is there. Answers the turn that is marked. */
export function useShownTurn(
  thread: OpenThread,
  rows: readonly TimelineRow[],
  scrollTo: (turnId: TurnId, itemId: ItemId | null) => boolean,
): TurnId | null {
  const request = useStore(requests, (state) => state.request);
  const marked = useStore(requests, (state) => state.marked);
  const wanted = request?.thread === threadKey(thread.ref) ? request : null;
  useEffect(() => {
    if (!wanted || !(scrollTo(wanted.turnId, wanted.itemId) || scrollTo(wanted.turnId, null))) return;
    requests.setState({ request: null, marked: wanted });
  }, [wanted, rows, scrollTo]);
  useEffect(() => {
    if (marked === null) return;
    const timer = setTimeout(() => requests.setState({ marked: null }), MARK_MS);
    return () => clearTimeout(timer);
  }, [marked]);
  return marked?.thread === threadKey(thread.ref) ? marked.turnId : null;
}
