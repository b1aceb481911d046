import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { TurnId } from '../../../src-shared/model/ids.ts';
import type { MessagePart } from '../../../src-shared/model/item.ts';
import { getClient } from '../../state/client.ts';
import { composerEntry, sendEnded, sendStarted, setEditing, setNotice } from '../../state/composer-store.ts';
import { putDraft } from '../../state/draft.ts';
import { peekThread } from '../../state/peek-thread.ts';
import { itemOf, type ThreadState } from '../../state/thread-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { openThread } from '../../state/ui-store.ts';
import type { Desk } from './desk.ts';
import { takeImageAgain } from './images.ts';
import { EMPTY_CONTENT, fromParts, toParts } from './tokens.ts';

export interface EarlierMessage {
  readonly turnId: TurnId;
  readonly parts: readonly MessagePart[];
}

/** What the user sent in the turns that are loaded, newest first: the first message of each turn, before which a thread can be forked. */
export function earlierMessages(state: ThreadState): readonly EarlierMessage[] {
  const { history, tail } = state;
  const messages: EarlierMessage[] = [];
  for (const turnId of [...history.order, ...(tail?.turnOrder ?? [])]) {
    const turn = tail?.turns[turnId] ?? history.turns[turnId];
    const first = turn?.itemIds.map((id) => itemOf(state, id)).find((item) => item?.kind === 'userMessage');
    if (first?.kind === 'userMessage') messages.push({ turnId, parts: first.parts });
  }
  return messages.reverse();
}

const messagesOf = (desk: Desk): readonly EarlierMessage[] => {
  const open = desk.subject?.thread && peekThread(desk.subject.thread);
  return open ? earlierMessages(open.store.getState()) : [];
};

function show(desk: Desk, at: number): boolean {
  const messages = messagesOf(desk);
  const message = messages[at];
  if (!message) return false;
  desk.editor.replace(fromParts(message.parts.filter((part) => part.kind !== 'image')));
  setEditing(desk.key, { at, of: messages.length, turnId: message.turnId });
  return true;
}

/** Puts the newest message of the user into the (empty) box, to be changed. */
export function beginEditing(desk: Desk): void {
  if (!desk.subject?.thread || show(desk, 0)) return;
  setNotice(desk.key, {
    kind: 'info',
    text: 'You have not sent anything in this thread yet, so there is nothing to edit.',
  });
}

export function stepEditing(desk: Desk, direction: 'older' | 'newer'): void {
  const { editing } = composerEntry(desk.key);
  if (editing) show(desk, editing.at + (direction === 'older' ? 1 : -1));
}

export function leaveEditing(desk: Desk): void {
  setEditing(desk.key, null);
  desk.editor.replace(EMPTY_CONTENT);
}

/** Forks the thread before the edited message and puts the text into the fork's box. Nothing is sent; the original stays as it is. */
export async function forkFromEdited(desk: Desk): Promise<void> {
  const { editing } = composerEntry(desk.key);
  const thread = desk.subject?.thread;
  if (!editing || !thread) return;
  const written = toParts(desk.editor.content());
  const original = messagesOf(desk).find((message) => message.turnId === editing.turnId);
  sendStarted(desk.key);
  const images = await imagesAgain(desk, original?.parts ?? []);
  const result = await getClient().threads.fork({ ...thread, lastTurnId: null, beforeTurnId: editing.turnId });
  sendEnded(desk.key);
  if (!result.ok) {
    setNotice(desk.key, { kind: 'failed', action: 'fork', error: result.error });
    return;
  }
  leaveEditing(desk);
  const fork = { serverId: thread.serverId, threadId: result.value.threadId };
  await putDraft({ kind: 'thread', thread: fork }, [...written, ...images]);
  openThread(fork);
  if (result.value.note === 'whole-history')
    showToast({
      title: 'The fork holds the whole thread',
      text: 'This version of Codex cannot leave out what came after the message.',
    });
}

async function imagesAgain(desk: Desk, parts: readonly MessagePart[]): Promise<InputPart[]> {
  const serverId = desk.subject?.serverId;
  const images: InputPart[] = [];
  if (!serverId) return images;
  for (const part of parts) {
    if (part.kind !== 'image') continue;
    const image = await takeImageAgain(serverId, part.source, `image ${images.length + 1}`);
    if (image) images.push(image);
  }
  return images;
}
