import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useSetting } from '../../state/settings-store.ts';
import { loadMore } from '../../state/directories.ts';
import { Button } from '../../ui/button.tsx';
import { handleListKey, threadsOf } from './handle-list-key.ts';
import { nextFocusable } from './list-keys.ts';
import { SectionRow } from './section-row.tsx';
import type { SidebarEntry } from './sidebar-entries.ts';
import { selectRange, setActive, showMore, useSidebar } from './sidebar-store.ts';
import { ThreadRow } from './thread-row.tsx';
import { useEntries } from './use-entries.ts';
import styles from './thread-list.module.css';

/** Heights in design pixels; the rows are drawn at exactly these. */
const HEIGHTS: Readonly<Record<SidebarEntry['kind'], number>> = {
  section: 36,
  thread: 44,
  more: 32,
  failed: 36,
  note: 28,
  skeleton: 44,
};
const DESIGN_FONT_PX = 13;
/** Rows drawn beyond the view; an automatic page loads when its line comes this close. */
const OVERSCAN = 6;

/** All projects and threads: a virtual list, so that ten thousand cost no more than a screenful. */
export function ThreadList() {
  const entries = useEntries();
  const scroller = useRef<HTMLDivElement>(null);
  const px = useSetting((settings) => settings.uiFontSize) / DESIGN_FONT_PX;
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => Math.round(HEIGHTS[entries[index]?.kind ?? 'thread'] * px),
    getItemKey: (index) => entries[index]?.key ?? index,
    overscan: OVERSCAN,
  });
  useEffect(() => virtual.measure(), [virtual, entries, px]);

  const active = useSidebar((state) => state.active);
  const activeIndex = useMemo(() => {
    const at = entries.findIndex((entry) => entry.key === active);
    return at >= 0 ? at : nextFocusable(entries, -1, 1);
  }, [entries, active]);

  const focusAt = useCallback(
    (index: number) => {
      const key = entries[index]?.key;
      if (key === undefined) return;
      setActive(key);
      virtual.scrollToIndex(index);
      // The row may have to be drawn first.
      requestAnimationFrame(() => {
        scroller.current
          ?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(key)}"]`)
          ?.focus({ preventScroll: true });
      });
    },
    [entries, virtual],
  );
  useFocusAfterRename(focusAt, activeIndex);
  const inList = useFocusAfterLoss(entries, active, focusAt);
  const onKeyDown = (event: React.KeyboardEvent) => handleListKey(event, { entries, at: activeIndex, focusAt });
  const onRange = useCallback((key: string) => selectRange(threadsOf(entries), key), [entries]);

  return (
    <div ref={scroller} className={styles.scroller} onKeyDown={onKeyDown} {...inList}>
      <div
        role="list"
        aria-label="Projects and threads"
        style={{ height: virtual.getTotalSize(), position: 'relative' }}
      >
        {virtual.getVirtualItems().map((item) => {
          const entry = entries[item.index];
          if (!entry) return null;
          return (
            <div
              key={item.key}
              role="listitem"
              aria-setsize={entries.length}
              aria-posinset={item.index + 1}
              className={styles.entry}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <Entry entry={entry} tabbable={item.index === activeIndex} onRange={onRange} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Entry(props: {
  readonly entry: SidebarEntry;
  readonly tabbable: boolean;
  readonly onRange: (key: string) => void;
}) {
  const { entry, tabbable, onRange } = props;
  switch (entry.kind) {
    case 'thread':
      return (
        <ThreadRow
          entryKey={entry.key}
          serverId={entry.ref.serverId}
          threadId={entry.ref.threadId}
          showFolder={entry.showFolder}
          tabbable={tabbable}
          onRange={onRange}
        />
      );
    case 'section':
      return <SectionRow section={entry} tabbable={tabbable} />;
    case 'more':
      return <MoreRow entry={entry} tabbable={tabbable} />;
    case 'failed':
      return (
        <p className={styles.failed}>
          Could not be read.{' '}
          <Button
            size="s"
            tone="ghost"
            data-entry={entry.key}
            tabIndex={tabbable ? 0 : -1}
            onClick={() => void loadMore(entry.serverId, entry.scope)}
          >
            Try again
          </Button>
        </p>
      );
    case 'note':
      return <p className={styles.note}>{entry.text}</p>;
    case 'skeleton':
      return (
        <div className={styles.skeleton}>
          <span className="sr-only">Loading threads…</span>
          <span />
          <span />
        </div>
      );
  }
}

function MoreRow({ entry, tabbable }: { readonly entry: SidebarEntry & { kind: 'more' }; readonly tabbable: boolean }) {
  const { auto, loading, load } = entry;
  const due = auto && !loading && load !== null;
  useEffect(() => {
    if (due) void loadMore(load.serverId, load.scope);
  }, [due, load]);
  return (
    <button
      type="button"
      className={styles.more}
      data-entry={entry.key}
      tabIndex={tabbable ? 0 : -1}
      aria-busy={loading || undefined}
      onFocus={() => setActive(entry.key)}
      onClick={() => {
        if (!auto) showMore(entry.section, entry.next);
        if (load && !loading) void loadMore(load.serverId, load.scope);
      }}
    >
      {loading ? 'Loading…' : 'Show more'}
    </button>
  );
}

/** After a rename the row has the focus again, unless the user has put it elsewhere. */
function useFocusAfterRename(focusAt: (index: number) => void, activeIndex: number): void {
  const renaming = useSidebar((state) => state.renaming !== null || state.renamingProject !== null);
  const before = useRef(renaming);
  useEffect(() => {
    if (before.current && !renaming && document.activeElement === document.body) focusAt(activeIndex);
    before.current = renaming;
  }, [renaming, focusAt, activeIndex]);
}

/** When the row that had the focus goes (it was archived), the one in its place gets it. */
function useFocusAfterLoss(entries: readonly SidebarEntry[], active: string | null, focusAt: (index: number) => void) {
  const last = useRef<{ readonly index: number; readonly focused: boolean }>({ index: -1, focused: false });
  useEffect(() => {
    const index = entries.findIndex((entry) => entry.key === active);
    const { index: before, focused } = last.current;
    if (index >= 0) last.current = { index, focused };
    else if (focused && before >= 0 && document.activeElement === document.body) {
      last.current = { index: -1, focused };
      focusAt(nextFocusable(entries, Math.min(before, entries.length) - 1, 1));
    }
  }, [entries, active, focusAt]);
  return {
    onFocus: () => {
      last.current = { ...last.current, focused: true };
    },
    onBlur: (event: React.FocusEvent) => {
      // A row that is removed loses the focus to nothing; then it is still ours to give back.
      if (event.relatedTarget !== null) last.current = { ...last.current, focused: false };
    },
  };
}
