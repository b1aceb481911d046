import { createStore, useStore } from 'zustand';

export interface CommitDraft {
  readonly message: string;
  readonly amend: boolean;
}
const EMPTY: CommitDraft = { message: '', amend: false };

/** Messages that are being written, by working tree: changing the thread or the tab keeps them. */
const drafts = createStore<Readonly<Record<string, CommitDraft>>>(() => ({}));

export const useCommitDraft = (root: string): CommitDraft => useStore(drafts, (all) => all[root] ?? EMPTY);
export const commitDraft = (root: string): CommitDraft => drafts.getState()[root] ?? EMPTY;
export const setCommitDraft = (root: string, change: Partial<CommitDraft>): void =>
  drafts.setState((all) => ({ [root]: { ...(all[root] ?? EMPTY), ...change } }));
