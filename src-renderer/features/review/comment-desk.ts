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
}
interface State {
  readonly saved: readonly ReviewComment[];
  readonly open: readonly OpenComment[];
  /** What is written in the open ones, by key: apart, so that a key press concerns nobody who draws the diffs. */
  readonly texts: Readonly<Record<string, string>>;
  readonly sending: boolean;
}
/** Comments of one thread: those that are saved, and those that are being written. */
export interface CommentDesk {
  readonly store: StoreApi<State>;
  readonly watch: () => Unsubscribe;
  readonly begin: (comment: Omit<OpenComment, 'key' | 'id'>) => void;
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
  const store = createStore<State>(() => ({ saved: [], open: [], texts: {}, sending: false }));
  let unanswered: { readonly same: string; readonly clientMessageId: string } | null = null;
  const find = (key: string) => store.getState().open.find((comment) => comment.key === key);
  const drop = (key: string) =>
    store.setState(({ open, texts: { [key]: _, ...texts } }) => ({
      open: open.filter((comment) => comment.key !== key),
      texts,
    }));
  const add = (comment: OpenComment, text: string) =>
    store.setState(({ open, texts }) => ({
      open: [...open.filter((other) => other.key !== comment.key), comment],
      texts: { ...texts, [comment.key]: text },
    }));
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
      if (!find(key)) add({ ...comment, key, id: null }, '');
    },
    edit: (comment, fileId) =>
      add(
        {
          key: comment.id,
          id: comment.id,
          fileId,
          path: comment.path,
          excerpt: comment.excerpt,
          range: {
            id: fileId,
            from: { side: comment.side, line: comment.line },
            to: { side: comment.side, line: comment.endLine },
          },
        },
        comment.text,
      ),
    type: (key, text) => store.setState(({ texts }) => ({ texts: { ...texts, [key]: text } })),
    drop,
    save: async (key) => {
      const comment = find(key);
      const text = store.getState().texts[key] ?? '';
      if (!comment || text.trim() === '') return;
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
        text,
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
      // Sent again with the same words after its answer was lost, the message counts once.
      const same = JSON.stringify([words, store.getState().saved]);
      if (unanswered?.same !== same) unanswered = { same, clientMessageId: crypto.randomUUID() };
      const { clientMessageId } = unanswered;
      const answer = await getClient().review.sendComments({ ...thread, words, clientMessageId });
      if (answer.ok) unanswered = null;
      store.setState({ sending: false });
      if (!answer.ok) explain(answer.error);
      else if (answer.value.outcome === 'queued')
        showToast({ title: 'Comments queued', text: 'They are sent when the running turn has ended.' });
    },
  };
}
