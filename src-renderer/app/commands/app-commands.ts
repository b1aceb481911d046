import type { ServerId } from '../../../src-shared/model/ids.ts';
import { getClient } from '../../state/client.ts';
import { defineCommand, type Command } from '../../state/commands.ts';
import { copyText } from '../../state/copy-text.ts';
import { toggleSide } from '../../state/layout.ts';
import { restartServer } from '../../state/server-store.ts';
import { changeSettings, settingsStore } from '../../state/settings-store.ts';
import { showError } from '../../state/toast-store.ts';
import { goBack, openDialog, openSettings, uiStore } from '../../state/ui-store.ts';
import { addProject, openRecent, startDemo, trustProject } from './project-actions.ts';

const serverOf = (argument: unknown): ServerId | null =>
  typeof argument === 'string' ? (argument as ServerId) : uiStore.getState().serverId;

async function copyLog(serverId: ServerId): Promise<void> {
  const result = await getClient().servers.log({ serverId });
  if (result.ok) await copyText(result.value.text, 'Log');
  else showError(result.error);
}

const setTheme = (theme: 'system' | 'dark' | 'light') => void changeSettings({ theme });
const SMALLEST_TEXT_PX = 10;
const LARGEST_TEXT_PX = 24;
const resizeText = (by: number) => {
  const { uiFontSize } = settingsStore.getState().settings;
  void changeSettings({ uiFontSize: Math.min(LARGEST_TEXT_PX, Math.max(SMALLEST_TEXT_PX, uiFontSize + by)) });
};

const commands: readonly Command[] = [
  {
    id: 'app.palette',
    title: 'Command palette',
    group: 'App',
    key: 'Mod+K',
    hidden: true,
    run: () => openDialog('palette'),
  },
  { id: 'app.settings', title: 'Settings', group: 'App', key: 'Mod+Comma', run: () => openSettings() },
  { id: 'app.appearance', title: 'Settings: appearance', group: 'App', run: () => openSettings('appearance') },
  { id: 'app.shortcuts', title: 'Keyboard shortcuts', group: 'App', run: () => openSettings('keys') },
  {
    id: 'app.desktop',
    title: 'Settings: desktop, the codex command',
    group: 'App',
    run: () => openSettings('desktop'),
  },
  { id: 'app.agent', title: 'Settings: agent, model and permissions', group: 'App', run: () => openSettings('agent') },
  { id: 'app.feedback', title: 'Send feedback about Codex…', group: 'App', run: () => openSettings('feedback') },
  { id: 'app.memories', title: 'Settings: memories', group: 'App', run: () => openSettings('memories') },
  { id: 'app.import', title: 'Import from other agents…', group: 'App', run: () => openSettings('import') },
  { id: 'app.configFile', title: 'Open config.toml', group: 'App', run: () => openSettings('configFile') },
  { id: 'app.archived', title: 'Archived threads', group: 'App', run: () => openSettings('archived') },
  { id: 'app.about', title: 'About Skein, versions and logs', group: 'App', run: () => openSettings('about') },
  { id: 'project.add', title: 'Add project…', group: 'Projects', key: 'Mod+Alt+O', run: () => void addProject() },
  { id: 'project.openRecent', title: 'Open a recent project…', group: 'Projects', run: () => void openRecent() },
  {
    id: 'project.trust',
    title: 'Trust folder',
    group: 'Projects',
    hidden: true,
    run: (argument) => void trustProject(argument),
  },
  { id: 'demo.start', title: 'Try it offline (demo)', group: 'Projects', run: () => void startDemo() },
  {
    id: 'server.restart',
    title: 'Restart Codex',
    group: 'App',
    run: (argument) => {
      const serverId = serverOf(argument);
      if (serverId !== null) void restartServer(serverId);
    },
  },
  {
    id: 'server.copyLog',
    title: 'Copy log',
    group: 'App',
    run: (argument) => {
      const serverId = serverOf(argument);
      if (serverId !== null) void copyLog(serverId);
    },
  },
  { id: 'view.back', title: 'Back', group: 'View', key: 'Mod+[', run: () => void goBack() },
  {
    id: 'view.toggleSidebar',
    title: 'Show or hide the sidebar',
    group: 'View',
    key: 'Mod+B',
    run: () => toggleSide('sidebar'),
  },
  {
    id: 'view.togglePanel',
    title: 'Show or hide the side panel',
    group: 'View',
    key: 'Mod+Alt+B',
    when: () => uiStore.getState().view.kind === 'thread',
    run: () => toggleSide('panel'),
  },
  {
    id: 'view.grouping',
    title: 'Group threads by project or by time',
    group: 'View',
    run: () => {
      const { grouping } = settingsStore.getState().settings;
      void changeSettings({ grouping: grouping === 'project' ? 'time' : 'project' });
    },
  },
  { id: 'view.themeDark', title: 'Theme: dark', group: 'View', run: () => setTheme('dark') },
  { id: 'view.themeLight', title: 'Theme: light', group: 'View', run: () => setTheme('light') },
  { id: 'view.themeSystem', title: 'Theme: as the system', group: 'View', run: () => setTheme('system') },
  { id: 'view.largerText', title: 'Larger text', group: 'View', run: () => resizeText(1) },
  { id: 'view.smallerText', title: 'Smaller text', group: 'View', run: () => resizeText(-1) },
];

export function defineAppCommands(): void {
  for (const command of commands) defineCommand(command);
}
