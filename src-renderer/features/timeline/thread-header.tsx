import { useEffect } from 'react';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import Ellipsis from 'lucide-react/icons/ellipsis';
import FolderGit2 from 'lucide-react/icons/folder-git-2';
import GitBranch from 'lucide-react/icons/git-branch';
import PanelRight from 'lucide-react/icons/panel-right';
import Server from 'lucide-react/icons/server';
import SquareTerminal from 'lucide-react/icons/square-terminal';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { runCommand, useCommandKey } from '../../state/commands.ts';
import { branchWords } from '../../state/branch-words.ts';
import { createProjectFinder } from '../../state/directory-order.ts';
import { openFind, useFindOpen } from '../../state/find-state.ts';
import { folderName } from '../../state/folder-path.ts';
import { useGit, usePullRequest } from '../../state/git-store.ts';
import { useHostLabel } from '../../state/host-store.ts';
import { useSideShown } from '../../state/layout.ts';
import { openAddress } from '../../state/open-address.ts';
import { useThread, useOpenThread } from '../../state/open-threads.ts';
import { projectById, projectStore, useInWorktree } from '../../state/project-store.ts';
import { pullRequestTone, pullRequestWords } from '../../state/pull-request-words.ts';
import { setDrawerOpen, useDrawerOpen } from '../../state/terminal-store.ts';
import { infoOf, type OpenThread } from '../../state/thread-store.ts';
import { openThread } from '../../state/ui-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { BackgroundTerminals } from './background-terminals.tsx';
import { ContextMeter } from './context-meter.tsx';
import { FindBar } from './find-bar.tsx';
import { OnTopToggle } from './on-top-toggle.tsx';
import { threadMenu } from './thread-menu.ts';
import { ThreadTitle } from './thread-title.tsx';
import { endTitleRename, startTitleRename, useTitleRenamed } from './title-rename.ts';
import styles from './thread-header.module.css';

/** Title, place, model and context of a thread; below it what keeps it from being written to, and the find bar. */
export function ThreadHeader({ thread: ref }: { readonly thread: ThreadRef }) {
  const thread = useOpenThread(ref);
  if (!thread) return <header className={styles.header} />;
  return <Header key={`${ref.serverId}#${ref.threadId}`} thread={thread} />;
}

function Header({ thread }: { readonly thread: OpenThread }) {
  const branch = useThread(thread, (state) => infoOf(state)?.branch ?? null);
  const cwd = useThread(thread, (state) => infoOf(state)?.cwd ?? '');
  const model = useThread(thread, (state) => infoOf(state)?.settings.model ?? null);
  const parent = useThread(thread, (state) => infoOf(state)?.parentThreadId ?? null);
  const findOpen = useFindOpen(thread.ref);
  const renaming = useTitleRenamed(thread.ref);
  useEffect(() => endTitleRename, []);
  const { serverId } = thread.ref;
  const inWorktree = useInWorktree(cwd);
  const host = useHostLabel(serverId);
  const project = projectName(serverId, cwd);
  // On another machine each look is a process there: what was told last will do.
  const git = useGit(serverId, host === null && cwd !== '' ? cwd : null);
  const checkedOut = branchWords(git, branch);
  const pullRequest = usePullRequest(serverId, cwd);
  return (
    <>
      <header className={styles.header}>
        {parent !== null && (
          <IconButton
            label="Back to the thread that started this sub-agent"
            icon={<ArrowLeft size={15} aria-hidden="true" />}
            onClick={() => openThread({ serverId, threadId: parent })}
          />
        )}
        <ThreadTitle
          thread={thread}
          editing={renaming}
          onEditing={(editing) => (editing ? startTitleRename(thread.ref) : endTitleRename())}
        />
        {project !== '' && (
          <span className={styles.place}>
            <Badge outline title={cwd}>
              {project}
            </Badge>
          </span>
        )}
        {host !== null && (
          <span className={styles.place}>
            <Badge outline icon={<Server size={11} aria-hidden="true" />} title={`Runs on ${host}`}>
              {host}
            </Badge>
          </span>
        )}
        {inWorktree && (
          <span className={styles.worktree}>
            <Badge outline icon={<FolderGit2 size={11} aria-hidden="true" />} title={cwd}>
              worktree
            </Badge>
          </span>
        )}
        {checkedOut !== null && (
          <span className={styles.branch}>
            <Badge outline icon={<GitBranch size={11} aria-hidden="true" />} title={checkedOut.title}>
              {checkedOut.label}
            </Badge>
          </span>
        )}
        {pullRequest && (
          <button type="button" className={styles.pullRequest} onClick={() => void openAddress(pullRequest.url)}>
            <Badge outline tone={pullRequestTone(pullRequest)} title={pullRequest.title}>
              {pullRequestWords(pullRequest)}
            </Badge>
          </button>
        )}
        <span className={styles.grow} />
        {model !== null && <span className={styles.model}>{model}</span>}
        <ContextMeter thread={thread} />
        <BackgroundTerminals thread={thread} />
        <MenuButton
          label="Thread menu"
          icon={<Ellipsis size={16} aria-hidden="true" />}
          align="end"
          entries={() =>
            threadMenu(thread, { find: () => openFind(thread.ref), rename: () => startTitleRename(thread.ref) })
          }
        />
        <OnTopToggle />
        <TerminalToggle />
        <PanelToggle />
      </header>
      {findOpen && <FindBar thread={thread} />}
    </>
  );
}

function TerminalToggle() {
  const open = useDrawerOpen();
  const keys = useCommandKey('terminal.toggle');
  return (
    <IconButton
      label={open ? 'Hide the terminal' : 'Show the terminal'}
      keys={keys}
      aria-pressed={open}
      icon={<SquareTerminal size={16} aria-hidden="true" />}
      onClick={() => (open ? setDrawerOpen(false) : runCommand('terminal.toggle'))}
    />
  );
}

function PanelToggle() {
  const shown = useSideShown('panel');
  const keys = useCommandKey('view.togglePanel');
  return (
    <IconButton
      label={shown ? 'Hide the side panel' : 'Show the side panel'}
      keys={keys}
      aria-pressed={shown}
      icon={<PanelRight size={16} aria-hidden="true" />}
      onClick={() => void runCommand('view.togglePanel')}
    />
  );
}

/** The project whose folder, or one of whose worktrees, holds the thread's; else the last part of the path. */
function projectName(serverId: ThreadRef['serverId'], cwd: string): string {
  const projects = projectStore.getState().projects.filter((project) => project.serverId === serverId);
  const inside = projectById(createProjectFinder(projects)(cwd));
  return inside?.name ?? folderName(cwd);
}
