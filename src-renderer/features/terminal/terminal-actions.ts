import type { Terminal } from '../../../src-shared/model/terminal.ts';
import { runCommand } from '../../state/commands.ts';
import { copyText } from '../../state/copy-text.ts';
import { changeSettings, settingsStore } from '../../state/settings-store.ts';
import { openTerminal, type TerminalPlace } from '../../state/terminal-store.ts';
import { showToast } from '../../state/toast-store.ts';
import type { MenuEntry } from '../../ui/overlay-requests.ts';
import { isMac } from '../../ui/platform.ts';
import { askToClose } from './ask-to-close.ts';
import { fenced } from './fenced.ts';
import type { TerminalScreen } from './terminal-screen.ts';

async function pasteInto(screen: TerminalScreen): Promise<void> {
  try {
    screen.paste(await navigator.clipboard.readText());
    screen.focus();
  } catch {
    showToast({
      tone: 'bad',
      title: 'Nothing was pasted',
      text: `The browser did not allow reading the clipboard. ${isMac() ? '⌘V' : 'Ctrl+Shift+V'} in the terminal pastes as well.`,
    });
  }
}

/** Puts the selected text into the message as a block of code. */
export function addToMessage(screen: TerminalScreen): void {
  const text = screen.selection();
  if (text.trim() === '') showToast({ title: 'Nothing is selected', text: 'Select text in the terminal first.' });
  else runCommand('message.insert', fenced(text));
}

/** What can be done with the text of a terminal; the menu at the pointer. */
export function textEntries(screen: TerminalScreen, find: () => void): readonly MenuEntry[] {
  const selected = screen.selection() !== '';
  const mac = isMac();
  return [
    {
      kind: 'item',
      label: 'Copy',
      keys: mac ? 'Mod+C' : 'Mod+Shift+C',
      disabled: !selected,
      onSelect: () => void copyText(screen.selection(), 'Text'),
    },
    {
      kind: 'item',
      label: 'Paste',
      keys: mac ? 'Mod+V' : 'Mod+Shift+V',
      onSelect: () => void pasteInto(screen),
    },
    { kind: 'item', label: 'Select all', onSelect: () => screen.selectAll() },
    { kind: 'item', label: 'Add selection to message', disabled: !selected, onSelect: () => addToMessage(screen) },
    { kind: 'separator' },
    { kind: 'item', label: 'Find…', onSelect: find },
    { kind: 'item', label: 'Clear', onSelect: () => screen.clear() },
  ];
}

/** The menu of the drawer. */
export function drawerEntries(options: {
  readonly place: TerminalPlace;
  readonly terminal: Terminal | null;
  readonly screen: TerminalScreen | null;
  /** Of the place's environments. */
  readonly actions: readonly MenuEntry[];
  readonly find: () => void;
  readonly rename: () => void;
}): readonly MenuEntry[] {
  const { place, terminal, screen, actions, find, rename } = options;
  const { terminalScreenReader } = settingsStore.getState().settings;
  return [
    { kind: 'item', label: 'New terminal', onSelect: () => void openTerminal(place) },
    ...actions,
    ...(terminal && screen
      ? ([
          { kind: 'item', label: 'Rename…', keys: 'F2', onSelect: rename },
          { kind: 'separator' },
          ...textEntries(screen, find),
        ] satisfies MenuEntry[])
      : []),
    { kind: 'separator' },
    {
      kind: 'item',
      label: 'Text for screen readers',
      checked: terminalScreenReader,
      onSelect: () => void changeSettings({ terminalScreenReader: !terminalScreenReader }),
    },
    ...(terminal
      ? ([
          {
            kind: 'item',
            label: 'Close terminal',
            danger: true,
            onSelect: () => void askToClose(place, terminal),
          },
        ] satisfies MenuEntry[])
      : []),
  ];
}
