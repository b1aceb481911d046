import type { MenuItemConstructorOptions } from 'electron';

/** An item that runs one of the page's commands. It shows no key: keys are the page's, where the user can change them. */
interface CommandItem {
  readonly label: string;
  readonly command: string;
}
type Entry = CommandItem | MenuItemConstructorOptions;

/** What the menu offers besides what the system expects. Ids are those of the page's command registry. */
export const COMMAND_MENUS: readonly {
  readonly label: string;
  readonly items: readonly (CommandItem | 'separator')[];
}[] = [
  {
    label: 'File',
    items: [
      { label: 'New Thread', command: 'thread.new' },
      { label: 'Add Project…', command: 'project.add' },
      'separator',
      { label: 'Settings…', command: 'app.settings' },
    ],
  },
  {
    label: 'Go',
    items: [
      { label: 'Command Palette…', command: 'app.palette' },
      { label: 'Search Threads', command: 'thread.search' },
    ],
  },
];

export function menuTemplate(
  platform: NodeJS.Platform,
  run: (commandId: string) => void,
): MenuItemConstructorOptions[] {
  const item = (entry: Entry | 'separator'): MenuItemConstructorOptions => {
    if (entry === 'separator') return { type: 'separator' };
    if (!('command' in entry)) return entry;
    const { label, command } = entry;
    return { label, click: () => run(command) };
  };
  const [file, go] = COMMAND_MENUS.map(({ label, items }) => ({ label, submenu: items.map(item) }));
  const template: MenuItemConstructorOptions[] = [];
  if (platform === 'darwin') template.push({ role: 'appMenu' });
  if (file) {
    const last: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'close' }] : [{ role: 'quit' }];
    template.push({ ...file, submenu: [...file.submenu, { type: 'separator' }, ...last] });
  }
  template.push({ role: 'editMenu' }, viewMenu);
  if (go) template.push(go);
  template.push({ role: 'windowMenu' });
  return template;
}

const viewMenu: MenuItemConstructorOptions = {
  label: 'View',
  submenu: [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    { role: 'toggleDevTools' },
  ],
};
