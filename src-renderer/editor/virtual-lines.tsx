import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import styles from './virtual-lines.module.css';

const LINE_HEIGHT_PX = 20;
/** Widest line that is measured for the horizontal scroll bar. */
const MAX_COLUMNS = 2000;

/**
 * Any number of one-line rows of the same height, of which only the visible ones are mounted. `columns`: characters of the
 * longest line; `showLine`: brings that line (from 0) into the middle, and again whenever `showNonce` changes.
 */
export function VirtualLines(props: {
  readonly label: string;
  readonly count: number;
  readonly columns: number;
  readonly line: (index: number) => ReactNode;
  readonly showLine?: number | null;
  readonly showNonce?: number;
  readonly className?: string | undefined;
}) {
  const { label, count, columns, line, showLine = null, showNonce = 0, className } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- rows are not memoized over it
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT_PX,
    overscan: 20,
    paddingStart: 6,
    paddingEnd: 12,
  });
  useLayoutEffect(() => {
    if (showLine !== null) virtualizer.scrollToIndex(showLine, { align: 'center' });
  }, [virtualizer, showLine, showNonce, count]);
  const items = virtualizer.getVirtualItems();
  return (
    <div
      ref={scroller}
      className={className ? `${styles.scroller} ${className}` : styles.scroller}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <div
        className={styles.sizer}
        style={{ height: virtualizer.getTotalSize(), minWidth: `${Math.min(columns, MAX_COLUMNS) + 12}ch` }}
      >
        <div className={styles.window} style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map((item) => (
            <div key={item.key} className={styles.line}>
              {line(item.index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
