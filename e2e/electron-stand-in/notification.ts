import { EventEmitter } from 'node:events';
import type { NotificationConstructorOptions } from 'electron';
import { tell } from './wire.ts';

const shown: Notification[] = [];

/** A notification that the test answers. */
export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  constructor(readonly options: NotificationConstructorOptions) {
    super();
  }
  show(): void {
    shown.push(this);
    tell({ type: 'record', name: 'notification', value: structuredClone(this.options) });
  }
  close(): void {
    tell({ type: 'record', name: 'notificationClosed', value: this.options.title ?? '' });
    this.emit('close');
  }
}

/** The user presses a button of the newest notification, answers it, or clicks it. */
export function answerNotification(button: string | null, words: string | null): boolean {
  const notification = shown.at(-1);
  if (!notification) return false;
  if (words !== null) return notification.emit('reply', {}, words);
  if (button === null) return notification.emit('click', {});
  const index = notification.options.actions?.findIndex(({ text }) => text === button) ?? -1;
  return index >= 0 && notification.emit('action', {}, index);
}

let lastBlocker = 0;
export const powerSaveBlocker = {
  start: (kind: string): number => {
    tell({ type: 'record', name: 'awake', value: kind });
    lastBlocker += 1;
    return lastBlocker;
  },
  stop: (): void => tell({ type: 'record', name: 'awake', value: null }),
};
