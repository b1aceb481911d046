import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { ServerAccount } from '../../../src-shared/model/server.ts';
import { getClient } from '../../state/client.ts';
import { defineCommand } from '../../state/commands.ts';
import { projectStore } from '../../state/project-store.ts';
import { serverById } from '../../state/server-store.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { newThread, openDialog, openSettings, uiStore } from '../../state/ui-store.ts';
import { confirm } from '../../ui/overlay-requests.ts';

/** Where somebody reads what the account has used, and buys more. */
export const USAGE_ADDRESS = 'https://chatgpt.com/codex/settings/usage';

/** Where a plan that ran out is exchanged for a larger one; null for plans that have none, or whose workspace decides. */
export const upgradeAddress = (account: ServerAccount): string | null =>
  account.kind === 'chatgpt' && account.plan !== null && Object.hasOwn(UPGRADES, account.plan)
    ? `https://chatgpt.com/explore/${UPGRADES[account.plan]}`
    : null;
const UPGRADES: Readonly<Record<string, string>> = { free: 'plus', go: 'plus', plus: 'pro' };

/** Asks, and says what else it signs out. */
export async function logOut(serverId: ServerId): Promise<void> {
  const server = serverById(serverId);
  const confirmed = await confirm({
    title: 'Log out of Codex?',
    text: `The Codex CLI, editors and everything else that uses ${server?.codexHome ?? 'the same Codex home'} are logged out as well. Threads stay; running turns may fail.`,
    confirmLabel: 'Log out',
    danger: true,
  });
  if (!confirmed) return;
  const result = await getClient().accounts.logOut({ serverId });
  if (result.ok) showToast({ title: 'Logged out' });
  else showError(result.error);
}

/** Goes to the newest place of an account: a new thread in its first project, or the question for one. */
export function switchTo(serverId: ServerId): void {
  const project = projectStore.getState().projects.find((one) => one.serverId === serverId);
  newThread(project?.id ?? null, null, serverId);
  if (!project) openDialog('addProject');
}

/** The commands of the account on screen. */
export function defineAccountCommands(): void {
  const account = () => serverById(uiStore.getState().serverId)?.account;
  defineCommand({
    id: 'app.account',
    title: 'Account and usage',
    group: 'App',
    run: () => openSettings('account'),
  });
  defineCommand({
    id: 'account.signIn',
    title: 'Sign in to Codex…',
    group: 'App',
    when: () => account()?.kind === 'none',
    run: () => openSettings('account'),
  });
  defineCommand({
    id: 'account.logOut',
    title: 'Log out of Codex…',
    group: 'App',
    when: () => account()?.kind === 'chatgpt' || account()?.kind === 'apiKey',
    run: () => {
      const { serverId } = uiStore.getState();
      if (serverId !== null) void logOut(serverId);
    },
  });
}
