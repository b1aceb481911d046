import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { ReviewSession, ReviewView } from '../../state/review-store.ts';
import type { OpenThread } from '../../state/thread-store.ts';
import type { CommentDesk } from './comment-desk.ts';

export interface ReviewContextValue {
  readonly thread: OpenThread;
  readonly session: ReviewSession;
  readonly comments: CommentDesk;
  /** Index and working tree can be changed from this view. */
  readonly canStage: boolean;
}
export const ReviewContext = createContext<ReviewContextValue | null>(null);

export function useReviewContext(): ReviewContextValue {
  const value = use(ReviewContext);
  if (!value) throw new Error('Used outside of a review');
  return value;
}
export const useReviewView = <T>(select: (view: ReviewView) => T): T =>
  useStore(useReviewContext().session.store, select);
