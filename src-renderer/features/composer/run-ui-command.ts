import { assertNever } from '../../../src-shared/assert-never.ts';
import { getClient } from '../../state/client.ts';
import { composerEntry, setNotice } from '../../state/composer-store.ts';
import { runCommand } from '../../state/commands.ts';
import { copyLatestAnswer } from '../../state/latest-answer.ts';
import { peekThread } from '../../state/peek-thread.ts';
import { infoOf } from '../../state/thread-store.ts';
import { shownChoices } from './choices.ts';
import { deliver } from './deliver.ts';
import type { Desk, Subject } from './desk.ts';
import { openChoice } from './pickers.ts';
import type { UiCommand } from './slash-commands.ts';
import { takeChoice } from './take-choice.ts';
import { EMPTY_CONTENT } from './tokens.ts';

/** Runs a command that belongs to the window. Its words leave the box only once it has run. */
export async function runUiCommand(desk: Desk, subject: Subject, command: UiCommand, argument: string): Promise<void> {
  const { thread } = subject;
  const clear = () => desk.editor.replace(EMPTY_CONTENT);
  switch (command) {
    case 'new':
      clear();
      runCommand('thread.new');
      return;
    case 'plan':
      return plan(desk, subject, argument);
    case 'model':
    case 'permissions':
      clear();
      openChoice(desk, command);
      return;
    case 'skills':
      desk.editor.replace({ ...EMPTY_CONTENT, text: '$' });
      desk.editor.typed();
      return;
    case 'plugins':
      clear();
      runCommand('app.plugins');
      return;
    case 'mcp':
    case 'apps':
    case 'hooks':
      clear();
      runCommand(`app.plugins.${command}`);
      return;
    case 'status':
      clear();
      setNotice(desk.key, { kind: 'status', rows: statusRows(desk, subject) });
      return;
    case 'copy':
      clear();
      if (thread) await copyLatestAnswer(thread);
      return;
    case 'rename': {
      if (!thread) return;
      const result = await getClient().threads.rename({ ...thread, title: argument.slice(0, MAX_TITLE_CHARS) });
      if (result.ok) clear();
      else setNotice(desk.key, { kind: 'failed', action: 'send', error: result.error });
      return;
    }
    case 'diff':
      clear();
      runCommand('review.show');
      return;
    case 'logout':
      clear();
      if (!runCommand('account.logOut'))
        setNotice(desk.key, { kind: 'info', text: 'Nobody is logged in here, so there is nothing to log out of.' });
      return;
    case 'fork':
    case 'archive':
    case 'export':
    case 'feedback':
    case 'memories':
      clear();
      runCommand(APP_COMMANDS[command], thread);
      return;
    default:
      return assertNever(command);
  }
}

const MAX_TITLE_CHARS = 200;
const APP_COMMANDS = {
  fork: 'thread.fork',
  archive: 'thread.archive',
  export: 'thread.exportMarkdown',
  feedback: 'app.feedback',
  memories: 'app.memories',
} as const;

/** `/plan` alone switches; with words it plans them. */
async function plan(desk: Desk, subject: Subject, argument: string): Promise<void> {
  const { mode } = shownChoices(subject.source, composerEntry(desk.key).chosen, subject.catalog);
  const content = desk.editor.content();
  desk.editor.replace({ ...content, text: argument });
  await takeChoice(desk, { mode: argument === '' && mode.id === 'plan' ? 'default' : 'plan' });
  if (argument !== '') await deliver(desk, subject, 'auto');
}

function statusRows(desk: Desk, subject: Subject): readonly (readonly [string, string])[] {
  const shown = shownChoices(subject.source, composerEntry(desk.key).chosen, subject.catalog);
  const open = subject.thread ? peekThread(subject.thread) : null;
  const info = open && infoOf(open.store.getState());
  const usage = info?.usage;
  const rows: (readonly [string, string | null | undefined])[] = [
    ['Model', [shown.model.label, shown.effort.label].filter((words) => words !== '').join(', ')],
    ['Permissions', [shown.permissions.label, shown.permissions.tip].filter((words) => words !== '').join(': ')],
    ['Mode', shown.mode.label],
    ['Folder', subject.cwd],
    ['Branch', info?.branch],
    ['Provider', info?.provider],
    ['Context', usage ? contextWords(usage.last.totalTokens, usage.contextWindow) : null],
    ['Tokens used', usage?.total.totalTokens.toLocaleString('en-US')],
    ['Thread', subject.thread?.threadId],
  ];
  return rows.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

function contextWords(tokens: number, window: number | null): string {
  const used = tokens.toLocaleString('en-US');
  if (window === null || window === 0) return `${used} tokens`;
  return `${used} of ${window.toLocaleString('en-US')} tokens (${Math.round((100 * tokens) / window)} %)`;
}
