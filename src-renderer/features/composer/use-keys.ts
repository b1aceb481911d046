import { useRef, type KeyboardEvent } from 'react';
import { composerEntry, setNotice } from '../../state/composer-store.ts';
import { useSetting } from '../../state/settings-store.ts';
import { isComposing } from '../../ui/is-composing.ts';
import type { Desk } from './desk.ts';
import { beginEditing, forkFromEdited, leaveEditing, stepEditing } from './edit-previous.ts';
import { onEdgeLine } from './history-walk.ts';
import { isDoubleEscape, keyAction, type KeyAction } from './key-action.ts';
import { sendMessage } from './send-message.ts';

export interface PopupKeys {
  readonly open: boolean;
  readonly move: (by: 1 | -1) => void;
  readonly take: (run: boolean) => void;
}

/** Longest line whose width is measured; a longer one is wrapped for sure. */
const MEASURED_CHARS = 400;
let canvas: CanvasRenderingContext2D | null = null;

function fitsInOneRow(box: HTMLTextAreaElement, text: string): boolean {
  if (text.length > MEASURED_CHARS) return false;
  canvas ??= document.createElement('canvas').getContext('2d');
  if (!canvas) return true;
  canvas.font = getComputedStyle(box).font;
  return canvas.measureText(text).width < box.clientWidth;
}

/** Whether the caret, which is on the first (last) line, is also in its first (last) row: long lines are wrapped. */
function inEdgeRow(box: HTMLTextAreaElement, direction: 'older' | 'newer'): boolean {
  if (direction === 'older')
    return fitsInOneRow(box, box.value.slice(0, Math.min(box.selectionStart, 2 * MEASURED_CHARS)));
  const lastLine = box.value.slice(box.value.lastIndexOf('\n') + 1);
  return box.selectionEnd === box.textLength || fitsInOneRow(box, lastLine);
}

/** What the keys do in the message box. */
export function useKeys(desk: Desk, popup: PopupKeys, openHistory: () => void) {
  const sendKey = useSetting((settings) => settings.sendKey);
  const escapedAt = useRef<number | null>(null);

  const escape = () => {
    const { editor } = desk;
    const now = Date.now();
    const second = isDoubleEscape(escapedAt.current, now);
    escapedAt.current = second ? null : now;
    if (composerEntry(desk.key).notice) setNotice(desk.key, null);
    if (second && editor.view().empty) beginEditing(desk);
  };
  const arrow = (event: KeyboardEvent<HTMLTextAreaElement>, direction: 'older' | 'newer', editing: boolean) => {
    const box = event.currentTarget;
    const { selectionStart: start, selectionEnd: end } = box;
    if (!onEdgeLine(box.value, start, end, direction)) return;
    const go = () => {
      if (editing) stepEditing(desk, direction);
      else void desk.step(direction);
    };
    if (inEdgeRow(box, direction)) {
      event.preventDefault();
      go();
      return;
    }
    // The last line is wrapped: the caret goes down by itself, and where it cannot, it is the history's turn.
    if (direction === 'newer')
      requestAnimationFrame(() => {
        if (box.selectionStart === start && box.selectionEnd === end) go();
      });
  };
  /** Each takes the key for itself. */
  const taken: Readonly<Partial<Record<KeyAction, () => void>>> = {
    send: () => void (composerEntry(desk.key).editing ? forkFromEdited(desk) : sendMessage(desk, 'auto')),
    queue: () => void sendMessage(desk, 'queue'),
    popupNext: () => popup.move(1),
    popupPrevious: () => popup.move(-1),
    popupTake: () => popup.take(true),
    popupComplete: () => popup.take(false),
    popupClose: () => desk.editor.dismissPopup(),
    historySearch: openHistory,
    editLeave: () => leaveEditing(desk),
  };
  return (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const action = keyAction(
      {
        key: event.key,
        shift: event.shiftKey,
        ctrl: event.ctrlKey,
        meta: event.metaKey,
        alt: event.altKey,
        composing: isComposing(event.nativeEvent),
      },
      {
        popupOpen: popup.open,
        running: desk.subject?.running ?? false,
        empty: desk.editor.view().empty,
        sendKey,
        editing: composerEntry(desk.key).editing !== null,
      },
    );
    if (action !== 'escape' && event.key !== 'Escape') escapedAt.current = null;
    const take = taken[action];
    if (take) {
      event.preventDefault();
      event.stopPropagation();
      take();
    } else if (action === 'escape') escape();
    else if (action === 'historyOlder' || action === 'editOlder') arrow(event, 'older', action === 'editOlder');
    else if (action === 'historyNewer' || action === 'editNewer') arrow(event, 'newer', action === 'editNewer');
  };
}
