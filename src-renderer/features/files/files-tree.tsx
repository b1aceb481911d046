import { useEffect, useMemo, useRef } from 'react';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useStore } from 'zustand';
import { errorWords } from '../../state/error-words.ts';
import { classNames } from '../../ui/class-names.ts';
import { openMenu } from '../../ui/overlay-requests.ts';
import { create, openFile, remove, rename, rowEntries } from './file-actions.ts';
import type { FilesRoom } from './files-room.ts';
import { parentOf } from './paths.ts';
import { fileRows, type FileRow } from './tree-rows.ts';
import styles from './files-tree.module.css';

const ROW_PX = 24;
const INDENT_PX = 12;
const OVERSCAN_ROWS = 10;
const rowId = (key: string): string => `files-${key}`;

/** The folder as a tree. Folders are read when they are opened, long ones page by page. */
export function FilesTree({ room, front }: { readonly room: FilesRoom; readonly front: string | null }) {
  const { tree } = room;
  const folders = useStore(tree.store, (state) => state.folders);
  const open = useStore(tree.store, (state) => state.open);
  const input = useStore(tree.store, (state) => state.input);
  const active = useStore(tree.store, (state) => state.active);
  const rows = useMemo(() => fileRows({ folders, open, input }), [folders, open, input]);
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- rows are plain values
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
  });
  const wanted = active ?? front;
  const at = Math.max(
    0,
    rows.findIndex((row) => row.kind === 'entry' && row.path === wanted),
  );
  const items = virtualizer.getVirtualItems();
  const inputAt = rows.findIndex((row) => row.kind === 'input');
  useEffect(() => {
    if (inputAt >= 0) virtualizer.scrollToIndex(inputAt);
  }, [virtualizer, inputAt]);
  // What was opened or created comes into view, once it is there.
  const seen = useRef<string | null>(null);
  useEffect(() => {
    const index = rows.findIndex((row) => row.kind === 'entry' && row.path === active);
    if (active === seen.current || index < 0) return;
    seen.current = active;
    virtualizer.scrollToIndex(index);
  }, [virtualizer, rows, active]);
  // The end of a long folder is in view: its next page.
  useEffect(() => {
    for (const { index } of items) {
      const row = rows[index];
      if (row?.kind === 'more') tree.loadMore(row.folder);
    }
  });

  const focus = (index: number, step: 1 | -1) => {
    for (let next = index; next >= 0 && next < rows.length; next += step) {
      const row = rows[next];
      if (row?.kind !== 'entry') continue;
      tree.activate(row.path);
      virtualizer.scrollToIndex(next);
      return;
    }
  };
  const choose = (row: FileRow & { kind: 'entry' }) => {
    tree.activate(row.path);
    if (row.entry.kind === 'folder') tree.toggle(row.path);
    else openFile(room, row.path);
  };
  const showMenu = (row: FileRow & { kind: 'entry' }, anchor: Element | { x: number; y: number }) =>
    openMenu({ anchor, label: row.entry.name, entries: rowEntries(room, row.path, row.entry.kind) });
  const onKeyDown = (event: React.KeyboardEvent) => {
    const row = rows[at];
    if (row?.kind !== 'entry' || event.target !== event.currentTarget) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!plain) return;
    switch (event.key) {
      case 'ArrowDown':
        focus(active === null && front === null ? at : at + 1, 1);
        break;
      case 'ArrowUp':
        focus(at - 1, -1);
        break;
      case 'Home':
        focus(0, 1);
        break;
      case 'End':
        focus(rows.length - 1, -1);
        break;
      case 'ArrowRight':
        if (row.entry.kind === 'folder' && row.open) focus(at + 1, 1);
        else if (row.entry.kind === 'folder') tree.toggle(row.path, true);
        break;
      case 'ArrowLeft':
        if (row.open) tree.toggle(row.path, false);
        else if (parentOf(row.path) !== '')
          focus(
            rows.findIndex((other) => other.kind === 'entry' && other.path === parentOf(row.path)),
            -1,
          );
        break;
      case 'Enter':
      case ' ':
        choose(row);
        break;
      case 'F2':
        tree.ask({ kind: 'rename', folder: parentOf(row.path), path: row.path });
        break;
      case 'Delete':
        void remove(room, row.path);
        break;
      case 'ContextMenu':
      case 'F10': {
        if (event.key === 'F10' && !event.shiftKey) return;
        const element = document.getElementById(rowId(row.key));
        if (element) showMenu(row, element);
        break;
      }
      default: {
        if (event.key.length !== 1) return;
        const letter = event.key.toLowerCase();
        const after = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
        const found = after.find(
          (other) => other.kind === 'entry' && other.entry.name.toLowerCase().startsWith(letter),
        );
        if (found) focus(rows.indexOf(found), 1);
      }
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={scroller}
      className={styles.tree}
      role="tree"
      aria-label="Files"
      tabIndex={0}
      aria-activedescendant={rows[at] ? rowId(rows[at].key) : undefined}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.sizer} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          const style = { transform: `translateY(${start}px)`, paddingLeft: 8 + row.depth * INDENT_PX };
          if (row.kind !== 'entry')
            return (
              <div key={row.key} role="none" className={styles.note} style={style}>
                <OtherRow room={room} row={row} />
              </div>
            );
          return (
            <div
              key={row.key}
              id={rowId(row.key)}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-selected={row.path === front}
              {...(row.entry.kind === 'folder' ? { 'aria-expanded': row.open } : {})}
              className={classNames(
                styles.row,
                row.path === front && styles.current,
                index === at && styles.active,
                row.entry.ignored && styles.ignored,
              )}
              style={style}
              title={row.entry.link ? `${row.entry.name} (link)` : undefined}
              onClick={() => choose(row)}
              onContextMenu={(event) => {
                event.preventDefault();
                tree.activate(row.path);
                showMenu(row, { x: event.clientX, y: event.clientY });
              }}
            >
              {row.entry.kind === 'folder' ? (
                <ChevronRight
                  size={12}
                  aria-hidden="true"
                  className={classNames(styles.chevron, row.open && styles.turned)}
                />
              ) : (
                <span className={styles.chevron} />
              )}
              <span className={styles.name}>{row.entry.name}</span>
              {row.entry.link && <span className={styles.mark}>link</span>}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function OtherRow({ room, row }: { readonly room: FilesRoom; readonly row: Exclude<FileRow, { kind: 'entry' }> }) {
  switch (row.kind) {
    case 'reading':
      return <span role="status">Reading…</span>;
    case 'empty':
      return <span>Empty</span>;
    case 'more':
      return <span>{row.left.toLocaleString('en-US')} more…</span>;
    case 'failed': {
      const { title } = errorWords().appError(row.error);
      return <span className={styles.bad}>{title}</span>;
    }
    case 'input':
      return <NameField room={room} initial={row.name} />;
  }
}

/** Enter takes the name, Escape and leaving the field do not. */
function NameField({ room, initial }: { readonly room: FilesRoom; readonly initial: string }) {
  const { tree } = room;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The menu that asked for it gives the focus back first.
    const timer = setTimeout(() => {
      field.current?.focus();
      const dot = initial.lastIndexOf('.');
      field.current?.setSelectionRange(0, dot > 0 ? dot : initial.length);
    });
    return () => clearTimeout(timer);
  }, [initial]);
  const leave = () => {
    field.current?.closest<HTMLElement>('[role="tree"]')?.focus();
    tree.ask(null);
  };
  const take = async (name: string) => {
    const { input } = tree.store.getState();
    if (!input) return;
    const done =
      input.kind === 'rename' && input.path !== null
        ? await rename(room, input.path, name)
        : await create(room, input.folder, input.kind === 'folder' ? 'folder' : 'file', name);
    if (done) leave();
  };
  return (
    <input
      ref={field}
      className={styles.field}
      aria-label={initial === '' ? 'Name' : 'New name'}
      defaultValue={initial}
      spellCheck={false}
      onBlur={() => tree.ask(null)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') void take(event.currentTarget.value.trim());
        else if (event.key === 'Escape') leave();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
