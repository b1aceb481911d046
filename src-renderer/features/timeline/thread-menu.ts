import { commandKey, commandStore, runCommand } from '../../state/commands.ts';
import { copyLatestAnswer } from '../../state/latest-answer.ts';
import { settingsStore } from '../../state/settings-store.ts';
import { infoOf, type OpenThread } from '../../state/thread-store.ts';
import { appInfoStore } from '../../state/app-info-store.ts';
import { serverById } from '../../state/server-store.ts';
import type { MenuEntry } from '../../ui/overlay-requests.ts';

/** The menu behind the three dots of a thread's header. Most of it are the commands that the sidebar offers as well. */
export function threadMenu(
  thread: OpenThread,
  actions: { readonly find: () => void; readonly rename: () => void },
): MenuEntry[] {
  const { ref } = thread;
  const info = infoOf(thread.store.getState());
  const { commands } = commandStore.getState();
  const { keys } = settingsStore.getState().settings;
  const keyOf = (id: string) => {
    const found = commands.get(id);
    return found ? commandKey(found, keys) : '';
  };
  const own = (label: string, id: string, onSelect: () => void): MenuEntry => ({
    kind: 'item',
    label,
    keys: keyOf(id),
    onSelect,
  });
  /** Nothing for a command that is not there. */
  const command = (id: string, label: string, danger = false): MenuEntry[] =>
    commands.has(id)
      ? [{ kind: 'item', label, danger, keys: keyOf(id), onSelect: () => void runCommand(id, ref) }]
      : [];
  const archived = info?.archived === true;
  return [
    own('Find in thread', 'thread.find', actions.find),
    own('Copy latest answer', 'thread.copyAnswer', () => void copyLatestAnswer(ref)),
    ...command('thread.copyMarkdown', 'Copy as Markdown'),
    ...command('thread.exportMarkdown', 'Export as Markdown…'),
    { kind: 'separator' },
    own('Rename', 'thread.rename', actions.rename),
    ...command('thread.fork', 'Fork'),
    ...command('thread.popOut', 'Open in its own window'),
    ...command('review.show', 'Review changes'),
    ...(archived ? [] : command('thread.handoff', 'Hand off…')),
    ...(archived ? [] : command('thread.pin', info?.pinned === true ? 'Unpin' : 'Pin')),
    ...(archived ? [] : command('thread.markUnread', 'Mark as unread')),
    ...command('thread.copyId', 'Copy thread id'),
    ...(appInfoStore.getState().info?.canReveal === true ? command('thread.reveal', 'Reveal folder') : []),
    { kind: 'separator' },
    ...(archived ? command('thread.unarchive', 'Unarchive') : command('thread.archive', 'Archive')),
    ...(serverById(ref.serverId)?.capabilities?.deleteThread === true
      ? command('thread.delete', 'Delete for good…', true)
      : []),
  ];
}
