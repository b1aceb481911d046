import { createStore, type StoreApi } from 'zustand';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import { threadKey, type ThreadKey, type ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ReviewComment, ReviewFinding } from '../../../src-shared/model/review.ts';
import type { LineRange } from '../../editor/diff-list.tsx';
import { getClient } from '../../state/client.ts';
import { showError, showToast } from '../../state/toast-store.ts';

/** A comment that is being written. `id` null: a new one. */
export interface OpenComment {
  readonly key: string;
  readonly id: string | null;
  /** The file in the review it belongs to. */
  readonly fileId: string;
  readonly path: string;
  readonly range: LineRange;
  readonly excerpt: string;
  readonly text: string;
}
interface State {
  readonly saved: readonly ReviewComment[];
  readonly open: readonly OpenComment[];
  readonly sending: boolean;
}
/** Comments of one thread: those that are saved, and those that are being written. */
export interface CommentDesk {
  readonly store: StoreApi<State>;
  readonly watch: () => Unsubscribe;
  readonly begin: (comment: Omit<OpenComment, 'key' | 'text' | 'id'>) => void;
  readonly edit: (comment: ReviewComment, fileId: string) => void;
  readonly type: (key: string, text: string) => void;
  readonly drop: (key: string) => void;
  readonly save: (key: string) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  /** Makes a finding of `/review` a comment, to be sent with the others. */
  readonly take: (finding: ReviewFinding) => Promise<void>;
  readonly send: (words: string) => Promise<void>;
}

const desks = new Map<ThreadKey, CommentDesk>();

/** The one of a thread: what is being written stays while the window looks elsewhere. */
export function commentDeskOf(thread: ThreadRef): CommentDesk {
  const key = threadKey(thread);
  const desk = desks.get(key) ?? createCommentDesk(thread);
  desks.set(key, desk);
  return desk;
}

function createCommentDesk(thread: ThreadRef): CommentDesk {
  const store = createStore<State>(() => ({ saved: [], open: [], sending: false }));
  const find = (key: string) => store.getState().open.find((comment) => comment.key === key);
  const drop = (key: string) => store.setState(({ open }) => ({ open: open.filter((comment) => comment.key !== key) }));
  const add = (comment: OpenComment) =>
    store.setState(({ open }) => ({ open: [...open.filter((other) => other.key !== comment.key), comment] }));
  const explain = (error: AppError) => showError(error);

  return {
    store,
    watch: () =>
      getClient().review.watchComments(thread, {
        event: (saved) => store.setState({ saved }),
        error: explain,
      }),
    begin: (comment) => {
      const { from, to } = comment.range;
      const key = `new:${comment.fileId}:${from.side}${from.line}:${to.side}${to.line}`;
      if (!find(key)) add({ ...comment, key, id: null, text: '' });
    },
    edit: (comment, fileId) =>
      add({
        key: comment.id,
        id: comment.id,
        fileId,
        path: comment.path,
        excerpt: comment.excerpt,
        text: comment.text,
        range: {
          id: fileId,
          from: { side: comment.side, line: comment.line },
          to: { side: comment.side, line: comment.endLine },
        },
      }),
    type: (key, text) =>
      store.setState(({ open }) => ({
        open: open.map((comment) => (comment.key === key ? { ...comment, text } : comment)),
      })),
    drop,
    save: async (key) => {
      const comment = find(key);
      if (!comment || comment.text.trim() === '') return;
      const { from, to } = comment.range;
      // Lines of both sides: the newer one is what the agent will look at.
      const { side } = to;
      const first = from.side === side ? from.line : to.line;
      const answer = await getClient().review.saveComment({
        ...thread,
        id: comment.id,
        path: comment.path,
        side,
        line: Math.min(first, to.line),
        endLine: Math.max(first, to.line),
        excerpt: comment.excerpt.slice(0, 20_000),
        text: comment.text,
      });
      if (answer.ok) drop(key);
      else explain(answer.error);
    },
    remove: async (id) => {
      const answer = await getClient().review.removeComment({ ...thread, id });
      if (!answer.ok) explain(answer.error);
    },
    take: async ({ path, line, endLine, title, body }) => {
      const answer = await getClient().review.saveComment({
        ...thread,
        id: null,
        path,
        side: 'new',
        line,
        endLine,
        excerpt: '',
        text: body === '' ? title : `${title}\n\n${body}`,
      });
      if (!answer.ok) explain(answer.error);
    },
    send: async (words) => {
      store.setState({ sending: true });
      const answer = await getClient().review.sendComments({ ...thread, words });
      store.setState({ sending: false });
      if (!answer.ok) explain(answer.error);
      else if (answer.value.outcome === 'queued')
        showToast({ title: 'Comments queued', text: 'They are sent when the running turn has ended.' });
    },
  };
}
