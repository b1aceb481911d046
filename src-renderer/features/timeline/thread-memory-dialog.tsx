import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { showError } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { DialogView } from '../../ui/dialog-view.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './thread-usage.module.css';

/** What memories tell this thread, and whether it goes into them itself. */
export function ThreadMemoryDialog({ thread, onClose }: { readonly thread: ThreadRef; readonly onClose: () => void }) {
  const { serverId, threadId } = thread;
  const [answer, setAnswer] = useState<Result<{ readonly summary: string | null }, AppError> | null>(null);
  const [done, setDone] = useState('');
  useEffect(() => {
    let gone = false;
    void getClient()
      .config.threadMemory({ serverId, threadId })
      .then((result) => {
        if (!gone) setAnswer(result);
      });
    return () => {
      gone = true;
    };
  }, [serverId, threadId]);
  const set = async (remembered: boolean) => {
    const result = await getClient().config.setThreadMemory({ serverId, threadId, remembered });
    if (!result.ok) showError(result.error);
    else setDone(remembered ? 'Later threads may be told of this one.' : 'Later threads are told nothing of this one.');
  };
  return (
    <DialogView title="Memory of this thread" width="s" onClose={onClose}>
      <div className={styles.memory}>
        {answer === null && <Spinner label="Asking Codex" />}
        {answer?.ok === false && <p className={styles.quiet}>{errorWords().appError(answer.error).title}.</p>}
        {answer?.ok === true &&
          (answer.value.summary === null ? (
            <p>Nothing is told to this thread from memory: memories are off, or nothing was noted down yet.</p>
          ) : (
            <>
              <p className={styles.quiet}>This thread is told:</p>
              <p className={styles.summary}>{answer.value.summary}</p>
            </>
          ))}
        <p className={styles.quiet}>
          While memories are on, Codex notes down what is worth keeping of a thread. Codex does not say what was chosen
          for this one before.
        </p>
        <div className={styles.buttons}>
          <Button onClick={() => void set(false)}>Leave it out</Button>
          <Button onClick={() => void set(true)}>Let it be remembered</Button>
          <span role="status" className={styles.quiet}>
            {done}
          </span>
        </div>
      </div>
    </DialogView>
  );
}
