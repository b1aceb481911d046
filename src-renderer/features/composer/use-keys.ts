import { useRef, type KeyboardEvent } from 'react';
import { assertNever } from '../../../src-shared/assert-never.ts';
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
    // In a wrapped first (or last) line the caret still moves by itself; only where it cannot is it the history's turn.
    const wrapped = box.scrollHeight > 2 * parseFloat(getComputedStyle(box).lineHeight);
    const atEnd = direction === 'older' ? start === 0 : end === box.textLength;
    if (!wrapped || atEnd) {
      event.preventDefault();
      go();
      return;
    }
    requestAnimationFrame(() => {
      if (box.selectionStart === start && box.selectionEnd === end) go();
    });
  };
  const run = (action: KeyAction, event: KeyboardEvent<HTMLTextAreaElement>): void => {
    switch (action) {
      case 'none':
        return;
      case 'historyOlder':
      case 'historyNewer': {
        arrow(event, action === 'historyOlder' ? 'older' : 'newer', false);
        return;
      }
      case 'editOlder':
      case 'editNewer': {
        arrow(event, action === 'editOlder' ? 'older' : 'newer', true);
        return;
      }
      case 'escape': {
        escape();
        return;
      }
      default:
    }
    event.preventDefault();
    switch (action) {
      case 'send':
        return void (composerEntry(desk.key).editing ? forkFromEdited(desk) : sendMessage(desk, 'auto'));
      case 'queue':
        return void sendMessage(desk, 'queue');
      case 'popupNext': {
        popup.move(1);
        return;
      }
      case 'popupPrevious': {
        popup.move(-1);
        return;
      }
      case 'popupTake': {
        popup.take(true);
        return;
      }
      case 'popupComplete': {
        popup.take(false);
        return;
      }
      case 'popupClose':
        event.stopPropagation();
        {
          desk.editor.dismissPopup();
          return;
        }
      case 'historySearch': {
        openHistory();
        return;
      }
      case 'editLeave': {
        leaveEditing(desk);
        return;
      }
      default:
        return assertNever(action);
    }
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
    run(action, event);
  };
}
