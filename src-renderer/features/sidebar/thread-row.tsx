import { memo, useState } from 'react';
import Archive from 'lucide-react/icons/archive';
import FolderGit2 from 'lucide-react/icons/folder-git-2';
import GitBranch from 'lucide-react/icons/git-branch';
import Server from 'lucide-react/icons/server';
import Pin from 'lucide-react/icons/pin';
import PinOff from 'lucide-react/icons/pin-off';
import { threadKey, type ThreadRef } from '../../../src-shared/model/ids.ts';
import type { TurnError } from '../../../src-shared/model/item.ts';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';
import { useMinutes, useSeconds } from '../../state/clock.ts';
import { useConnection } from '../../state/connection-store.ts';
import { runCommand } from '../../state/commands.ts';
import { useSummary } from '../../state/directories.ts';
import { useErrorWords } from '../../state/error-words.ts';
import { usePullRequest } from '../../state/git-store.ts';
import { useHostLabel } from '../../state/host-store.ts';
import { useBranch, useInWorktree } from '../../state/project-store.ts';
import { useIsAway } from '../../state/server-store.ts';
import { ageWords, elapsedWords } from '../../state/time-words.ts';
import { openThread, shownThread, useUi } from '../../state/ui-store.ts';
import { DiffStat } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { openContextMenu } from '../../ui/menu.tsx';
import { OverlapMark } from './overlap-mark.tsx';
import { RenameField } from './rename-field.tsx';
import { actionTargets, clearSelection, setActive, startRename, toggleSelected, useSidebar } from './sidebar-store.ts';
import { threadMenu } from './thread-menu.tsx';
import { placeWords, rowTitle, rowTone, stateWords, type RowTone } from './thread-state.ts';
import styles from './thread-row.module.css';

interface ThreadRowProps {
  readonly entryKey: string;
  readonly serverId: ThreadRef['serverId'];
  readonly threadId: ThreadRef['threadId'];
  readonly showFolder: boolean;
  /** The row that the Tab key reaches. */
  readonly tabbable: boolean;
  readonly onRange: (entryKey: string) => void;
}

/** One thread of the list. It wakes when its own summary changes, and when it becomes or stops being the shown one. */
export const ThreadRow = memo(function ThreadRow(props: ThreadRowProps) {
  const { entryKey, serverId, threadId, showFolder, tabbable, onRange } = props;
  const ref: ThreadRef = { serverId, threadId };
  const key = threadKey(ref);
  const thread = useSummary(ref);
  const shown = useUi((state) => {
    const current = shownThread(state);
    return current?.threadId === threadId && current.serverId === serverId;
  });
  const selected = useSidebar((state) => state.selected.has(key));
  const renaming = useSidebar((state) => state.renaming === key);
  const connected = useConnection().kind === 'open';
  const away = useIsAway(serverId);
  // Drawn under the pointer only: building two buttons for every row is what would make scrolling slow.
  const [pointed, setPointed] = useState(false);
  if (!thread) return null;
  const tone = rowTone(thread, connected, away);
  if (renaming)
    return (
      <div className={classNames(styles.row, styles.renaming)}>
        <RenameField thread={thread} />
      </div>
    );
  return (
    <div
      className={classNames(
        styles.row,
        shown && styles.shown,
        selected && styles.selected,
        tone === 'unread' && styles.unread,
      )}
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => setPointed(false)}
      onContextMenu={(event) => {
        setActive(entryKey);
        openContextMenu(event, 'Thread', threadMenu(actionTargets(ref)));
      }}
    >
      <button
        type="button"
        className={styles.main}
        data-entry={entryKey}
        tabIndex={tabbable ? 0 : -1}
        aria-current={shown ? 'page' : undefined}
        onFocus={() => setActive(entryKey)}
        onClick={(event) => {
          if (event.shiftKey) onRange(entryKey);
          else if (event.ctrlKey || event.metaKey) toggleSelected(ref, entryKey);
          else {
            clearSelection(entryKey);
            setActive(entryKey);
            openThread(ref);
          }
        }}
        onDoubleClick={() => startRename(ref)}
      >
        <span className={classNames(styles.dot, styles[tone])} aria-hidden="true" />
        <span className={styles.title} dir="auto">
          {rowTitle(thread)}
        </span>
        <span className="sr-only">{stateWords(tone, selected)}</span>
        <Meta thread={thread} showFolder={showFolder} tone={tone} />
      </button>
      {pointed && <RowActions threadRef={ref} pinned={thread.pinned} />}
    </div>
  );
});

