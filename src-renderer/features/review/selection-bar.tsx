import type { LineRange } from '../../editor/diff-list.tsx';
import { CONTEXT_LINES } from '../../state/review-store.ts';
import { count } from '../../state/count-words.ts';
import { Button } from '../../ui/button.tsx';
import { linesOf } from './known-lines.ts';
import { changesBetween, excerptOf } from './patch-lines.ts';
import { revert, stage, unstage } from './review-actions.ts';
import { useReviewContext, useReviewView } from './review-context.ts';
import styles from './review.module.css';

/** What can be done with the lines that are selected in a diff. */
export function SelectionBar(props: { readonly selection: LineRange; readonly onDone: () => void }) {
  const { selection, onDone } = props;
  const { session, comments, canStage } = useReviewContext();
  const diff = useReviewView((state) => state.diffs.get(selection.id));
  if (!diff) return null;
  const lines = linesOf(diff);
  const changes = changesBetween(lines, selection);
  const target = {
    kind: 'lines' as const,
    file: { section: diff.section, path: diff.path },
    fingerprint: diff.fingerprint,
    whitespace: session.subject.whitespace,
    context: CONTEXT_LINES,
    lines: changes,
  };
  const done = (work: Promise<void>) => {
    onDone();
    void work;
  };
  const what = count(changes.length, 'line');
  return (
    <div className={styles.selection} role="toolbar" aria-label="Selected lines">
      <span>{changes.length === 0 ? 'Unchanged lines' : `${what} selected`}</span>
      {canStage && changes.length > 0 && diff.section === 'staged' && (
        <Button size="s" onClick={() => done(unstage(session.subject, target))}>
          Unstage lines
        </Button>
      )}
      {canStage && changes.length > 0 && diff.section !== 'staged' && (
        <>
          <Button size="s" onClick={() => done(stage(session.subject, target))}>
            Stage lines
          </Button>
          <Button size="s" onClick={() => done(revert(session.subject, target, what))}>
            Revert lines
          </Button>
        </>
      )}
      <Button
        size="s"
        onClick={() => {
          comments.begin({
            fileId: selection.id,
            path: diff.path,
            range: selection,
            excerpt: excerptOf(diff.patch, lines, selection),
          });
          onDone();
        }}
      >
        Comment
      </Button>
      <Button size="s" tone="ghost" onClick={onDone}>
        Clear
      </Button>
    </div>
  );
}
