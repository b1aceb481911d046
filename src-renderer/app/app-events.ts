import type { AppEvent } from '../../src-shared/contract/app.ts';
import { assertNever } from '../../src-shared/assert-never.ts';
import { getClient } from '../state/client.ts';
import { runCommand } from '../state/commands.ts';
import { onConnected } from '../state/connection-store.ts';
import { showError } from '../state/toast-store.ts';
import { newThread, uiStore } from '../state/ui-store.ts';
import { confirm } from '../ui/overlay-requests.ts';

/** What the shell tells the window: menu commands, folders handed over, failures, and the wish to quit. */
export function watchAppEvents(): () => void {
  // What is opened from outside comes to the window that was used last; one for a single thread is no place for it.
  const used = () => {
    if (!uiStore.getState().solo) void getClient().windows.used({});
  };
  window.addEventListener('focus', used);
  const stops = [
    getClient().app.watch({}, { event: handle, error: showError }),
    onConnected(() => document.hasFocus() && used()),
  ];
  return () => {
    window.removeEventListener('focus', used);
    for (const stop of stops) stop();
  };
}

function handle(event: AppEvent): void {
  switch (event.type) {
    case 'openProject':
      uiStore.setState({ serverId: event.serverId });
      newThread(event.projectId);
      return;
    case 'followLink':
      void import('./follow-link.ts').then(({ followLink }) => followLink(event.link));
      return;
    case 'command':
      runCommand(event.commandId);
      return;
    case 'failure':
      showError(event.error);
      return;
    case 'confirmQuit':
      void askToQuit(event.runningThreads);
      return;
    default:
      assertNever(event);
  }
}

async function askToQuit(running: number): Promise<void> {
  const confirmed = await confirm({
    title: running === 1 ? 'Quit while a thread runs?' : `Quit while ${running} threads run?`,
    text: 'Running turns are interrupted. What they finished is kept, and so are drafts and queued messages.',
    confirmLabel: 'Quit',
    cancelLabel: 'Keep running',
    danger: true,
  });
  if (!confirmed) return;
  const result = await getClient().app.quit({ confirmed: true });
  if (!result.ok) showError(result.error);
}
