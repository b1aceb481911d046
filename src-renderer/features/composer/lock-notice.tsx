import { assertNever } from '../../../src-shared/assert-never.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadLock } from '../../../src-shared/model/thread.ts';
import { getClient } from '../../state/client.ts';
import { runCommand } from '../../state/commands.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { openSettings } from '../../state/ui-store.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { changeGoal } from './change-goal.ts';
import styles from './composer.module.css';

/** Why nothing can be sent to a thread, and the way out. */
export function LockNotice(props: {
  readonly thread: ThreadRef;
  readonly lock: ThreadLock;
  /** The thread's folder when it is not there any more. */
  readonly missingFolder: string | null;
}) {
  const locked = lockBox(props.thread, props.lock);
  if (!locked && props.missingFolder === null) return null;
  return (
    <div className={styles.lock}>
      {locked}
      {props.missingFolder !== null && (
        <ErrorBox
          tone="needs"
          title="The folder of this thread is gone"
          text={`${props.missingFolder} is not there any more. The thread can be read; to go on, bring the folder back. A worktree that Skein removed is in a snapshot.`}
          actions={[
            { label: 'Restore worktree', primary: true, onSelect: () => void restore(props.thread) },
            { label: 'Recover…', onSelect: () => openSettings('recover') },
          ]}
        />
      )}
    </div>
  );
}

function lockBox(thread: ThreadRef, lock: ThreadLock) {
  switch (lock.kind) {
    case 'none':
      return null;
    case 'archived':
      return (
        <ErrorBox
          tone="info"
          title="This thread is archived"
          text="It can be read. To go on with it, take it out of the archive."
          actions={[{ label: 'Unarchive', onSelect: () => runCommand('thread.unarchive', thread) }]}
        />
      );
    case 'otherWriter':
      return (
        <ErrorBox
          tone="needs"
          title="Another program writes this thread"
          text="A Codex outside of Skein has it open, and only one can write. Close it there, or go on in a copy."
          actions={[{ label: 'Fork', onSelect: () => runCommand('thread.fork', thread) }]}
        />
      );
    case 'serverQueue':
      return (
        <ErrorBox
          tone="needs"
          title={lock.entries.length === 1 ? 'Codex holds a queued message' : 'Codex holds queued messages'}
          text={<ServerQueue entries={lock.entries} />}
          actions={[
            { label: 'Run now', onSelect: () => void resolve(thread, 'run') },
            { label: 'Take over into the queue', onSelect: () => void resolve(thread, 'takeOver') },
          ]}
        />
      );
    case 'goal':
      return (
        <ErrorBox
          tone="needs"
          title="This thread has a goal that Codex would go on with"
          text={`“${lock.objective.slice(0, 600)}”\nIt was being worked on when the thread was last open, here or in another program. As soon as the thread is opened for writing, Codex starts the next turn by itself, so you decide.`}
          actions={[
            { label: 'Pause the goal', primary: true, onSelect: () => void changeGoal(thread, { kind: 'pause' }) },
            { label: 'Go on with it', onSelect: () => void changeGoal(thread, { kind: 'resume' }) },
          ]}
        />
      );
    default:
      return assertNever(lock);
  }
}

function ServerQueue({ entries }: { readonly entries: readonly string[] }) {
  return (
    <>
      Another program queued this. It would run as soon as the thread is opened for writing, so you decide:
      <ul className={styles.serverQueue}>
        {entries.map((entry, index) => (
          <li key={index}>{entry}</li>
        ))}
      </ul>
    </>
  );
}

async function restore(thread: ThreadRef): Promise<void> {
  const answer = await getClient().worktrees.restoreFor({ serverId: thread.serverId, threadId: thread.threadId });
  if (answer.ok) showToast({ title: 'Worktree restored', text: answer.value.path, tone: 'good' });
  else showError(answer.error);
}

async function resolve(thread: ThreadRef, action: 'run' | 'takeOver'): Promise<void> {
  const result = await getClient().threads.resolveServerQueue({ ...thread, action });
  if (!result.ok) showError(result.error);
}
