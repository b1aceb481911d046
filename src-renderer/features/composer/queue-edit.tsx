import { useState } from 'react';
import type { QueueEntry } from '../../../src-shared/model/composer.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { editQueued } from '../../state/queue-store.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { isComposing } from '../../ui/is-composing.ts';
import type { Desk } from './desk.ts';
import { fromParts, joinContents, toMessage } from './tokens.ts';
import styles from './queue.module.css';

/** A queued message, edited in its place. When it was sent meanwhile, the new words go into the message box instead of being lost. */
export function QueueEdit(props: {
  readonly desk: Desk;
  readonly thread: ThreadRef;
  readonly entry: QueueEntry;
  readonly onDone: () => void;
}) {
  const { desk, thread, entry, onDone } = props;
  const [before] = useState(() => fromParts(entry.parts));
  const [text, setText] = useState(before.text);
  const save = async () => {
    const edited = { ...before, text };
    const result = await editQueued(thread, entry.id, toMessage(edited));
    if (!result.ok && result.error.code === 'queue.gone') {
      desk.editor.replace(joinContents([edited, desk.editor.content()]));
      showToast({ title: 'It was sent already', text: 'Your changed words are in the message box.' });
    } else if (!result.ok) {
      showError(result.error);
      return;
    }
    onDone();
    desk.editor.focus();
  };
  return (
    <form
      className={styles.edit}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        // The user has just asked to edit it.
        autoFocus
        aria-label="Queued message"
        rows={Math.min(6, text.split('\n', 7).length)}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (isComposing(event.nativeEvent)) return;
          if (event.key === 'Escape') onDone();
          else if (event.key === 'Enter' && !event.shiftKey) void save();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Button type="submit" size="s" tone="primary">
        Save
      </Button>
      <Button size="s" tone="ghost" onClick={onDone}>
        Cancel
      </Button>
    </form>
  );
}
