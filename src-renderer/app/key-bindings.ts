import { commandForKey } from '../state/commands.ts';
import { isPlainKey, keyName } from '../state/key-match.ts';
import { isMac } from '../ui/platform.ts';

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:TEXTAREA|SELECT)$/.test(target.tagName) || isTextInput(target));
const isTextInput = (target: HTMLElement): boolean =>
  target instanceof HTMLInputElement && !/^(?:button|checkbox|radio|range|submit)$/.test(target.type);

/**
 * Runs the command of a pressed key. Features that handle a key themselves call `preventDefault`, and then it is theirs. Nothing
 * happens while an input method composes, while a field records a key (`data-records-keys`), or behind a modal dialog.
 */
export function listenForKeys(): () => void {
  const mac = isMac();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = keyName(event, mac);
    if (name === null) return;
    if (isTextField(event.target) && isPlainKey(name)) return;
    if (event.target instanceof Element && event.target.closest('[data-records-keys], [role="dialog"], [role="menu"]'))
      return;
    const command = commandForKey(name);
    if (!command) return;
    event.preventDefault();
    command.run();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
