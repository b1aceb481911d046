import { limitBlock } from '../../../src-shared/model/limit-block.ts';
import { knownAccount } from '../../state/account-store.ts';
import { getClient } from '../../state/client.ts';
import { setNotice } from '../../state/composer-store.ts';
import type { Desk, Subject } from './desk.ts';

/**
 * Whether a message that would start a turn has to stay in the box, because the account’s service said that the limit is reached. It
 * is asked once more first; what only the answers of the model told is left to the next try.
 */
export async function limitBlocks(desk: Desk, { serverId, running }: Subject): Promise<boolean> {
  if (serverId === null || running) return false;
  const blocked = () => {
    const account = knownAccount(serverId);
    return account && account.limits.readAtMs !== null && limitBlock(account, Date.now());
  };
  if (!blocked()) return false;
  await getClient().accounts.readLimits({ serverId, why: 'focus' });
  const block = blocked();
  if (!block) return false;
  setNotice(desk.key, { kind: 'limit', untilMs: block.untilMs });
  desk.editor.focus();
  return true;
}
