import { limitBlock } from '../../../src-shared/model/limit-block.ts';
import { knownAccount } from '../../state/account-store.ts';
import { getClient } from '../../state/client.ts';
import { setNotice } from '../../state/composer-store.ts';
import type { Desk, Subject } from './desk.ts';

/**
 * Whether a message has to stay in the box because the model provider asks for a sign-in of its own first: given one without it, Codex
 * opens a page by itself and leaves the turn waiting (measured).
 */
export function gatewayBlocks(desk: Desk, { serverId, running }: Subject): boolean {
  const gateway = serverId === null || running ? null : (knownAccount(serverId)?.gateway ?? null);
  if (gateway === null || gateway.ready) return false;
  const text = `${gateway.provider} asks for a sign-in before it takes messages. Your text is kept here: sign in, then send it.`;
  setNotice(desk.key, { kind: 'problem', text });
  desk.editor.focus();
  return true;
}

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
