import type { JumpListCategory, MenuItemConstructorOptions } from 'electron';
import type { SystemNews } from '../core/ports.ts';

/** More than a list of the system shows at once. */
const MAX_PROJECTS = 10;
/** Windows refuses longer ones. */
const MAX_DESCRIPTION_CHARS = 260;
/** Windows takes a category without these. */
const MAX_TITLE_CHARS = 255;

type Projects = SystemNews['projects'];

/** What starts Skein: a program and what comes before its own arguments (a development Electron's folder). */
export interface Starter {
  readonly program: string;
  readonly before: readonly string[];
}

/** The list at Skein's icon in the Windows task bar: its tasks, and projects to open. */
export function jumpList({ program, before }: Starter, projects: Projects): JumpListCategory[] {
  const task = (title: string, description: string, word: string) => ({
    type: 'task' as const,
    title: title.slice(0, MAX_TITLE_CHARS),
    description: description.slice(0, MAX_DESCRIPTION_CHARS),
    program,
    args: [...before, word].map(quotedForWindows).join(' '),
    iconPath: program,
    iconIndex: 0,
  });
  const tasks = {
    type: 'tasks' as const,
    items: [task('New thread', 'Opens Skein to write the first message of a thread', 'skein://new')],
  };
  const opened = projects.slice(0, MAX_PROJECTS).map(({ name, path }) => task(name, path, path));
  return opened.length === 0 ? [tasks] : [{ type: 'custom' as const, name: 'Projects', items: opened }, tasks];
}

/** One word of a Windows command line, as programs take it apart again (CommandLineToArgvW): backslashes count only before a quote. */
export const quotedForWindows = (word: string): string =>
  `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;

/** The menu of Skein's icon in the Dock. */
export function dockMenu(
  projects: Projects,
  act: { readonly newWindow: () => void; readonly newThread: () => void; readonly open: (path: string) => void },
): MenuItemConstructorOptions[] {
  const items = projects
    .slice(0, MAX_PROJECTS)
    .map(({ name, path }) => ({ label: name, toolTip: path, click: () => act.open(path) }));
  return [
    { label: 'New Window', click: act.newWindow },
    { label: 'New Thread', click: act.newThread },
    ...(items.length === 0 ? [] : [{ type: 'separator' as const }, ...items]),
  ];
}

/** What the tray says of Skein, shortest first. */
export function trayWords({ running, waiting }: Pick<SystemNews, 'running' | 'waiting'>): readonly string[] {
  const parts = [
    ...(waiting > 0 ? [waiting === 1 ? '1 thread needs you' : `${waiting} requests wait for you`] : []),
    ...(running > 0 ? [running === 1 ? '1 thread runs' : `${running} threads run`] : []),
  ];
  return parts.length === 0 ? ['Nothing runs'] : parts;
}
