import type { MenuItemConstructorOptions } from 'electron';
import { tell } from './wire.ts';

export class Menu {
  static current: Menu | null = null;
  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    return new Menu(template);
  }
  static setApplicationMenu(menu: Menu): void {
    Menu.current = menu;
    tell({ type: 'record', name: 'menu', value: labels(menu.template) });
  }
  constructor(readonly template: readonly MenuItemConstructorOptions[]) {}
  click(path: readonly string[]): boolean {
    let items = this.template;
    let item: MenuItemConstructorOptions | undefined;
    for (const label of path) {
      item = items.find((each) => each.label === label);
      items = Array.isArray(item?.submenu) ? item.submenu : [];
    }
    // Ours take no arguments.
    if (!item?.click) return false;
    (item.click as () => void)();
    return true;
  }
}
export const labels = (items: readonly MenuItemConstructorOptions[]): unknown[] =>
  items.map(({ label, role, submenu }) =>
    Array.isArray(submenu) ? [label ?? role, labels(submenu)] : (label ?? role ?? null),
  );
