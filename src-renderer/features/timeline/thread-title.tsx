import { useEffect, useRef, useState } from 'react';
import { getClient } from '../../state/client.ts';
import { useThread } from '../../state/open-threads.ts';
import { infoOf, type OpenThread } from '../../state/thread-store.ts';
import { showError } from '../../state/toast-store.ts';
import styles from './thread-header.module.css';

/** The title, renamed in place: Enter and leaving the field keep, Escape does not. */
export function ThreadTitle(props: {
  readonly thread: OpenThread;
  readonly editing: boolean;
  readonly onEditing: (editing: boolean) => void;
}) {
  const { thread, editing, onEditing } = props;
  const title = useThread(thread, (state) => infoOf(state)?.title ?? '');
  if (editing) return <TitleField thread={thread} title={title} onDone={() => onEditing(false)} />;
  return (
    <h1 className={styles.title}>
      <button type="button" className={styles.titleButton} dir="auto" data-tip="Rename" onClick={() => onEditing(true)}>
        {title === '' ? 'New thread' : title}
      </button>
    </h1>
  );
}

function TitleField(props: { readonly thread: OpenThread; readonly title: string; readonly onDone: () => void }) {
  const { thread, title, onDone } = props;
  const [draft, setDraft] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => field.current?.select(), []);
  const end = (keep: boolean) => {
    if (done.current) return;
    done.current = true;
    onDone();
    const wanted = draft.trim();
    if (!keep || wanted === '' || wanted === title) return;
    void getClient()
      .threads.rename({ ...thread.ref, title: wanted })
      .then((answer) => {
        if (!answer.ok) showError(answer.error);
      });
  };
  return (
    <input
      ref={field}
      className={styles.titleField}
      dir="auto"
      aria-label="Thread title"
      value={draft}
      maxLength={200}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') end(true);
        else if (event.key === 'Escape') end(false);
        event.stopPropagation();
      }}
    />
  );
}
