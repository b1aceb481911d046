import { useState } from 'react';
import type { ThreadLock } from '../../../src-shared/model/thread.ts';
import { getClient } from '../../state/client.ts';
import { useThread } from '../../state/open-threads.ts';
import { infoOf, type OpenThread } from '../../state/thread-store.ts';
import { showError } from '../../state/toast-store.ts';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Result } from '../../../src-shared/result.ts';
import { ErrorBox, type BoxAction } from '../../ui/error-box.tsx';
import { forkFrom } from './turn-actions.ts';
import { count } from './words.ts';
import styles from './thread-header.module.css';

/** Why the thread cannot be written to, and the way out. */
export function ThreadBanners({ thread }: { readonly thread: OpenThread }) {
  const lock = useThread(thread, (state) => infoOf(state)?.lock ?? null);
  const missing = useThread(thread, (state) => (infoOf(state)?.cwdMissing === true ? infoOf(state)?.cwd : undefined));
  return (
    <>
      {lock && lock.kind !== 'none' && <Lock thread={thread} lock={lock} />}
      {missing !== undefined && (
        <div className={styles.banner}>
          <ErrorBox
            tone="needs"
            title="The folder of this thread is gone"
            text={`${missing} does not exist any more. The thread can be read; commands in it will fail.`}
          />
        </div>
      )}
    </>
  );
}

function Lock({ thread, lock }: { readonly thread: OpenThread; readonly lock: Exclude<ThreadLock, { kind: 'none' }> }) {
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<Result<null, AppError>>) => {
    if (busy) return;
    setBusy(true);
    const answer = await work();
    setBusy(false);
    if (!answer.ok) showError(answer.error);
  };
  const { ref } = thread;
  const { threads } = getClient();
  const words = lockWords(lock);
  const actions: BoxAction[] = [];
  if (lock.kind === 'otherWriter')
    actions.push({ label: 'Fork', primary: true, onSelect: () => void forkFrom(thread, null) });
  if (lock.kind === 'serverQueue')
    actions.push(
      {
        label: 'Run',
        primary: true,
        onSelect: () => void run(() => threads.resolveServerQueue({ ...ref, action: 'run' })),
      },
      {
        label: 'Take over',
        onSelect: () => void run(() => threads.resolveServerQueue({ ...ref, action: 'takeOver' })),
      },
    );
  if (lock.kind === 'archived')
    actions.push({
      label: 'Unarchive',
      primary: true,
      onSelect: () => void run(() => threads.unarchive({ serverId: ref.serverId, threadIds: [ref.threadId] })),
    });
  return (
    <div className={styles.banner}>
      <ErrorBox
        tone={lock.kind === 'archived' ? 'info' : 'needs'}
        title={words.title}
        text={words.text}
        details={lock.kind === 'serverQueue' ? lock.entries.join('\n\n') : null}
        actions={actions}
      />
    </div>
  );
}

function lockWords(lock: Exclude<ThreadLock, { kind: 'none' }>): { title: string; text: string } {
  switch (lock.kind) {
    case 'otherWriter':
      return {
        title: 'Another Codex is working in this thread',
        text: 'The CLI or an editor has it open for writing. Fork it to go on here with its history.',
      };
    case 'serverQueue':
      return {
        title: `${count(lock.entries.length, 'message')} waiting at the server`,
        text: 'Queued by another client. Going on would send them: run them now, or take them over into the queue here and decide one by one.',
      };
    case 'archived':
      return { title: 'This thread is archived', text: 'It can be read. Unarchive it to go on.' };
  }
}
