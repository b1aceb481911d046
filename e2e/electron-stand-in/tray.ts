import { EventEmitter } from 'node:events';
import { labels, type Menu } from './menu.ts';
import { tell } from './wire.ts';

/** Those that are shown. */
export const trays: Tray[] = [];

export class Tray extends EventEmitter {
  menu: Menu | null = null;
  constructor() {
    super();
    trays.push(this);
  }
  setToolTip(): void {
    // Seen by nobody here.
  }
  setTitle(): void {
    // Seen by nobody here.
  }
  setContextMenu(menu: Menu): void {
    this.menu = menu;
    tell({ type: 'record', name: 'tray', value: labels(menu.template) });
  }
  destroy(): void {
    trays.splice(trays.indexOf(this), 1);
    tell({ type: 'record', name: 'tray', value: null });
  }
}
