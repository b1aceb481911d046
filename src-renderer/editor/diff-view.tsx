import { memo, useMemo } from 'react';
import { classNames } from '../ui/class-names.ts';
import { parseHunks, type DiffLine } from './diff-hunks.ts';
import styles from './diff-view.module.css';

const SIGN: Partial<Record<DiffLine['kind'], string>> = { add: '+', delete: '−' };
const WORDS: Partial<Record<DiffLine['kind'], string>> = { add: 'added: ', delete: 'removed: ' };

/** One line of a diff: numbers of both sides, sign, text. */
export const DiffRow = memo(function DiffRow({ line }: { readonly line: DiffLine }) {
  if (line.kind === 'hunk' || line.kind === 'note')
    return <div className={line.kind === 'hunk' ? styles.hunk : styles.note}>{line.text}</div>;
  return (
    <div className={classNames(styles.row, styles[line.kind])}>
      <span className={styles.number} aria-hidden="true">
        {line.before}
      </span>
      <span className={styles.number} aria-hidden="true">
        {line.after}
      </span>
      <span className={styles.sign} aria-hidden="true">
        {SIGN[line.kind]}
      </span>
      <code className={styles.code}>
        {WORDS[line.kind] !== undefined && <span className="sr-only">{WORDS[line.kind]}</span>}
        {line.text}
      </code>
    </div>
  );
});

/**
 * A small unified diff. Draws at most `limit` lines; `onShowAll` gets the reader to the rest, and `truncated` says that the
 * text itself was cut before it came here.
 */
export const DiffView = memo(function DiffView(props: {
  readonly diff: string;
  readonly limit: number;
  readonly truncated?: boolean;
  readonly onShowAll?: (() => void) | undefined;
}) {
  const { diff, limit, truncated = false, onShowAll } = props;
  const lines = useMemo(() => parseHunks(diff), [diff]);
  const hidden = Math.max(0, lines.length - limit);
  if (lines.length === 0) return <p className={styles.empty}>No lines changed.</p>;
  return (
    <div className={styles.diff}>
      <div className={styles.scroller} tabIndex={0} role="group" aria-label="Changed lines">
        <div className={styles.lines}>
          {lines.slice(0, limit).map((line, at) => (
            <DiffRow key={at} line={line} />
          ))}
        </div>
      </div>
      {(hidden > 0 || truncated) && (
        <div className={styles.rest}>
          <span>{truncated ? 'The diff goes on.' : `${hidden.toLocaleString('en-US')} more lines`}</span>
          {onShowAll && (
            <button type="button" className={styles.more} onClick={onShowAll}>
              Show all
            </button>
          )}
        </div>
      )}
    </div>
  );
});