function RowActions({ threadRef, pinned }: { readonly threadRef: ThreadRef; readonly pinned: boolean }) {
  return (
    <span className={styles.actions}>
      <IconButton
        size="s"
        tabIndex={-1}
        label={pinned ? 'Unpin' : 'Pin'}
        icon={pinned ? <PinOff size={14} aria-hidden="true" /> : <Pin size={14} aria-hidden="true" />}
        onClick={() => void runCommand('thread.pin', [threadRef])}
      />
      <IconButton
        size="s"
        tabIndex={-1}
        label="Archive"
        icon={<Archive size={14} aria-hidden="true" />}
        onClick={() => void runCommand('thread.archive', actionTargets(threadRef))}
      />
    </span>
  );
}

function Meta(props: { readonly thread: ThreadSummary; readonly showFolder: boolean; readonly tone: RowTone }) {
  const { thread, showFolder, tone } = props;
  const { changed, queued } = thread;
  const branch = useBranch(thread);
  const inWorktree = useInWorktree(thread.cwd);
  const host = useHostLabel(thread.serverId);
  const pullRequest = usePullRequest(thread.serverId, thread.cwd);
  return (
    <span className={styles.meta} aria-hidden="true">
      <span className={styles.place}>
        {host !== null && <Server size={11} aria-hidden="true" className={styles.branch} />}
        {inWorktree && <FolderGit2 size={11} aria-hidden="true" className={styles.branch} />}
        {host === null && !inWorktree && branch !== null && (
          <GitBranch size={11} aria-hidden="true" className={styles.branch} />
        )}
        <span className={styles.placeName}>
          {placeWords({ cwd: thread.cwd, branch }, { host, inWorktree, showFolder })}
        </span>
      </span>
      {pullRequest && <span className={styles.pullRequest}>#{pullRequest.number}</span>}
      {changed && <DiffStat additions={changed.additions} deletions={changed.deletions} />}
      {inWorktree && isActive(thread) && <OverlapMark serverId={thread.serverId} cwd={thread.cwd} />}
      {queued > 0 && <span className={styles.queued}>{queued} queued</span>}
      <span className={styles.state}>
        {tone === 'away' ? 'host away' : tone === 'unknown' ? 'not connected' : <State thread={thread} />}
      </span>
    </span>
  );
}

const isActive = ({ status }: ThreadSummary): boolean => status.kind === 'running' || status.kind === 'needsYou';

/** Right end of the second line: what it needs, how long it has been running, why it failed, or how old it is. */
function State({ thread }: { readonly thread: ThreadSummary }) {
  const { status } = thread;
  switch (status.kind) {
    case 'running':
      return <Elapsed since={status.since} />;
    case 'needsYou':
      return <span className={styles.needsWords}>needs you</span>;
    case 'failed':
      return <Failed error={status.error} />;
    case 'idle':
    case 'notLoaded':
      return <Age at={thread.recencyAt} />;
  }
}

function Failed({ error }: { readonly error: TurnError }) {
  return <span className={styles.failedWords}>{useErrorWords().turnError(error).title.toLowerCase()}</span>;
}
const Elapsed = ({ since }: { readonly since: number }) => (
  <span className={styles.time}>{elapsedWords(since, useSeconds())}</span>
);
const Age = ({ at }: { readonly at: number }) => <span className={styles.time}>{ageWords(at, useMinutes())}</span>;
