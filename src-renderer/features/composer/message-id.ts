import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { Result } from '../../../src-shared/result.ts';
import { toMessage, type Content } from './tokens.ts';

/** What is sent, under an id by which the core knows it again. */
export interface Message {
  readonly clientMessageId: string;
  readonly parts: InputPart[];
  /** Place and words: what makes a second try the same message. */
  readonly same: string;
}

/** Messages of which it is not known whether they arrived, by composer. */
const unanswered = new Map<string, Message>();

/** The message with a new id; with its old one when the same words to the same place may have arrived already. */
export function messageFor(composer: string, to: ThreadRef | Project, content: Content): Message {
  const parts = toMessage(content);
  const same = JSON.stringify(['threadId' in to ? [to.serverId, to.threadId] : to.id, parts]);
  const before = unanswered.get(composer);
  return before?.same === same ? before : { clientMessageId: crypto.randomUUID(), parts, same };
}

/** Keeps the id of a message whose answer was lost on the way; a refusal is an answer. */
export function messageAnswered(composer: string, message: Message, answer: Result<unknown, AppError>): void {
  if (!answer.ok && MAY_HAVE_ARRIVED.has(answer.error.code)) unanswered.set(composer, message);
  else unanswered.delete(composer);
}

const MAY_HAVE_ARRIVED: ReadonlySet<AppError['code']> = new Set(['rpc.disconnected', 'server.timeout', 'server.died']);
