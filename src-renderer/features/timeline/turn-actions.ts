import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ThreadChoices } from '../../../src-shared/contract/fields.ts';
import type { SendMode } from '../../../src-shared/contract/threads.ts';
import type { TurnId } from '../../../src-shared/model/ids.ts';
import type { MessagePart } from '../../../src-shared/model/item.ts';
import { getClient } from '../../state/client.ts';
import { itemOf, turnOf, type OpenThread } from '../../state/thread-store.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { openThread } from '../../state/ui-store.ts';

/** Makes a new thread with the history up to and with this turn (all of it for null), and goes there. */
export async function forkFrom(thread: OpenThread, lastTurnId: TurnId | null): Promise<void> {
  const answer = await getClient().threads.fork({ ...thread.ref, lastTurnId, beforeTurnId: null });
  if (!answer.ok) {
    showError(answer.error);
    return;
  }
  openThread({ serverId: thread.ref.serverId, threadId: answer.value.threadId });
  if (answer.value.note === 'whole-history')
    showToast({
      title: 'Forked with the whole history',
      text: 'This version of Codex cannot fork at a turn, so later turns are in the new thread as well.',
    });
}

/** Sends the message of a turn again, images included, as a new turn: now, or once the account may go on. */
export async function retryTurn(
  thread: OpenThread,
  turnId: TurnId,
  mode: Exclude<SendMode, 'queue'> = 'auto',
): Promise<void> {
  const state = thread.store.getState();
  const messages = (turnOf(state, turnId)?.itemIds ?? []).flatMap((id) => {
    const item = itemOf(state, id);
    return item?.kind === 'userMessage' ? [item] : [];
  });
  const parts: InputPart[] = [];
  for (const [at, message] of messages.entries()) {
    // What was added while the turn ran follows as a paragraph of its own.
    if (at > 0) parts.push({ kind: 'text', text: '\n\n' });
    for (const part of message.parts) {
      const again = part.kind === 'image' ? await imageAgain(thread, part) : part;
      if (!again) return;
      parts.push(again);
    }
  }
  await send(thread, { parts, mode, choices: null });
}

/** Leaves plan mode and has the agent do what it planned last. */
export const carryOutPlan = (thread: OpenThread): Promise<void> =>
  send(thread, {
    parts: [{ kind: 'text', text: 'Implement the plan.' }],
    mode: 'auto',
    choices: { model: null, effort: null, permissions: null, mode: 'default' },
  });

async function send(
  thread: OpenThread,
  message: {
    readonly parts: readonly InputPart[];
    readonly mode: Exclude<SendMode, 'queue'>;
    readonly choices: ThreadChoices | null;
  },
): Promise<void> {
  const { parts, ...how } = message;
  const answer = await getClient().threads.send({
    ...thread.ref,
    ...how,
    parts: [...parts],
    clientMessageId: crypto.randomUUID(),
  });
  if (!answer.ok) showError(answer.error);
  else if (how.mode === 'auto' && answer.value.outcome === 'queued')
    showToast({ title: 'Queued', text: 'The message is sent when the running turn has ended.' });
}

/** An image of a stored message, taken into the core again. Null: it cannot be read any more, and the user was told. */
async function imageAgain(
  thread: OpenThread,
  part: Extract<MessagePart, { kind: 'image' }>,
): Promise<InputPart | null> {
  const found = await getClient().files.imageUrl({ serverId: thread.ref.serverId, source: part.source });
  if (!found.ok) {
    showError(found.error);
    return null;
  }
  const bytes = new Uint8Array(await (await fetch(found.value.url)).arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  const name = part.source.startsWith('data:') ? 'image' : (part.source.split(/[\\/]/).at(-1) ?? 'image');
  const added = await getClient().files.addImage({ name, base64: btoa(binary) });
  if (!added.ok) {
    showError(added.error);
    return null;
  }
  return { kind: 'image', imageId: added.value.imageId, name };
}
