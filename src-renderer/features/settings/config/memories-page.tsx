import { useEffect, useState } from 'react';
import type { MemoryStatus } from '../../../../src-shared/model/config.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import { getClient } from '../../../state/client.ts';
import { showError, showToast } from '../../../state/toast-store.ts';
import { Button } from '../../../ui/button.tsx';
import { confirm } from '../../../ui/overlay-requests.ts';
import styles from './config.module.css';
import { ConfigPage } from './config-place.tsx';
import { KEY_GROUPS } from './key-groups.ts';
import { KeyGroups } from './key-list.tsx';

/** Settings, *Memories*: whether threads are remembered, how, and forgetting it all. */
export function MemoriesPage() {
  return (
    <ConfigPage
      byFolder={false}
      intro="With memories, Codex notes down what is worth keeping when a thread has been idle for a while, and tells it to later threads. Notes are files in the Codex home; making them uses the account."
    >
      {(place, config) => (
        <KeyGroups serverId={place.serverId} config={config} groups={KEY_GROUPS.memories}>
          <Kept serverId={place.serverId} />
        </KeyGroups>
      )}
    </ConfigPage>
  );
}

function Kept({ serverId }: { readonly serverId: ServerId }) {
  const [status, setStatus] = useState<MemoryStatus | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    void getClient()
      .config.memory({ serverId })
      .then((answer) => {
        // Older servers cannot tell.
        if (!gone) setStatus(answer.ok ? answer.value : null);
      });
    return () => {
      gone = true;
    };
  }, [serverId, attempt]);
  const forget = async () => {
    const yes = await confirm({
      title: 'Forget everything?',
      text: 'All that was remembered from threads is deleted, for the CLI and editors as well. The threads themselves stay.',
      confirmLabel: 'Forget everything',
      danger: true,
    });
    if (!yes) return;
    const answer = await getClient().config.resetMemory({ serverId });
    if (answer.ok) showToast({ title: 'Everything was forgotten', tone: 'good' });
    else showError(answer.error);
    setAttempt((before) => before + 1);
  };
  return (
    <section className={styles.section} aria-label="What is remembered">
      <h3 className={styles.heading}>What is remembered</h3>
      <div className={styles.tools}>
        <p className={styles.intro}>
          {status === null
            ? 'This Codex does not tell.'
            : status.consolidatedThreads === 1
              ? 'Notes of one thread.'
              : `Notes of ${status.consolidatedThreads.toLocaleString('en-US')} threads.`}
        </p>
        <span className={styles.grow} />
        <Button tone="danger" onClick={() => void forget()}>
          Forget everything…
        </Button>
      </div>
    </section>
  );
}
