import Archive from 'lucide-react/icons/archive';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import Copy from 'lucide-react/icons/copy';
import AppWindow from 'lucide-react/icons/app-window';
import FileDown from 'lucide-react/icons/file-down';
import FolderOpen from 'lucide-react/icons/folder-open';
import GitFork from 'lucide-react/icons/git-fork';
import Mail from 'lucide-react/icons/mail';
import MailOpen from 'lucide-react/icons/mail-open';
import Pencil from 'lucide-react/icons/pencil';
import Pin from 'lucide-react/icons/pin';
import PinOff from 'lucide-react/icons/pin-off';
import Trash from 'lucide-react/icons/trash-2';
import type { ReactNode } from 'react';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { appInfoStore } from '../../state/app-info-store.ts';
import { commandKey, commandStore, runCommand } from '../../state/commands.ts';
import { summaryOf } from '../../state/directories.ts';
import { serverById } from '../../state/server-store.ts';
import { settingsStore } from '../../state/settings-store.ts';
import type { MenuEntry } from '../../ui/overlay-requests.ts';

const ICON = { size: 14, 'aria-hidden': true } as const;

/** Entries of a thread's context menu, for one thread or several at once. Only what is possible is in it. */
export function threadMenu(refs: readonly ThreadRef[]): readonly MenuEntry[] {
  const threads = refs.map(summaryOf).filter((thread) => thread !== undefined);
  const [first] = threads;
  if (!first) return [];
  const one = refs.length === 1;
  const entry = (id: string, label: string, icon: ReactNode, danger = false): MenuEntry => ({
    kind: 'item',
    label,
    icon,
    danger,
    keys: keyOf(id),
    onSelect: () => void runCommand(id, refs),
  });
  const allPinned = threads.every((thread) => thread.pinned);
  const archived = threads.every((thread) => thread.archived);
  const canDelete = refs.every((ref) => serverById(ref.serverId)?.capabilities?.deleteThread === true);
  const unread = threads.some((thread) => thread.unread);
  const entries: (MenuEntry | false)[] = [
    one && entry('thread.rename', 'Rename', <Pencil {...ICON} />),
    !archived && entry('thread.pin', allPinned ? 'Unpin' : 'Pin', allPinned ? <PinOff {...ICON} /> : <Pin {...ICON} />),
    !archived &&
      (unread
        ? entry('thread.markRead', 'Mark as read', <MailOpen {...ICON} />)
        : entry('thread.markUnread', 'Mark as unread', <Mail {...ICON} />)),
    one && entry('thread.fork', 'Fork', <GitFork {...ICON} />),
    one && entry('thread.popOut', 'Open in its own window', <AppWindow {...ICON} />),
    { kind: 'separator' },
    one && entry('thread.copyId', 'Copy thread id', <Copy {...ICON} />),
    one && entry('thread.copyMarkdown', 'Copy as Markdown', <Copy {...ICON} />),
    one && entry('thread.exportMarkdown', 'Export as Markdown…', <FileDown {...ICON} />),
    one &&
      appInfoStore.getState().info?.canReveal === true &&
      entry('thread.reveal', 'Reveal folder', <FolderOpen {...ICON} />),
    one && { kind: 'separator' },
    archived
      ? entry('thread.unarchive', 'Unarchive', <ArchiveRestore {...ICON} />)
      : entry('thread.archive', 'Archive', <Archive {...ICON} />),
    canDelete && entry('thread.delete', 'Delete for good…', <Trash {...ICON} />, true),
  ];
  return entries.filter((item) => item !== false);
}

function keyOf(id: string): string {
  const command = commandStore.getState().commands.get(id);
  return command ? commandKey(command, settingsStore.getState().settings.keys) : '';
}
