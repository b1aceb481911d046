import { askToClose } from '../../features/terminal/ask-to-close.ts';
import { defineCommand, runCommand, type Command } from '../../state/commands.ts';
import { openAddress } from '../../state/open-address.ts';
import { shownPlace } from '../../state/terminal-place.ts';
import { focusTerminal, frontTerminal, isDrawerOpen, openTerminal, setDrawerOpen } from '../../state/terminal-store.ts';
import { uiStore } from '../../state/ui-store.ts';
import { isMac } from '../../ui/platform.ts';

const hasPlace = () => uiStore.getState().view.kind !== 'settings' && shownPlace() !== null;

/** From elsewhere into the terminal, from the terminal back to the message; the first time with a shell. */
function toggle(): void {
  const place = shownPlace();
  if (!place) return;
  const inside = document.activeElement?.closest('section[aria-label="Terminal"]') != null;
  if (isDrawerOpen() && inside) {
    setDrawerOpen(false);
    runCommand('message.focus');
  } else if (frontTerminal(place)) {
    setDrawerOpen(true);
    focusTerminal();
  } else void openTerminal(place);
}

const commands: readonly Omit<Command, 'group'>[] = [
  {
    id: 'terminal.toggle',
    title: 'Terminal: show or hide',
    // On macOS Command with this key is the system's: the next window.
    key: isMac() ? 'Ctrl+Backquote' : 'Mod+Backquote',
    when: hasPlace,
    run: toggle,
  },
  {
    id: 'terminal.new',
    title: 'Terminal: new',
    key: isMac() ? 'Ctrl+Shift+Backquote' : 'Mod+Shift+Backquote',
    when: hasPlace,
    run: () => {
      const place = shownPlace();
      if (place) void openTerminal(place);
    },
  },
  {
    id: 'terminal.run',
    title: 'Terminal: run a command',
    hidden: true,
    run: (argument) => {
      const place = shownPlace();
      if (place && typeof argument === 'string') void openTerminal(place, { run: argument });
    },
  },
  {
    id: 'terminal.close',
    title: 'Terminal: close',
    when: () => {
      const place = shownPlace();
      return isDrawerOpen() && place !== null && frontTerminal(place) !== null;
    },
    run: () => {
      const place = shownPlace();
      const front = place && frontTerminal(place);
      if (front) void askToClose(place, front);
    },
  },
];

export function defineTerminalCommands(): void {
  for (const command of commands) defineCommand({ ...command, group: 'Terminal' });
  defineCommand({
    id: 'app.openAddress',
    title: 'Open an address',
    group: 'App',
    hidden: true,
    run: (argument) => {
      if (typeof argument === 'string') void openAddress(argument);
    },
  });
}
