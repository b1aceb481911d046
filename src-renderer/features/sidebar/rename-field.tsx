import { useEffect, useRef } from 'react';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';
import { endRename } from './sidebar-store.ts';
import styles from './rename-field.module.css';

/** The title of a thread while it is edited in place. Enter or leaving saves, Escape does not. */
export function RenameField({ thread }: { readonly thread: ThreadSummary }) {
  return (
    <NameField
      label="Thread title"
      initial={thread.title}
      maxLength={200}
      save={async (title) => {
        const { serverId, threadId } = thread;
        const result = await getClient().threads.rename({ serverId, threadId, title });
        if (!result.ok) showError(result.error);
      }}
    />
  );
}

/** A text field in the place of a name. Input methods keep their Enter and Escape. */
export function NameField(props: {
  readonly label: string;
  readonly initial: string;
  readonly maxLength: number;
  readonly save: (name: string) => Promise<void>;
}) {
  const { label, initial, maxLength, save } = props;
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = (keep: boolean) => {
    if (done.current) return;
    done.current = true;
    const name = field.current?.value.trim() ?? '';
    endRename();
    if (keep && name !== '' && name !== initial) void save(name);
  };
  return (
    <input
      ref={field}
      aria-label={label}
      className={styles.field}
      dir="auto"
      defaultValue={initial}
      maxLength={maxLength}
      spellCheck={false}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') finish(true);
        else if (event.key === 'Escape') finish(false);
      }}
    />
  );
}
