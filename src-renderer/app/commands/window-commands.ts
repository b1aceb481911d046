import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ZoomStep } from '../../../src-shared/model/app-window.ts';
import { toggleOnTop, watchAppWindow } from '../../state/app-window-store.ts';
import { getClient } from '../../state/client.ts';
import { defineCommand, type Command } from '../../state/commands.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { shownThread, uiStore } from '../../state/ui-store.ts';
import { viewFragment, viewText } from '../remember-view.ts';
import { targetsOf } from './command-targets.ts';

const inApp = 'skein' in window;
/** Of a browser's window for one thread. */
const POPUP = 'popup,width=520,height=720';

/** Opens another window: the app's own, or one of the browser. It begins with `view`, or with a new thread. */
async function openWindow(view: string | null, solo: boolean): Promise<void> {
  if (!inApp) {
    // Not without an opener: only then does it get this tab's key to the host.
    const address = location.pathname + viewFragment(view ?? viewText(startView()));
    if (!window.open(address, '_blank', solo ? POPUP : '')) {
      showToast({
        tone: 'bad',
        title: 'The browser opened no window',
        text: 'Allow windows for this page, and try again.',
      });
    }
    return;
  }
  const result = await getClient().windows.open({ view, solo });
  if (!result.ok) showError(result.error);
}

const startView = () =>
  ({
    serverId: uiStore.getState().serverId,
    view: { kind: 'new', projectId: null, text: null },
    panelTab: 'plan',
    solo: false,
  }) as const;

const popOut = ({ serverId, threadId }: ThreadRef) =>
  openWindow(viewText({ serverId, view: { kind: 'thread', threadId }, panelTab: 'plan', solo: true }), true);

async function zoom(step: ZoomStep): Promise<void> {
  const result = await getClient().windows.zoom({ step });
  if (!result.ok) showError(result.error);
}

const commands: readonly Command[] = [
  {
    id: 'window.new',
    title: 'New window',
    group: 'View',
    key: 'Mod+Shift+N',
    webKey: '',
    run: () => void openWindow(null, false),
  },
  {
    id: 'thread.popOut',
    title: 'Open thread in its own window',
    group: 'Threads',
    key: 'Mod+Alt+N',
    when: () => shownThread(uiStore.getState()) !== null,
    run: (argument) => {
      const [ref] = targetsOf(argument);
      if (ref) void popOut(ref);
    },
  },
  ...(inApp
    ? ([
        {
          id: 'window.stayOnTop',
          title: 'Keep this window on top, or not any more',
          group: 'View',
          run: () => void toggleOnTop(),
        },
        { id: 'view.zoomIn', title: 'Zoom in', group: 'View', key: 'Mod+=', run: () => void zoom('in') },
        { id: 'view.zoomOut', title: 'Zoom out', group: 'View', key: 'Mod+Minus', run: () => void zoom('out') },
        { id: 'view.zoomReset', title: 'Actual size', group: 'View', key: 'Mod+0', run: () => void zoom('reset') },
      ] as const)
    : []),
];

export function defineWindowCommands(): void {
  for (const command of commands) defineCommand(command);
  if (inApp) watchAppWindow();
}
