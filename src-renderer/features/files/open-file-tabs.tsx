import { useEffect, useRef } from 'react';
import X from 'lucide-react/icons/x';
import { useStore } from 'zustand';
import { classNames } from '../../ui/class-names.ts';
import { openContextMenu } from '../../ui/menu.tsx';
import { closeFile, rowEntries } from './file-actions.ts';
import type { FilesRoom } from './files-room.ts';
import { nameOf, parentOf } from './paths.ts';
import styles from './files.module.css';

/** The open files; a dot says that something is not saved. */
export function OpenFileTabs({ room }: { readonly room: FilesRoom }) {
  const files = useStore(room.files.store, (state) => state.files);
  const front = useStore(room.files.store, (state) => state.front);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [front, files.length]);
  const go = (step: number) => {
    const at = files.findIndex(({ path }) => path === front);
    const next = files[(at + step + files.length) % files.length];
    if (!next) return;
    room.files.open(next.path);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };
  return (
    <div ref={list} className={styles.tabs} role="tablist" aria-label="Open files">
      {files.map(({ path, dirty }) => {
        const name = nameOf(path);
        const twice = files.some((other) => other.path !== path && nameOf(other.path) === name);
        return (
          <div
            key={path}
            className={classNames(styles.tab, path === front && styles.tabFront)}
            role="presentation"
            onContextMenu={(event) => openContextMenu(event, name, rowEntries(room, path, 'file'))}
            onAuxClick={(event) => {
              if (event.button === 1) void closeFile(room, path);
            }}
          >
            <button
              type="button"
              role="tab"
              aria-selected={path === front}
              aria-label={`${path}${dirty ? ', not saved' : ''}`}
              tabIndex={path === front ? 0 : -1}
              className={styles.tabName}
              data-tip={path}
              onClick={() => room.files.open(path)}
              onKeyDown={(event) => {
                if (event.key === 'ArrowRight') go(1);
                else if (event.key === 'ArrowLeft') go(-1);
                else if (event.key === 'Delete') void closeFile(room, path);
                else return;
                event.preventDefault();
              }}
            >
              {dirty && <span className={styles.dot} aria-hidden="true" />}
              <span>{name}</span>
              {twice && <span className={styles.where}>{nameOf(parentOf(path)) || '.'}</span>}
            </button>
            {/* For the pointer; a list of tabs may hold tabs only, and Delete and the command close one as well. */}
            <span
              className={styles.tabClose}
              aria-hidden="true"
              data-tip={`Close ${name}`}
              onClick={() => void closeFile(room, path)}
            >
              <X size={12} />
            </span>
          </div>
        );
      })}
    </div>
  );
}
