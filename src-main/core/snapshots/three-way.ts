import { sameEntry, type TreeEntry } from './tree-diff.ts';

/** What is wanted at one path (`theirs`), and what it was before that was changed. Null: not there. */
export interface WantedPath {
  readonly path: string;
  /** One entry, or several that mean the same (as stored, and as it lies on the disk where Git converts). */
  readonly base: readonly (TreeEntry | null)[];
  readonly theirs: TreeEntry | null;
}
/** The same with what is there now. */
export interface ThreeStates extends WantedPath {
  readonly ours: TreeEntry | null;
}
export type Verdict =
  /** What is there stays: it is what is wanted, or nothing is wanted. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'take'; readonly entry: TreeEntry | null }
  /** Both sides changed the content; merging the lines decides. */
  | {
      readonly kind: 'merge';
      readonly base: TreeEntry;
      readonly ours: TreeEntry;
      readonly theirs: TreeEntry;
      readonly mode: string;
    }
  | { readonly kind: 'conflict' };

const isRegular = (entry: TreeEntry | null): entry is TreeEntry => entry !== null && entry.mode.startsWith('100');

/** The rule of a three-way merge for one path. Modes merge apart from contents. */
export function decideThreeWay({ base, ours, theirs }: ThreeStates): Verdict {
  if (sameEntry(ours, theirs) || base.some((entry) => sameEntry(entry, theirs))) return { kind: 'keep' };
  // A commit of another repository is not Skein's to check out.
  if ([ours, theirs].some((entry) => entry?.mode === '160000')) return { kind: 'conflict' };
  if (base.some((entry) => sameEntry(entry, ours))) return { kind: 'take', entry: theirs };
  const shared = base.find(isRegular);
  if (!shared || !isRegular(ours) || !isRegular(theirs)) return { kind: 'conflict' };
  const mode = theirs.mode === shared.mode ? ours.mode : theirs.mode;
  const contents = new Set(base.map((entry) => entry?.oid));
  if (ours.oid === theirs.oid || contents.has(theirs.oid)) return { kind: 'take', entry: { mode, oid: ours.oid } };
  if (contents.has(ours.oid)) return { kind: 'take', entry: { mode, oid: theirs.oid } };
  return { kind: 'merge', base: shared, ours, theirs, mode };
}
