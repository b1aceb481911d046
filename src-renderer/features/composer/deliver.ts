import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadChoices } from '../../../src-shared/contract/fields.ts';
import type { SendAnswer, SendMode } from '../../../src-shared/contract/threads.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { ThreadPlace } from '../../../src-shared/model/worktree.ts';
import type { Result } from '../../../src-shared/result.ts';
import { getClient } from '../../state/client.ts';
import { composerEntry, forgetChoices, sendEnded, sendStarted, setNotice } from '../../state/composer-store.ts';
import { putDraft } from '../../state/draft.ts';
import { placeOf } from '../../state/place-store.ts';
import { notePrompt } from '../../state/prompt-history.ts';
import { openPreparation, openThread } from '../../state/ui-store.ts';
import { choicesToSend, modelInUse } from './choices.ts';
import type { Desk, Subject } from './desk.ts';
import { messageAnswered, messageFor, type Message } from './message-id.ts';
import { EMPTY_CONTENT, isEmptyContent, toParts, toWords, type Content } from './tokens.ts';
import { trusted } from './trust-gate.ts';

export const showProblem = (desk: Desk, text: string): void => setNotice(desk.key, { kind: 'problem', text });

/**
 * Hands what stands in the box to the core. The box is free at once; what is refused comes back into it with the reason above.
 * Until the core has taken it, the message is part of the draft.
 */
export async function deliver(desk: Desk, subject: Subject, mode: SendMode): Promise<void> {
  const { chosen } = composerEntry(desk.key);
  const refused = imageProblem(subject, chosen, desk.editor.content());
  if (refused !== null) {
    showProblem(desk, refused);
    return;
  }
  const to = subject.thread ?? subject.project;
  if (!to) {
    showProblem(desk, 'Choose a project first: agents work in a folder.');
    return;
  }
  if (subject.project && !(await trusted(subject.project))) return;
  // Another Enter was faster while something was asked.
  if (isEmptyContent(desk.editor.content())) return;
  const place = subject.project ? placeOf(subject.project.id) : null;
  if (subject.project && place && (place.kind !== 'local' || mode === 'untilReset'))
    return prepare(desk, subject, subject.project, { place, untilReset: mode === 'untilReset' });
  const content = desk.take();
  setNotice(desk.key, null);
  sendStarted(desk.key);
  const message = messageFor(desk.key, to, content);
  const sent = await send(to, message, mode, chosen, subject);
  sendEnded(desk.key);
  messageAnswered(desk.key, message, sent);
  if (!sent.ok) {
    desk.comeBack(content);
    setNotice(desk.key, { kind: 'failed', action: 'send', error: sent.error });
    return;
  }
  desk.arrived(content);
  forgetChoices(desk.key);
  notePrompt(subject.cwd, toWords(content));
  if (!subject.thread && subject.serverId)
    await showStarted(desk, { serverId: subject.serverId, threadId: sent.value.threadId });
  else if (mode === 'auto' && sent.value.outcome === 'queued')
    setNotice(desk.key, {
      kind: 'info',
      text: 'What runs now takes no words in between (a review or a compaction), so your message waits in the queue.',
    });
}

/** Starts the thread in a worktree, or after the reset: a page of its own shows how far it is. */
async function prepare(
  desk: Desk,
  subject: Subject,
  project: Project,
  how: { readonly place: ThreadPlace; readonly untilReset: boolean },
): Promise<void> {
  const content = desk.take();
  const { chosen } = composerEntry(desk.key);
  setNotice(desk.key, null);
  sendStarted(desk.key);
  const message = messageFor(desk.key, project, content);
  const answer = await getClient().worktrees.startThread({
    projectId: project.id,
    parts: message.parts,
    choices: choicesToSend(subject.source, chosen),
    ...how,
    clientMessageId: message.clientMessageId,
  });
  messageAnswered(desk.key, message, answer);
  sendEnded(desk.key);
  if (!answer.ok) {
    desk.comeBack(content);
    setNotice(desk.key, { kind: 'failed', action: 'send', error: answer.error });
    return;
  }
  desk.arrived(content);
  forgetChoices(desk.key);
  notePrompt(subject.cwd, toWords(content));
  if (!desk.isClosed()) openPreparation(project.serverId, answer.value.preparationId);
}

function send(
  to: ThreadRef | Project,
  { parts, clientMessageId }: Message,
  mode: SendMode,
  chosen: Partial<ThreadChoices>,
  { source }: Subject,
): Promise<Result<SendAnswer, AppError>> {
  const choices = choicesToSend(source, chosen);
  if ('threadId' in to)
    return getClient().threads.send({
      serverId: to.serverId,
      threadId: to.threadId,
      parts,
      mode,
      choices: Object.keys(chosen).length > 0 ? choices : null,
      clientMessageId,
    });
  return getClient().threads.start({ projectId: to.id, parts, choices, clientMessageId });
}

/** Why this message cannot go to this model, in words; null when it can. */
function imageProblem(subject: Subject, chosen: Partial<ThreadChoices>, { images }: Content): string | null {
  const model = modelInUse(subject.source, chosen, subject.catalog);
  if (images.length === 0 || !model || model.acceptsImages) return null;
  return `${model.name} cannot see images. Remove ${images.length === 1 ? 'it' : 'them'}, or choose another model.`;
}

/** Goes to the new thread, with whatever was written while it started; not when the user has gone elsewhere. */
async function showStarted(desk: Desk, thread: ThreadRef): Promise<void> {
  if (desk.isClosed()) return;
  const meanwhile = desk.editor.content();
  if (!isEmptyContent(meanwhile)) {
    await putDraft({ kind: 'thread', thread }, toParts(meanwhile));
    desk.editor.replace(EMPTY_CONTENT);
  }
  openThread(thread);
}
