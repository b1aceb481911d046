import { z } from 'zod';
import type { FileDiff, ReviewComment, ReviewState } from '../model/review.ts';
import { call, stream } from './define.ts';
import { clientMessageId, threadId, threadRef, turnId } from './fields.ts';
import { folderRef } from './git.ts';

const reviewScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('uncommitted') }),
  z.object({ kind: z.literal('branch'), base: z.string().min(1).max(300).nullable() }),
  z.object({ kind: z.literal('lastTurn'), threadId }),
  z.object({ kind: z.literal('turn'), threadId, turnId }),
  z.object({ kind: z.literal('commit'), commit: z.string().regex(/^[0-9a-f]{7,64}$/) }),
  z.object({ kind: z.literal('snapshot'), snapshotId: z.string().min(1).max(300) }),
]);
const section = z.enum(['conflicted', 'staged', 'unstaged', 'untracked', 'changed']);
const filePath = z.string().min(1).max(4096);
const fileRef = z.object({ section, path: filePath });
const scoped = folderRef.extend({ scope: reviewScope });

/**
 * What a change of the index or the working tree is about. `lines`: offsets (from 0) into the diff's lines after its header,
 * hunk headers counted; a whole hunk is all of its lines. The fingerprint says which diff was looked at: another one refuses.
 */
const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('files'), files: z.array(fileRef).min(1).max(10_000) }),
  z.object({
    kind: z.literal('lines'),
    file: fileRef,
    fingerprint: z.string().min(1).max(200),
    /** As the diff was asked for. */
    whitespace: z.enum(['show', 'ignore']),
    context: z.number().int().min(0).max(1_000_000),
    lines: z.array(z.number().int().min(0)).min(1).max(500_000),
  }),
]);
export type ChangeTarget = z.input<typeof target>;
const commentId = z.string().min(1).max(100);

export const review = {
  watch: stream(scoped).of<ReviewState>(),
  /** In the order asked for; a file that is gone meanwhile is left out. At most 200 at once. */
  diffs: call(
    scoped.extend({
      files: z.array(fileRef).min(1).max(200),
      whitespace: z.enum(['show', 'ignore']),
      /** Also those that are too large to be shown unasked. */
      whole: z.boolean(),
      /** Lines around each change. */
      context: z.number().int().min(0).max(1_000_000),
    }),
  ).returns<readonly FileDiff[]>(),
  /** Both sides as text, for the editor; null where there is none (added, deleted, binary). */
  contents: call(scoped.extend({ file: fileRef })).returns<{
    readonly old: string | null;
    readonly new: string | null;
    readonly fingerprint: string;
  }>(),
  /** An address under which one side of an image is served; null when that side is not there. */
  image: call(scoped.extend({ file: fileRef, side: z.enum(['old', 'new']) })).returns<{
    readonly url: string;
    readonly bytes: number;
  } | null>(),

  stage: call(folderRef.extend({ target })).returns<null>(),
  unstage: call(folderRef.extend({ target })).returns<null>(),
  /** Takes changes out of the working tree. What goes is in a snapshot first; its id undoes it (`recover.restore`). */
  revert: call(folderRef.extend({ target })).returns<{ readonly snapshotId: string }>(),
  setViewed: call(
    scoped.extend({ file: fileRef, fingerprint: z.string().min(1).max(200), viewed: z.boolean() }),
  ).returns<null>(),

  watchComments: stream(threadRef).of<readonly ReviewComment[]>(),
  saveComment: call(
    threadRef.extend({
      /** Null: a new one. */
      id: commentId.nullable(),
      path: filePath,
      side: z.enum(['old', 'new']),
      line: z.number().int().min(1),
      endLine: z.number().int().min(1),
      excerpt: z.string().max(20_000),
      text: z.string().trim().min(1).max(20_000),
    }),
  ).returns<{ readonly id: string }>(),
  removeComment: call(threadRef.extend({ id: commentId })).returns<null>(),
  /** Sends all of them as one message (with `words` before them); they go when the message was taken. */
  sendComments: call(threadRef.extend({ words: z.string().max(20_000), clientMessageId })).returns<{
    readonly outcome: 'started' | 'steered' | 'queued' | 'done';
  }>(),
} as const;
