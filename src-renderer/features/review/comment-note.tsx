import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import MessageSquare from 'lucide-react/icons/message-square';
import Pencil from 'lucide-react/icons/pencil';
import Trash2 from 'lucide-react/icons/trash-2';
import type { ReviewComment } from '../../../src-shared/model/review.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { isComposing } from '../../ui/is-composing.ts';
import type { OpenComment } from './comment-desk.ts';
import { useReviewContext } from './review-context.ts';
import styles from './notes.module.css';

/** A comment at its lines: saved, or being written. */
export function CommentNote({ id, noteKey }: { readonly id: string; readonly noteKey: string }) {
  const { comments } = useReviewContext();
  const open = useStore(comments.store, (state) => state.open.find((comment) => comment.key === noteKey));
  const saved = useStore(comments.store, (state) => state.saved.find((comment) => comment.id === noteKey));
  if (open) return <Editor comment={open} />;
  return saved ? <Saved comment={saved} fileId={id} /> : null;
}

function Saved({ comment, fileId }: { readonly comment: ReviewComment; readonly fileId: string }) {
  const { comments } = useReviewContext();
  return (
    <div className={styles.comment} role="group" aria-label="Comment">
      <MessageSquare size={14} aria-hidden="true" className={styles.icon} />
      <p className={styles.text}>{comment.text}</p>
      <IconButton
        size="s"
        label="Edit comment"
        icon={<Pencil size={13} aria-hidden="true" />}
        onClick={() => comments.edit(comment, fileId)}
      />
      <IconButton
        size="s"
        label="Delete comment"
        icon={<Trash2 size={13} aria-hidden="true" />}
        onClick={() => void comments.remove(comment.id)}
      />
    </div>
  );
}

function Editor({ comment }: { readonly comment: OpenComment }) {
  const { comments } = useReviewContext();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const { key, range } = comment;
  const text = useStore(comments.store, (state) => state.texts[key] ?? '');
  const { from, to } = range;
  const lines = from.line === to.line ? `line ${to.line}` : `lines ${from.line}–${to.line}`;
  const save = () => void comments.save(key);
  return (
    <form
      className={styles.editor}
      aria-label="Comment"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <textarea
        ref={field}
        className={styles.field}
        aria-label={`Comment on ${lines}`}
        placeholder="What should the agent do here?"
        rows={3}
        value={text}
        onChange={(event) => comments.type(key, event.target.value)}
        onKeyDown={(event) => {
          if (isComposing(event.nativeEvent)) return;
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            save();
          } else if (event.key === 'Escape' && text.trim() === '') comments.drop(key);
        }}
      />
      <div className={styles.buttons}>
        <Button size="s" tone="ghost" onClick={() => comments.drop(key)}>
          Discard
        </Button>
        <Button size="s" tone="primary" type="submit" disabled={text.trim() === ''}>
          Save comment
        </Button>
      </div>
    </form>
  );
}
