import type { MenuItemConstructorOptions } from 'electron';

/** An item that runs one of the page's commands. It shows no key: keys are the page's, where the user can change them. */
interface CommandItem {
  readonly label: string;
  readonly command: string;
}
const SEPARATOR = 'separator';
type Items = readonly (CommandItem | typeof SEPARATOR)[];

/** What the menus offer besides what the system expects. Ids are those of the page's command registry. */
export const COMMAND_ITEMS = {
  file: [
    { label: 'New Thread', command: 'thread.new' },
    { label: 'Add Project…', command: 'project.add' },
    SEPARATOR,
    { label: 'Settings…', command: 'app.settings' },
  ],
  view: [
    { label: 'Command Palette…', command: 'app.palette' },
    SEPARATOR,
    { label: 'Sidebar', command: 'view.toggleSidebar' },
    { label: 'Side Panel', command: 'view.togglePanel' },
    { label: 'Terminal', command: 'terminal.toggle' },
    SEPARATOR,
    { label: 'Actual Size', command: 'view.zoomReset' },
    { label: 'Zoom In', command: 'view.zoomIn' },
    { label: 'Zoom Out', command: 'view.zoomOut' },
    SEPARATOR,
  ],
  go: [
    { label: 'Search Threads…', command: 'thread.search' },
    { label: 'Next That Needs Me', command: 'thread.nextThatNeedsMe' },
    SEPARATOR,
    { label: 'Next Thread', command: 'thread.next' },
    { label: 'Previous Thread', command: 'thread.previous' },
    { label: 'Back', command: 'view.back' },
  ],
  window: [
    { label: 'Open Thread in Its Own Window', command: 'thread.popOut' },
    { label: 'Stay on Top', command: 'window.stayOnTop' },
    SEPARATOR,
  ],
  help: [
    { label: 'Keyboard Shortcuts', command: 'app.shortcuts' },
    { label: 'About Skein', command: 'app.about' },
  ],
} as const satisfies Readonly<Record<string, Items>>;

/** The application menu; `run` gets the id of a command that was chosen. A window opens also where no page is there to ask for it. */
export function menuTemplate(
  platform: NodeJS.Platform,
  { run, newWindow }: { readonly run: (commandId: string) => void; readonly newWindow: () => void },
): MenuItemConstructorOptions[] {
  const items = (entries: Items): MenuItemConstructorOptions[] =>
    entries.map((entry) =>
      entry === SEPARATOR ? { type: 'separator' } : { label: entry.label, click: () => run(entry.command) },
    );
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        ...items(COMMAND_ITEMS.file.slice(0, 1)),
        { label: 'New Window', click: newWindow },
        ...items(COMMAND_ITEMS.file.slice(1)),
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: 'View', submenu: [...items(COMMAND_ITEMS.view), ...SYSTEM_VIEW] },
    { label: 'Go', submenu: items(COMMAND_ITEMS.go) },
    {
      role: 'window',
      label: 'Window',
      submenu: [
        ...items(COMMAND_ITEMS.window),
        { role: 'minimize' },
        ...(mac
          ? ([{ role: 'zoom' }, { type: 'separator' }, { role: 'front' }] as const)
          : ([{ role: 'close' }] as const)),
      ],
    },
    { role: 'help', label: 'Help', submenu: items(COMMAND_ITEMS.help) },
  ];
}

const SYSTEM_VIEW: MenuItemConstructorOptions[] = [{ role: 'togglefullscreen' }, { role: 'toggleDevTools' }];
