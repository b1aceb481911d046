import { summaryOf } from '../../state/directories.ts';
import { askHandoff } from '../../state/handoff-request.ts';
import { openReview, reviewScope } from '../../state/review-scope.ts';
import { defineCommand, type Command } from '../../state/commands.ts';
import { openSettings, shownThread, uiStore } from '../../state/ui-store.ts';
import { targetsOf } from './command-targets.ts';

const isThread = () => shownThread(uiStore.getState()) !== null;

const commands: readonly Command[] = [
  {
    id: 'review.show',
    title: 'Review changes',
    group: 'Threads',
    key: 'Mod+Shift+G',
    when: isThread,
    run: (argument) => {
      const [thread] = targetsOf(argument);
      if (thread) openReview(thread, reviewScope(thread));
    },
  },
  {
    id: 'thread.handoff',
    title: 'Hand off…',
    group: 'Threads',
    when: isThread,
    run: (argument) => {
      const [thread] = targetsOf(argument);
      if (thread && summaryOf(thread)) askHandoff(thread);
    },
  },
  { id: 'app.worktrees', title: 'Worktrees', group: 'App', run: () => openSettings('worktrees') },
  { id: 'app.environments', title: 'Local environments', group: 'App', run: () => openSettings('environments') },
  { id: 'app.recover', title: 'Recover', group: 'App', run: () => openSettings('recover') },
];

export function defineWorkCommands(): void {
  for (const command of commands) defineCommand(command);
}
