import { useEffect, useState } from 'react';
import FilePlus from 'lucide-react/icons/file-plus';
import FolderPlus from 'lucide-react/icons/folder-plus';
import ListCollapse from 'lucide-react/icons/list-collapse';
import PanelTop from 'lucide-react/icons/panel-top';
import RotateCw from 'lucide-react/icons/rotate-cw';
import Search from 'lucide-react/icons/search';
import { useStore } from 'zustand';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { commandForKey, defineCommand, runCommand, useCommandKey } from '../../state/commands.ts';
import { keyName } from '../../state/key-match.ts';
import { useOpenThread, useThread } from '../../state/open-threads.ts';
import { usePanel } from '../../state/panel-store.ts';
import { infoOf, type OpenThread } from '../../state/thread-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { isMac } from '../../ui/platform.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import { closeFile, findEditors } from './file-actions.ts';
import { FilePane } from './file-pane.tsx';
import { FilesTree } from './files-tree.tsx';
import { filesRoom, useRoomWatch, type FilesRoom } from './files-room.ts';
import { OpenFileTabs } from './open-file-tabs.tsx';
import { parentOf } from './paths.ts';
import styles from './files.module.css';

/** The files of a thread's folder: looked at, changed, made and removed. */
export function FilesPanel({ thread: ref }: { readonly thread: ThreadRef }) {
  const thread = useOpenThread(ref);
  return thread && <FilesOf thread={thread} />;
}

function FilesOf({ thread }: { readonly thread: OpenThread }) {
  const root = useThread(thread, (state) => infoOf(state)?.cwd ?? null);
  if (root === null)
    return (
      <div className={styles.centre} role="status">
        <Spinner size={14} /> Reading…
      </div>
    );
  return <Files key={root} thread={thread.ref} room={filesRoom(thread.ref.serverId, root)} />;
}

/** The editor begins longer keys with the palette's: here it stays the palette's. */
function keepPaletteKey(event: React.KeyboardEvent): void {
  const name = keyName(event.nativeEvent, isMac());
  const command = name === null ? null : commandForKey(name);
  if (command?.id !== 'app.palette') return;
  event.preventDefault();
  event.stopPropagation();
  command.run();
}

/** Requests that were followed: a tab that is shown again must not go there again. */
let lastRequest = 0;

function Files({ thread, room }: { readonly thread: ThreadRef; readonly room: FilesRoom }) {
  useRoomWatch(room);
  useEffect(() => void findEditors(), []);
  const request = usePanel((state) => state.file);
  const nonce = usePanel((state) => state.nonce);
  useEffect(() => {
    if (!request || nonce === lastRequest || request.thread.threadId !== thread.threadId) return;
    lastRequest = nonce;
    room.files.open(request.path, request.line);
  }, [room, thread, request, nonce]);
  const front = useStore(room.files.store, (state) => state.front);
  const any = useStore(room.files.store, (state) => state.files.length > 0);
  useEffect(() => {
    const undefine = [
      defineCommand({
        id: 'files.save',
        title: 'Save file',
        group: 'View',
        key: 'Mod+S',
        run: () => {
          const path = room.files.store.getState().front;
          if (path !== null) void room.files.save(path);
        },
      }),
      defineCommand({
        id: 'files.close',
        title: 'Close file',
        group: 'View',
        key: 'Alt+W',
        run: () => {
          const path = room.files.store.getState().front;
          if (path !== null) void closeFile(room, path);
        },
      }),
    ];
    return () => undefine.forEach((off) => off());
  }, [room]);
  const [treeWanted, setTree] = useState(true);
  const showTree = treeWanted || !any;
  return (
    <div className={styles.files}>
      <Toolbar room={room} any={any} tree={showTree} onTree={() => setTree(!treeWanted)} />
      <div className={classNames(styles.split, any && showTree && styles.both)}>
        {showTree && (
          <div className={styles.side}>
            <FilesTree room={room} front={front} />
          </div>
        )}
        {any && (
          <div className={styles.main} onKeyDownCapture={keepPaletteKey}>
            <OpenFileTabs room={room} />
            {front !== null && <FilePane room={room} path={front} />}
          </div>
        )}
      </div>
    </div>
  );
}

function Toolbar(props: {
  readonly room: FilesRoom;
  readonly any: boolean;
  readonly tree: boolean;
  readonly onTree: () => void;
}) {
  const { room, any, tree, onTree } = props;
  const keys = useCommandKey('files.open');
  const folder = () => {
    const { active, folders, open } = room.tree.store.getState();
    if (active === null) return '';
    return active in folders && open.has(active) ? active : parentOf(active);
  };
  const ask = (kind: 'file' | 'folder') => room.tree.ask({ kind, folder: folder(), path: null });
  return (
    <div ref={keepClear} className={styles.toolbar}>
      <button type="button" className={styles.search} onClick={() => runCommand('files.open')} data-keys={keys}>
        <Search size={13} aria-hidden="true" />
        <span>Open file…</span>
      </button>
      {any && (
        <IconButton
          size="s"
          label={tree ? 'Hide the tree' : 'Show the tree'}
          aria-pressed={tree}
          icon={<PanelTop size={14} aria-hidden="true" />}
          onClick={onTree}
        />
      )}
      <IconButton
        size="s"
        label="New file"
        icon={<FilePlus size={14} aria-hidden="true" />}
        disabled={!tree}
        onClick={() => ask('file')}
      />
      <IconButton
        size="s"
        label="New folder"
        icon={<FolderPlus size={14} aria-hidden="true" />}
        disabled={!tree}
        onClick={() => ask('folder')}
      />
      <IconButton
        size="s"
        label="Close all folders"
        icon={<ListCollapse size={14} aria-hidden="true" />}
        onClick={() => room.tree.collapse()}
      />
      <IconButton
        size="s"
        label="Read again"
        icon={<RotateCw size={13} aria-hidden="true" />}
        onClick={() => room.tree.refresh()}
      />
    </div>
  );
}
