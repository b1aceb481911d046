import { createStore, useStore } from 'zustand';
import { threadKey, type ThreadKey, type ThreadRef } from '../../src-shared/model/ids.ts';
import type { ReviewScope } from '../../src-shared/model/review.ts';
import { showPanelTab } from './panel-store.ts';

/** A place in the review that something outside asked for. `line` counts from 1, on the newer side. */
export interface ReviewTarget {
  readonly path: string;
  readonly line: number | null;
}
interface State {
  readonly scopes: Readonly<Record<ThreadKey, ReviewScope>>;
  readonly targets: Readonly<Record<ThreadKey, ReviewTarget>>;
}
const UNCOMMITTED: ReviewScope = { kind: 'uncommitted' };
const store = createStore<State>(() => ({ scopes: {}, targets: {} }));

/** What the review of a thread compares, as long as the window lives. */
export const useReviewScope = (thread: ThreadRef): ReviewScope =>
  useStore(store, (state) => state.scopes[threadKey(thread)] ?? UNCOMMITTED);
export const reviewScope = (thread: ThreadRef): ReviewScope =>
  store.getState().scopes[threadKey(thread)] ?? UNCOMMITTED;
export const setReviewScope = (thread: ThreadRef, scope: ReviewScope): void =>
  store.setState(({ scopes }) => ({ scopes: { ...scopes, [threadKey(thread)]: scope } }));

export const useReviewTarget = (thread: ThreadRef): ReviewTarget | null =>
  useStore(store, (state) => state.targets[threadKey(thread)] ?? null);

/** Opens the review of a thread at a scope and, when given, at a place in it. */
export function openReview(thread: ThreadRef, scope: ReviewScope, target: ReviewTarget | null = null): void {
  const key = threadKey(thread);
  store.setState(({ scopes, targets }) => {
    const { [key]: _, ...others } = targets;
    return { scopes: { ...scopes, [key]: scope }, targets: target ? { ...others, [key]: target } : others };
  });
  showPanelTab('review');
}
