import { z } from 'zod';
import type { Draft, EarlierPrompt, QueueEntry } from '../model/composer.ts';
import { call, stream } from './define.ts';
import { inputParts, projectId, queueEntryId, threadRef } from './fields.ts';

/** A draft belongs to a thread, or to the new-thread page of a project (or of none). */
const draftTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('thread'), thread: threadRef }),
  z.object({ kind: z.literal('new'), projectId: projectId.nullable() }),
]);
export type DraftTarget = z.input<typeof draftTarget>;

export const drafts = {
  load: call(z.object({ target: draftTarget })).returns<Draft | null>(),
  /** Empty parts remove it. */
  save: call(z.object({ target: draftTarget, parts: inputParts })).returns<null>(),
} as const;

export const queue = {
  watch: stream(threadRef).of<readonly QueueEntry[]>(),
  edit: call(threadRef.extend({ entryId: queueEntryId, parts: inputParts })).returns<null>(),
  remove: call(threadRef.extend({ entryId: queueEntryId })).returns<null>(),
  /** The whole list in its new order. */
  reorder: call(threadRef.extend({ order: z.array(queueEntryId).max(500) })).returns<null>(),
  /** Steers the running turn with it, or starts it when the thread is idle; also lets go of a held one. */
  sendNow: call(threadRef.extend({ entryId: queueEntryId })).returns<null>(),
  /** What is held waits until the account may go on, and goes then by itself. `queue.no-limit`: nothing is in its way. */
  untilReset: call(threadRef).returns<null>(),
} as const;

export const history = {
  /** What the user sent before, newest first, over all threads of one project folder first. */
  list: call(
    z.object({
      cwd: z.string().max(4096).nullable(),
      search: z.string().max(300).nullable(),
      limit: z.number().int().min(1).max(500),
    }),
  ).returns<readonly EarlierPrompt[]>(),
} as const;
