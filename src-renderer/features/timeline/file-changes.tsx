import ChevronRight from 'lucide-react/icons/chevron-right';
import type { FileChange, FileChangeItem } from '../../../src-shared/model/item.ts';
import { DiffView } from '../../editor/diff-view.tsx';
import { view } from '../../state/panel-store.ts';
import { infoOf } from '../../state/thread-store.ts';
import { count } from '../../state/count-words.ts';
import { DiffStat } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ItemFrame, ItemState } from './item-frame.tsx';
import { useFold, useOpen, useThreadState, viewFile } from './thread-context.ts';
import styles from './items.module.css';

const DIFF_LINES = 120;
/** More files than this are listed after a click. */
const MAX_FILES = 60;
const KIND = { add: 'A', update: 'M', delete: 'D' } as const;
const KIND_WORDS = { add: 'Added', update: 'Changed', delete: 'Deleted' } as const;

export function FileChanges({ item }: { readonly item: FileChangeItem }) {
  const [open, setOpen] = useFold(item.id, true);
  const [all, setAll] = useFold(`${item.id}:all`, false);
  const additions = item.changes.reduce((sum, change) => sum + change.additions, 0);
  const deletions = item.changes.reduce((sum, change) => sum + change.deletions, 0);
  const shown = all ? item.changes : item.changes.slice(0, MAX_FILES);
  const words = item.status === 'running' ? 'Changing' : item.status === 'completed' ? 'changed' : 'not changed';
  const files = count(item.changes.length, 'file');
  return (
    <ItemFrame
      open={open}
      onToggle={setOpen}
      head={
        <>
          <span className={styles.prompt} aria-hidden="true">
            ±
          </span>
          <span>{item.status === 'running' ? `${words} ${files}` : `${files} ${words}`}</span>
        </>
      }
      trailing={
        <>
          <DiffStat additions={additions} deletions={deletions} />
          <ItemState itemId={item.id} status={item.status} startedAt={item.startedAt} durationMs={null} />
        </>
      }
    >
      {item.changes.length > 0 && (
        <ul className={styles.files}>
          {shown.map((change) => (
            <FileRow key={change.path} item={item} change={change} />
          ))}
          {shown.length < item.changes.length && (
            <li className={styles.moreFiles}>
              <button type="button" className={styles.moreButton} onClick={() => setAll(true)}>
                Show {count(item.changes.length - shown.length, 'more file')}
              </button>
            </li>
          )}
        </ul>
      )}
    </ItemFrame>
  );
}

function FileRow({ item, change }: { readonly item: FileChangeItem; readonly change: FileChange }) {
  const thread = useOpen();
  const cwd = useThreadState((state) => infoOf(state)?.cwd ?? '');
  const [open, setOpen] = useFold(`${item.id}:${change.path}`, false);
  const path = shortPath(cwd, change.path);
  return (
    <li>
      <div className={styles.fileRow}>
        <button
          type="button"
          className={styles.fileHead}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          onDoubleClick={() => viewFile(thread, { path: change.movedTo ?? change.path, line: null })}
        >
          <ChevronRight size={12} aria-hidden="true" className={classNames(styles.chevron, open && styles.turned)} />
          <span className={styles[change.kind]} aria-hidden="true">
            {KIND[change.kind]}
          </span>
          <span className="sr-only">{KIND_WORDS[change.kind]}</span>
          <span className={styles.path} data-tip={change.path}>
            {path}
            {change.movedTo !== null && ` → ${shortPath(cwd, change.movedTo)}`}
          </span>
        </button>
        <DiffStat additions={change.additions} deletions={change.deletions} />
      </div>
      {open && (
        <div className={styles.diff}>
          <DiffView
            diff={change.diff}
            limit={DIFF_LINES}
            truncated={change.truncated}
            onShowAll={() => view({ kind: 'item', thread: thread.ref, turnId: item.turnId, itemId: item.id })}
          />
        </div>
      )}
    </li>
  );
}

const shortPath = (cwd: string, path: string): string =>
  cwd !== '' && path.startsWith(cwd) && /^[\\/]/.test(path.slice(cwd.length)) ? path.slice(cwd.length + 1) : path;
