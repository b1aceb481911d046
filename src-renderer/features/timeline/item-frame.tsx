import type { ReactNode } from 'react';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { threadKey, type ItemId } from '../../../src-shared/model/ids.ts';
import type { ItemStatus } from '../../../src-shared/model/item.ts';
import { useApprovals } from '../../state/approval-store.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useSeconds } from '../../state/clock.ts';
import { elapsedWords } from '../../state/time-words.ts';
import { useOpen } from './thread-context.ts';
import { duration } from './words.ts';
import styles from './items.module.css';

/** The box of an item: a head that folds what is below it. Without `children` there is nothing to unfold. */
export function ItemFrame(props: {
  readonly head: ReactNode;
  readonly trailing?: ReactNode;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  /** What the head's button is called, when its text alone would not do. */
  readonly label?: string;
  readonly children?: ReactNode;
}) {
  const { head, trailing, open, onToggle, label, children } = props;
  const folds = children !== undefined && children !== null && children !== false;
  return (
    <div className={styles.frame}>
      <div className={styles.headRow}>
        {folds ? (
          <button
            type="button"
            className={styles.head}
            aria-expanded={open}
            aria-label={label}
            onClick={() => onToggle(!open)}
          >
            <ChevronRight size={12} aria-hidden="true" className={classNames(styles.chevron, open && styles.turned)} />
            {head}
          </button>
        ) : (
          <div className={styles.head}>
            <span className={styles.noChevron} aria-hidden="true" />
            {head}
          </div>
        )}
        {trailing !== undefined && <div className={styles.trailing}>{trailing}</div>}
      </div>
      {folds && open && <div className={styles.body}>{children}</div>}
    </div>
  );
}

/** A line of text that folds what belongs to it: for what is said in passing. */
export function FoldLine(props: {
  readonly head: ReactNode;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  readonly children?: ReactNode;
}) {
  const { head, open, onToggle, children } = props;
  if (children === undefined || children === null || children === false)
    return <div className={styles.line}>{head}</div>;
  return (
    <div>
      <button type="button" className={styles.line} aria-expanded={open} onClick={() => onToggle(!open)}>
        <ChevronRight size={12} aria-hidden="true" className={classNames(styles.chevron, open && styles.turned)} />
        {head}
      </button>
      {open && <div className={styles.under}>{children}</div>}
    </div>
  );
}

export function RunningClock({ since }: { readonly since: number | null }) {
  const now = useSeconds();
  return since === null ? null : <span className={styles.time}>{elapsedWords(since, now)}</span>;
}

/** What goes on in an item that has not ended: it runs, or it waits for the user's decision and does not run at all. */
export function RunningState({ itemId, since }: { readonly itemId: ItemId; readonly since: number | null }) {
  const key = threadKey(useOpen().ref);
  const waits = useApprovals((state) => state.byThread[key]?.some((approval) => approval.itemId === itemId) ?? false);
  if (waits) return <span className={styles.needs}>Waits for you</span>;
  return (
    <>
      <Spinner label="Running" />
      <RunningClock since={since} />
    </>
  );
}

const STATUS_WORDS: Readonly<Record<ItemStatus, string>> = {
  running: 'Running',
  completed: 'Done',
  failed: 'Failed',
  declined: 'Declined',
  interrupted: 'Interrupted',
};

/** State and duration at the right end of an item's head. A completed one says only how long it took. */
export function ItemState(props: {
  readonly itemId: ItemId;
  readonly status: ItemStatus;
  readonly startedAt: number | null;
  readonly durationMs: number | null;
}) {
  const { itemId, status, startedAt, durationMs } = props;
  if (status === 'running') return <RunningState itemId={itemId} since={startedAt} />;
  return (
    <>
      {status !== 'completed' && (
        <span className={status === 'failed' ? styles.bad : styles.quiet}>{STATUS_WORDS[status]}</span>
      )}
      {durationMs !== null && <span className={styles.time}>{duration(durationMs)}</span>}
    </>
  );
}

/** Long text cut after `limit` characters with a way to the whole. */
export function CutText(props: {
  readonly text: string;
  readonly limit: number;
  readonly onShowAll: () => void;
  readonly label: string;
}) {
  // prettier-ignore
  const { text, limit, onShowAll, label } = props;
  const cut = text.length > limit;
  return (
    <>
      <pre className={styles.pre} tabIndex={0} aria-label={label}>
        {cut ? text.slice(0, limit) : text}
      </pre>
      {cut && <ShowAll onClick={onShowAll}>{(text.length - limit).toLocaleString('en-US')} more characters</ShowAll>}
    </>
  );
}

export function ShowAll({ children, onClick }: { readonly children: ReactNode; readonly onClick: () => void }) {
  return (
    <div className={styles.more}>
      <span>{children}</span>
      <button type="button" className={styles.moreButton} onClick={onClick}>
        Show all
      </button>
    </div>
  );
}
