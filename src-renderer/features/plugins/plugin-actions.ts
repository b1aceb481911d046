import type { PluginCard, PluginInstalled } from '../../../src-shared/model/plugin.ts';
import { getClient } from '../../state/client.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { confirm } from '../../ui/overlay-requests.ts';
import type { ExtensionPlace } from './place.ts';

/** Null when it was refused: then the user has been told. */
export async function installPlugin(place: ExtensionPlace, plugin: PluginCard): Promise<PluginInstalled | null> {
  const answer = await getClient().plugins.install({ ...place, pluginId: plugin.id });
  if (!answer.ok) {
    showError(answer.error);
    return null;
  }
  const { signIn } = answer.value;
  showToast({
    tone: 'good',
    title: `${plugin.title} is installed`,
    text: signIn.length === 0 ? 'New threads have what it brings.' : 'Its apps want you to sign in.',
  });
  return answer.value;
}

export async function uninstallPlugin(place: ExtensionPlace, plugin: PluginCard): Promise<void> {
  const yes = await confirm({
    title: `Uninstall ${plugin.title}?`,
    text: 'Its skills, MCP servers and hooks go with it. It can be installed again as long as its marketplace is there.',
    confirmLabel: 'Uninstall',
    danger: true,
  });
  if (!yes) return;
  const answer = await getClient().plugins.uninstall({ ...place, pluginId: plugin.id });
  if (answer.ok) showToast({ title: `${plugin.title} is uninstalled` });
  else showError(answer.error);
}

export async function setPluginEnabled(place: ExtensionPlace, plugin: PluginCard, enabled: boolean): Promise<void> {
  const answer = await getClient().plugins.setEnabled({ ...place, pluginId: plugin.id, enabled });
  if (!answer.ok) showError(answer.error);
}

export async function refreshMarketplaces(place: ExtensionPlace, name: string | null): Promise<void> {
  const answer = await getClient().plugins.refreshMarketplaces({ serverId: place.serverId, name });
  if (!answer.ok) {
    showError(answer.error);
    return;
  }
  const { refreshed, failed } = answer.value;
  if (failed.length > 0) {
    showToast({
      tone: 'bad',
      title: failed.length === 1 ? `${failed[0]?.name ?? ''} was not refreshed` : 'Some were not refreshed',
      text: failed.map((one) => `${one.name}: ${one.message}`).join('\n'),
    });
  } else {
    showToast({
      tone: 'good',
      title: 'Refreshed',
      text: refreshed.length === 0 ? 'Local marketplaces were read again.' : refreshed.join(', '),
    });
  }
}

/** True when it is gone. */
export async function removeMarketplace(place: ExtensionPlace, name: string, title: string): Promise<boolean> {
  const yes = await confirm({
    title: `Remove ${title}?`,
    text: 'Its plugins are not offered any more. Installed ones stay until they are uninstalled.',
    confirmLabel: 'Remove',
    danger: true,
  });
  if (!yes) return false;
  const answer = await getClient().plugins.removeMarketplace({ serverId: place.serverId, name });
  if (!answer.ok) showError(answer.error);
  return answer.ok;
}
