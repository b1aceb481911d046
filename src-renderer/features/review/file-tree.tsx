import { memo, useMemo, useRef, useState } from 'react';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ChangedFile } from '../../../src-shared/model/review.ts';
import { fileId } from '../../state/review-store.ts';
import { DiffStat } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { treeRows, type TreeRow } from './file-tree-rows.ts';
import { CHANGE_LETTER, CHANGE_WORDS, SECTION_WORDS } from './words.ts';
import styles from './file-tree.module.css';

const ROW_PX = 24;
const INDENT_PX = 12;
const OVERSCAN_ROWS = 8;

/** The changed files as a tree. Choosing one brings its diff into view. */
export const FileTree = memo(function FileTree(props: {
  readonly files: readonly ChangedFile[];
  readonly shown: string | null;
  readonly onShow: (id: string) => void;
}) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => treeRows(props.files, closed), [props.files, closed]);
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- rows are plain values
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
  });
  const at = Math.max(
    0,
    rows.findIndex((row) => row.key === (focused ?? props.shown)),
  );
  const toggle = (key: string, open?: boolean) =>
    setClosed((before) => {
      const next = new Set(before);
      if (open ?? before.has(key)) next.delete(key);
      else next.add(key);
      return next;
    });
  const focus = (index: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (!row) return;
    setFocused(row.key);
    virtualizer.scrollToIndex(rows.indexOf(row));
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const row = rows[at];
    if (!row) return;
    switch (event.key) {
      case 'ArrowDown':
        focus(at + 1);
        break;
      case 'ArrowUp':
        focus(at - 1);
        break;
      case 'Home':
        focus(0);
        break;
      case 'End':
        focus(rows.length - 1);
        break;
      case 'ArrowRight':
        if (row.kind === 'folder') toggle(row.key, true);
        break;
      case 'ArrowLeft':
        if (row.kind === 'folder') toggle(row.key, false);
        break;
      case 'Enter':
      case ' ':
        if (row.kind === 'file') props.onShow(fileId(row.file));
        else if (row.kind === 'folder') toggle(row.key);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className={styles.tree}
      style={{ height: rows.length * ROW_PX }}
      role="tree"
      aria-label="Changed files"
      tabIndex={0}
      aria-activedescendant={rows[at] ? `review-${rows[at].key}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.sizer} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <Row
              key={row.key}
              row={row}
              top={start}
              current={row.key === props.shown}
              active={index === at}
              onSelect={() => {
                setFocused(row.key);
                if (row.kind === 'file') props.onShow(fileId(row.file));
                else if (row.kind === 'folder') toggle(row.key);
              }}
            />
          );
        })}
      </div>
    </div>
  );
});

function Row(props: {
  readonly row: TreeRow;
  readonly top: number;
  readonly current: boolean;
  readonly active: boolean;
  readonly onSelect: () => void;
}) {
  const { row, top, current, active } = props;
  const style = {
    transform: `translateY(${top}px)`,
    paddingLeft: row.kind === 'section' ? 8 : 8 + row.depth * INDENT_PX,
  };
  if (row.kind === 'section')
    return (
      <div id={`review-${row.key}`} role="treeitem" aria-selected={false} className={styles.section} style={style}>
        {SECTION_WORDS[row.section]} <span className={styles.count}>{row.count}</span>
      </div>
    );
  if (row.kind === 'folder')
    return (
      <div
        id={`review-${row.key}`}
        role="treeitem"
        aria-expanded={row.open}
        aria-selected={false}
        aria-level={row.depth + 1}
        className={classNames(styles.row, active && styles.active)}
        style={style}
        onClick={props.onSelect}
      >
        <ChevronRight size={12} aria-hidden="true" className={classNames(styles.chevron, row.open && styles.turned)} />
        <span className={styles.name}>{row.name}</span>
      </div>
    );
  const { file } = row;
  return (
    <div
      id={`review-${row.key}`}
      role="treeitem"
      aria-selected={current}
      aria-level={row.depth + 1}
      aria-label={`${file.path}, ${CHANGE_WORDS[file.change]}${file.viewed ? ', viewed' : ''}`}
      data-tip={file.oldPath === null ? file.path : `${file.oldPath} → ${file.path}`}
      className={classNames(
        styles.row,
        current && styles.current,
        active && styles.active,
        file.viewed && styles.viewed,
      )}
      style={style}
      onClick={props.onSelect}
    >
      <span className={classNames(styles.letter, styles[file.change])} aria-hidden="true">
        {CHANGE_LETTER[file.change]}
      </span>
      <span className={styles.name}>{row.name}</span>
      <DiffStat additions={file.additions ?? 0} deletions={file.deletions ?? 0} />
    </div>
  );
}
