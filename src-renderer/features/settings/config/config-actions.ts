import type { ConfigSetting } from '../../../../src-shared/model/config.ts';
import type { ConfigKey } from '../../../../src-shared/model/config-keys.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import type { Json } from '../../../../src-shared/model/json.ts';
import { changedElsewhere } from '../../../state/changed-elsewhere.ts';
import { getClient } from '../../../state/client.ts';
import { tellOfCopy } from '../../../state/tell-of-copy.ts';
import { showError, showToast } from '../../../state/toast-store.ts';
import { confirm } from '../../../ui/overlay-requests.ts';
import { KEY_WORDS } from './key-words.ts';
import { layerWords } from './layer-words.ts';

export interface KeyChange {
  readonly key: ConfigKey;
  readonly value: Json;
  /** What the user's own file said when the change began. */
  readonly seen: Json;
}

/** Writes settings, asks where another program was faster, and says what else is to be known. True when they were written. */
export async function saveSettings(
  serverId: ServerId,
  edits: readonly KeyChange[],
  overwrite = false,
): Promise<boolean> {
  if (!overwrite && !(await asksForFullAccess(edits))) return false;
  const answer = await getClient().config.write({ serverId, edits: [...edits], overwrite });
  if (answer.ok) {
    const { overruledBy, copy } = answer.value;
    if (overruledBy !== null) {
      showToast({
        title: 'Saved, but it does not count here',
        text: `The value comes from ${layerWords(overruledBy)}, which wins over yours.`,
      });
    }
    tellOfCopy(copy);
    return true;
  }
  if (answer.error.code !== 'config.changed-elsewhere') {
    showError(answer.error);
    return false;
  }
  const names = edits.map(({ key }) => `“${KEY_WORDS[key].title}”`).join(', ');
  const again = await confirm(changedElsewhere(names, edits.length));
  return again ? saveSettings(serverId, edits, true) : false;
}

export const saveSetting = (serverId: ServerId, { key, own }: ConfigSetting, value: Json): Promise<boolean> =>
  saveSettings(serverId, [{ key, value, seen: own }]);

async function asksForFullAccess(edits: readonly KeyChange[]): Promise<boolean> {
  const dangerous = edits.some(
    ({ key, value }) =>
      (key === 'sandbox_mode' && value === 'danger-full-access') ||
      (key === 'default_permissions' && value === ':danger-full-access'),
  );
  if (!dangerous) return true;
  return confirm({
    title: 'Give every new thread full access?',
    text: 'Commands of agents may then read, change and delete anything that you can, and reach any network, in each new thread, also those of the CLI and of editors.',
    confirmLabel: 'Give full access',
    danger: true,
  });
}
