import { useEffect, useState } from 'react';
import MessageSquare from 'lucide-react/icons/message-square';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { useWatchCheckpoints } from '../../state/checkpoint-store.ts';
import { errorWords } from '../../state/error-words.ts';
import { runCommand } from '../../state/commands.ts';
import { openThreads, showToCore, useOpenThread, useThread } from '../../state/open-threads.ts';
import type { OpenThread } from '../../state/thread-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Announcer } from './announcer.tsx';
import { ThreadContext } from './thread-context.ts';
import { TimelineList } from './timeline-list.tsx';
import styles from './timeline.module.css';

/** A spinner shows only when opening takes longer than this. */
const PATIENCE_MS = 300;

/** The turns of one thread, live. */
export function Timeline({ thread: ref }: { readonly thread: ThreadRef }) {
  const thread = useOpenThread(ref);
  const { serverId, threadId } = ref;
  useEffect(() => showToCore({ serverId, threadId }), [serverId, threadId]);
  useWatchCheckpoints(ref);
  if (!thread) return <div className={styles.state} />;
  return (
    <ThreadContext value={thread}>
      <Content key={`${serverId}#${threadId}`} thread={thread} />
      <Announcer thread={thread} />
    </ThreadContext>
  );
}

function Content({ thread }: { readonly thread: OpenThread }) {
  const ready = useThread(thread, (state) => state.tail !== null);
  const empty = useThread(thread, (state) => state.tail?.turnOrder.length === 0 && state.history.order.length === 0);
  const error = useThread(thread, (state) => state.error);
  if (!ready) return error ? <Failed thread={thread} /> : <Opening />;
  return (
    <>
      {error && <Failed thread={thread} />}
      {empty ? (
        <div className={styles.state}>
          <EmptyState
            icon={<MessageSquare size={20} aria-hidden="true" />}
            title="Nothing here yet"
            text="Write what the agent should do. It works in this thread's folder and asks before anything risky."
          />
        </div>
      ) : (
        <TimelineList thread={thread} />
      )}
    </>
  );
}

function Opening() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles.state}>
      {late && (
        <div className={styles.loading} role="status">
          <Spinner size={14} /> Opening the thread…
        </div>
      )}
    </div>
  );
}

function Failed({ thread }: { readonly thread: OpenThread }) {
  const error = useThread(thread, (state) => state.error);
  const ready = useThread(thread, (state) => state.tail !== null);
  if (!error) return null;
  const { title, text, actions } = errorWords().appError(error);
  return (
    <div className={ready ? styles.banner : styles.state}>
      <div className={styles.stateBox}>
        <ErrorBox
          announce
          title={ready ? `This thread is not followed any more: ${title}` : title}
          text={text}
          actions={[
            { label: 'Try again', primary: true, onSelect: () => openThreads().reopen(thread.ref) },
            ...actions.map((action) => ({
              label: action.label,
              onSelect: () => void runCommand(action.commandId, action.argument),
            })),
          ]}
        />
      </div>
    </div>
  );
}
