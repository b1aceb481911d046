import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './badge.module.css';

export type BadgeTone = 'neutral' | 'accent' | 'needs' | 'bad' | 'good';

/** A small pill; `outline` is the quiet chip of headers (branch, model). */
export function Badge(props: {
  readonly tone?: BadgeTone;
  readonly outline?: boolean;
  readonly icon?: ReactNode;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  const { tone = 'neutral', outline = false, icon, title, children } = props;
  return (
    <span className={classNames(styles.badge, styles[tone], outline && styles.outline)} title={title}>
      {icon}
      <span className={styles.words}>{children}</span>
    </span>
  );
}

/** `+12 −3` in the two colours, with words for screen readers. A zero side is left out. */
export function DiffStat({ additions, deletions }: { readonly additions: number; readonly deletions: number }) {
  return (
    <span className={styles.stat}>
      {additions > 0 && (
        <span className={styles.added}>
          +{additions.toLocaleString('en-US')}
          <span className="sr-only"> lines added</span>
        </span>
      )}
      {deletions > 0 && (
        <span className={styles.removed}>
          −{deletions.toLocaleString('en-US')}
          <span className="sr-only"> lines removed</span>
        </span>
      )}
    </span>
  );
}
