import { nextThatNeedsMe } from '../../state/approval-store.ts';
import { defineCommand, runCommand, type Command } from '../../state/commands.ts';
import { appInfoStore } from '../../state/app-info-store.ts';
import { copyText } from '../../state/copy-text.ts';
import { copyLatestAnswer } from '../../state/latest-answer.ts';
import { openFind } from '../../state/find-state.ts';
import { revealPath } from '../../state/reveal-path.ts';
import { newThread, openDialog, openThread, shownThread, uiStore } from '../../state/ui-store.ts';
import { startRename } from '../../features/sidebar/sidebar-store.ts';
import { startTitleRename } from '../../features/timeline/title-rename.ts';
import { summariesOf, targetsOf } from './command-targets.ts';
import {
  archiveThreads,
  canDelete,
  copyMarkdown,
  currentProject,
  deleteThreads,
  exportMarkdown,
  forkThread,
  markRead,
  openNeighbour,
  togglePinned,
  unarchiveThreads,
} from './thread-actions.ts';

const threadShown = () => shownThread(uiStore.getState()) !== null;
const shownArchived = () => summariesOf(targetsOf(undefined))[0]?.archived === true;

type ThreadCommand = Omit<Command, 'group'>;

/**
 * Commands on threads. Each takes a thread or several as its argument and acts on the shown one without; so `when` only speaks for
 * the palette and keys, where there is no argument.
 */
const commands: readonly ThreadCommand[] = [
  {
    id: 'thread.new',
    title: 'New thread',
    key: 'Mod+N',
    webKey: 'Mod+Shift+O',
    run: () => {
      newThread(currentProject()?.id ?? null);
      // The box is there in the next frame.
      requestAnimationFrame(() => void runCommand('message.focus'));
    },
  },
  { id: 'thread.search', title: 'Search threads', key: 'Mod+G', run: () => openDialog('search') },
  {
    id: 'thread.nextThatNeedsMe',
    title: 'Next thread that needs me',
    key: 'Mod+J',
    run: () => {
      const next = nextThatNeedsMe(shownThread(uiStore.getState()));
      if (next) openThread(next);
    },
  },
  {
    id: 'thread.copyAnswer',
    title: 'Copy the latest answer',
    key: 'Mod+O',
    run: (argument) => onFirst(argument, (ref) => void copyLatestAnswer(ref)),
  },
  { id: 'thread.next', title: 'Next thread', key: 'Mod+Alt+ArrowDown', run: () => openNeighbour(1) },
  { id: 'thread.previous', title: 'Previous thread', key: 'Mod+Alt+ArrowUp', run: () => openNeighbour(-1) },
  {
    id: 'thread.rename',
    title: 'Rename thread',
    key: 'F2',
    // In its row where it was asked for there, else in the header, which is there whatever is folded.
    run: (argument) => onFirst(argument, argument === undefined ? startTitleRename : startRename),
  },
  { id: 'thread.find', title: 'Find in thread', key: 'Mod+F', run: (argument) => onFirst(argument, openFind) },
  { id: 'thread.pin', title: 'Pin or unpin thread', run: (argument) => void togglePinned(targetsOf(argument)) },
  {
    id: 'thread.archive',
    title: 'Archive thread',
    key: 'Mod+Shift+Backspace',
    run: (argument) => void archiveThreads(targetsOf(argument)),
  },
  {
    id: 'thread.unarchive',
    title: 'Unarchive thread',
    when: shownArchived,
    run: (argument) => void unarchiveThreads(targetsOf(argument)),
  },
  {
    id: 'thread.fork',
    title: 'Fork thread',
    run: (argument) => onFirst(argument, (ref) => void forkThread(ref)),
  },
  {
    id: 'thread.markUnread',
    title: 'Mark thread as unread',
    run: (argument) => void markRead(targetsOf(argument), false),
  },
  { id: 'thread.markRead', title: 'Mark thread as read', run: (argument) => void markRead(targetsOf(argument), true) },
  {
    id: 'thread.copyId',
    title: 'Copy thread id',
    run: (argument) => onFirst(argument, (ref) => void copyText(ref.threadId, 'Thread id')),
  },
  {
    id: 'thread.copyMarkdown',
    title: 'Copy thread as Markdown',
    run: (argument) => onFirst(argument, (ref) => void copyMarkdown(ref)),
  },
  {
    id: 'thread.exportMarkdown',
    title: 'Export thread as Markdown…',
    run: (argument) => onFirst(argument, (ref) => void exportMarkdown(ref)),
  },
  {
    id: 'thread.reveal',
    title: 'Reveal the thread’s folder',
    when: () => appInfoStore.getState().info?.canReveal === true && threadShown(),
    run: (argument) => {
      const [thread] = summariesOf(targetsOf(argument));
      if (thread) void revealPath(thread.cwd);
    },
  },
  {
    id: 'thread.delete',
    title: 'Delete thread for good…',
    when: () => threadShown() && canDelete(targetsOf(undefined)),
    run: (argument) => void deleteThreads(targetsOf(argument)),
  },
];

/** These act without a thread on screen. */
const ANYWHERE = new Set(['thread.new', 'thread.search', 'thread.nextThatNeedsMe', 'thread.next', 'thread.previous']);

function onFirst(argument: unknown, run: (ref: ReturnType<typeof targetsOf>[number]) => void): void {
  const [ref] = targetsOf(argument);
  if (ref) run(ref);
}

export function defineThreadCommands(): void {
  for (const command of commands)
    defineCommand({
      ...command,
      group: 'Threads',
      ...(ANYWHERE.has(command.id) || command.when ? {} : { when: threadShown }),
    });
}
