import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import { threadId, serverId } from '../../../src-shared/contract/fields.ts';
import { threadKey, type ThreadKey, type ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ReviewComment } from '../../../src-shared/model/review.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';

/** Remarks on lines of diffs, per thread, until they are sent or removed. */
export interface CommentStore {
  list(thread: ThreadRef): readonly ReviewComment[];
  /** @param id null: a new one. One that is not there any more is made anew, so that nothing written is lost. */
  save(comment: Omit<ReviewComment, 'id' | 'createdAt'> & { readonly id: string | null }): string;
  /** One that is not there does not count. */
  remove(thread: ThreadRef, id: string): void;
  /** These went out; one that was changed meanwhile stays. */
  removeSent(thread: ThreadRef, sent: readonly ReviewComment[]): void;
  /** The thread is gone for good. */
  clear(thread: ThreadRef): void;
  onChange(listener: (thread: ThreadRef) => void): Unsubscribe;
  dispose(): Promise<void>;
  notices(): readonly AppError[];
}

const schema = z.array(
  z.object({
    id: z.string(),
    thread: z.object({ serverId, threadId }),
    path: z.string(),
    side: z.enum(['old', 'new']),
    line: z.number(),
    endLine: z.number(),
    excerpt: z.string(),
    text: z.string(),
    createdAt: z.number(),
  }),
);

export async function openCommentStore(options: {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report?: (error: AppError) => void;
}): Promise<CommentStore> {
  const { skeinHome, clock, log, report } = options;
  const file = await openJsonFile<readonly ReviewComment[]>({
    file: join(skeinHome, 'review-comments.json'),
    schema,
    fallback: [],
    clock,
    log,
    ...(report && { report }),
  });
  const changed = createListeners<ThreadRef>('review comments', log);
  /** The same list for the same comments. */
  const lists = new Map<ThreadKey, readonly ReviewComment[]>();
  const list = (thread: ThreadRef) => {
    const key = threadKey(thread);
    const known = lists.get(key);
    if (known) return known;
    const found = file.value().filter((comment) => threadKey(comment.thread) === key);
    lists.set(key, found);
    return found;
  };
  const change = (thread: ThreadRef, next: (all: readonly ReviewComment[]) => readonly ReviewComment[]) => {
    file.update(next);
    lists.delete(threadKey(thread));
    changed.emit(thread);
  };
  return {
    list,
    save: ({ id, ...rest }) => {
      const old = list(rest.thread).find((comment) => comment.id === id);
      const saved: ReviewComment = { ...rest, id: id ?? randomUUID(), createdAt: old?.createdAt ?? clock.now() };
      change(rest.thread, (all) => (old ? all.map((comment) => (comment === old ? saved : comment)) : [...all, saved]));
      return saved.id;
    },
    remove: (thread, id) => {
      if (list(thread).some((comment) => comment.id === id)) {
        change(thread, (all) =>
          all.filter((comment) => comment.id !== id || threadKey(comment.thread) !== threadKey(thread)),
        );
      }
    },
    removeSent: (thread, sent) => {
      const gone = new Set(sent);
      change(thread, (all) => all.filter((comment) => !gone.has(comment)));
    },
    clear: (thread) => {
      if (list(thread).length > 0) {
        change(thread, (all) => all.filter((comment) => threadKey(comment.thread) !== threadKey(thread)));
      }
    },
    onChange: (listener) => changed.add(listener),
    dispose: () => file.dispose(),
    notices: () => file.notices(),
  };
}
