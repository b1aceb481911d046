import { useState } from 'react';
import { useStore } from 'zustand';
import { count } from '../../state/count-words.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useReviewContext } from './review-context.ts';
import styles from './review.module.css';

/** The comments that wait, and the way to send them to the agent as one message. */
export function CommentsBar() {
  const { comments } = useReviewContext();
  const number = useStore(comments.store, (state) => state.saved.length);
  const sending = useStore(comments.store, (state) => state.sending);
  const [words, setWords] = useState('');
  if (number === 0) return null;
  return (
    <form
      className={styles.comments}
      aria-label="Comments"
      onSubmit={(event) => {
        event.preventDefault();
        void comments.send(words.trim()).then(() => setWords(''));
      }}
    >
      <TextField
        label="Words before the comments"
        hideLabel
        placeholder={`${count(number, 'comment')}: say something first (optional)`}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button tone="primary" size="m" type="submit" busy={sending}>
        Send {count(number, 'comment')}
      </Button>
    </form>
  );
}
