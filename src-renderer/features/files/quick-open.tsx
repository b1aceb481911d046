import { useEffect, useState } from 'react';
import { Command } from 'cmdk';
import { useStore } from 'zustand';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { view } from '../../state/panel-store.ts';
import { closeDialog } from '../../state/ui-store.ts';
import { DialogView } from '../../ui/dialog-view.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { filesRoom, type FilesRoom } from './files-room.ts';
import { nameOf, parentOf, splitLine } from './paths.ts';
import { rankFound, type FoundFile } from './rank-found.ts';
import { classNames } from '../../ui/class-names.ts';
import sheet from '../../ui/search-sheet.module.css';
import styles from './quick-open.module.css';

const WAIT_MS = 60;
const MAX_SHOWN = 50;

/** Opens a file by a few of its letters; `:12` goes to a line. Nothing typed: what was opened lately. */
export function QuickOpen({ thread, root }: { readonly thread: ThreadRef; readonly root: string }) {
  const room = filesRoom(thread.serverId, root);
  const [typed, setTyped] = useState('');
  const { query, line } = splitLine(typed);
  const recent = useStore(room.files.store, (state) => state.recent);
  const front = useStore(room.files.store, (state) => state.front);
  const search = useFound(room, query.trim());
  const shown = rankFound(search.found, recent, front, query.trim()).slice(0, MAX_SHOWN);
  const open = (path: string) => {
    closeDialog();
    view({ kind: 'file', thread, root, path, line });
  };
  return (
    <DialogView title="Open file" hideTitle width="m" onClose={closeDialog}>
      <Command label="Open file" shouldFilter={false} loop className={sheet.sheet}>
        <div className={sheet.bar}>
          <Command.Input
            autoFocus
            className={sheet.input}
            placeholder="Name or path of a file, :line"
            value={typed}
            maxLength={300}
            onValueChange={setTyped}
          />
          {search.busy && <Spinner label="Searching" />}
        </div>
        <Command.List className={sheet.list} label="Files found">
          {line !== null && query.trim() === '' && front !== null && (
            <Command.Item value={`:${line}`} className={classNames(sheet.hit, styles.hit)} onSelect={() => open(front)}>
              <span className={styles.name}>{nameOf(front)}</span>
              <span className={styles.folder}>line {line}</span>
            </Command.Item>
          )}
          {shown.map((file) => (
            <Command.Item
              key={file.path}
              value={file.path}
              className={classNames(sheet.hit, styles.hit)}
              onSelect={() => open(file.path)}
            >
              <span className={styles.name}>
                <Marked file={file} from={file.path.length - nameOf(file.path).length} />
              </span>
              <span className={styles.folder}>{parentOf(file.path)}</span>
              {file.recent && <span className={styles.recent}>recent</span>}
            </Command.Item>
          ))}
        </Command.List>
        <div className={sheet.status} role="status">
          {search.error
            ? errorWords().appError(search.error).title
            : shown.length > 0
              ? `${shown.length === MAX_SHOWN ? 'The first ' : ''}${shown.length} ${shown.length === 1 ? 'file' : 'files'}`
              : search.busy
                ? 'Searching…'
                : query.trim() === ''
                  ? 'Type to search. Files that you open appear here.'
                  : 'No file matches.'}
        </div>
      </Command>
    </DialogView>
  );
}

/** The name, with what matched in it marked. `from`: where the name begins in the path. */
function Marked({ file, from }: { readonly file: FoundFile; readonly from: number }) {
  const parts: { readonly text: string; readonly marked: boolean }[] = [];
  const marks = new Set(file.indices);
  for (let at = from; at < file.path.length;) {
    const marked = marks.has(at);
    let end = at + 1;
    while (end < file.path.length && marks.has(end) === marked) end += 1;
    parts.push({ text: file.path.slice(at, end), marked });
    at = end;
  }
  return parts.map(({ text, marked }, at) => (marked ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>));
}

/** Asks the core once typing pauses; what comes too late is dropped. */
function useFound(room: FilesRoom, query: string) {
  const [answer, setAnswer] = useState<{
    readonly query: string;
    readonly found: readonly FoundFile[];
    readonly error: AppError | null;
  }>({ query: '', found: [], error: null });
  useEffect(() => {
    if (query === '') return;
    let late = false;
    const timer = setTimeout(() => {
      void getClient()
        .files.search({ serverId: room.serverId, root: room.root, query, limit: MAX_SHOWN })
        .then((result) => {
          if (late) return;
          const found = (result.ok ? result.value : [])
            .filter(({ kind }) => kind === 'file')
            .map(({ relative, indices }) => ({ path: relative.replaceAll('\\', '/'), indices, recent: false }));
          setAnswer({ query, found, error: result.ok ? null : result.error });
        });
    }, WAIT_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [room, query]);
  if (query === '') return { found: [], error: null, busy: false };
  return { found: answer.found, error: answer.query === query ? answer.error : null, busy: answer.query !== query };
}
