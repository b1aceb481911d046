import { CONTEXT_LINES } from '../../state/review-store.ts';
import { Button } from '../../ui/button.tsx';
import { revert, stage, unstage } from './review-actions.ts';
import { changesIn } from './patch-lines.ts';
import { hunksIn, linesOf } from './known-lines.ts';
import { useReviewContext, useReviewView } from './review-context.ts';
import styles from './notes.module.css';

/** Below the last line of a hunk: what can be done with it as a whole. */
export function HunkBar({ id, number }: { readonly id: string; readonly number: number }) {
  const { session } = useReviewContext();
  const diff = useReviewView((state) => state.diffs.get(id));
  if (!diff) return null;
  const lines = linesOf(diff);
  const hunk = hunksIn(diff)[number];
  if (!hunk) return null;
  const target = {
    kind: 'lines' as const,
    file: { section: diff.section, path: diff.path },
    fingerprint: diff.fingerprint,
    whitespace: session.subject.whitespace,
    context: CONTEXT_LINES,
    lines: changesIn(lines, hunk),
  };
  return (
    <div className={styles.hunkBar}>
      {diff.section === 'staged' ? (
        <Button size="s" tone="ghost" onClick={() => void unstage(session.subject, target)}>
          Unstage hunk
        </Button>
      ) : (
        <>
          <Button size="s" tone="ghost" onClick={() => void revert(session.subject, target, 'a hunk')}>
            Revert hunk
          </Button>
          <Button size="s" tone="ghost" onClick={() => void stage(session.subject, target)}>
            Stage hunk
          </Button>
        </>
      )}
    </div>
  );
}
