/** The part of a keyboard event that decides, and what the composer is doing. */
export interface KeyPress {
  readonly key: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  /** An input method is composing, or this very key ends the composition (`keyCode` 229 where `isComposing` is late). */
  readonly composing: boolean;
}
export interface ComposerState {
  readonly popupOpen: boolean;
  readonly running: boolean;
  readonly empty: boolean;
  readonly sendKey: 'enter' | 'modEnter';
  /** Walking through earlier messages to edit one. */
  readonly editing: boolean;
}
export type KeyAction =
  | 'none'
  | 'send'
  | 'queue'
  | 'popupNext'
  | 'popupPrevious'
  | 'popupTake'
  | 'popupComplete'
  | 'popupClose'
  | 'historyOlder'
  | 'historyNewer'
  | 'historySearch'
  | 'escape'
  | 'editOlder'
  | 'editNewer'
  | 'editLeave';

const popupKey = (press: KeyPress): KeyAction | null => {
  switch (press.key) {
    case 'ArrowDown':
      return 'popupNext';
    case 'ArrowUp':
      return 'popupPrevious';
    case 'Enter':
      return press.shift || press.ctrl || press.meta ? null : 'popupTake';
    case 'Tab':
      return press.shift ? null : 'popupComplete';
    case 'Escape':
      return 'popupClose';
    default:
      return null;
  }
};

const enterKey = (press: KeyPress, sendKey: ComposerState['sendKey']): KeyAction => {
  if (press.shift || press.alt) return 'none';
  if (press.ctrl || press.meta) return 'send';
  return sendKey === 'enter' ? 'send' : 'none';
};

/** What a key press means; `none` leaves it to the browser. */
export function keyAction(press: KeyPress, state: ComposerState): KeyAction {
  if (press.composing) return 'none';
  const plain = !press.shift && !press.ctrl && !press.meta && !press.alt;
  if (state.popupOpen && !press.alt) {
    const action = popupKey(press);
    if (action) return action;
  }
  switch (press.key) {
    case 'Enter':
      return enterKey(press, state.sendKey);
    case 'Tab':
      return plain && state.running && !state.empty ? 'queue' : 'none';
    case 'Escape':
      if (!plain) return 'none';
      return state.editing ? 'editLeave' : 'escape';
    case 'ArrowUp':
      return plain ? (state.editing ? 'editOlder' : 'historyOlder') : 'none';
    case 'ArrowDown':
      return plain ? (state.editing ? 'editNewer' : 'historyNewer') : 'none';
    case 'r':
      return press.ctrl && !press.meta && !press.shift && !press.alt ? 'historySearch' : 'none';
    default:
      return 'none';
  }
}

/** Two presses of Escape count as one gesture within this time. */
const DOUBLE_ESCAPE_MS = 800;

/** Whether this Escape is the second of a pair. */
export const isDoubleEscape = (previousAt: number | null, now: number): boolean =>
  previousAt !== null && now - previousAt <= DOUBLE_ESCAPE_MS;
