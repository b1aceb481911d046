import { useCallback, useEffect, useState } from 'react';
import Ellipsis from 'lucide-react/icons/ellipsis';
import LifeBuoy from 'lucide-react/icons/life-buoy';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { SnapshotList } from '../../../src-shared/contract/worktrees.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Snapshot } from '../../../src-shared/model/worktree.ts';
import { useMinutes } from '../../state/clock.ts';
import { getClient } from '../../state/client.ts';
import { copyText } from '../../state/copy-text.ts';
import { errorWords } from '../../state/error-words.ts';
import { folderName } from '../../state/folder-path.ts';
import { useServers } from '../../state/server-store.ts';
import { ageWords } from '../../state/time-words.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { openThread } from '../../state/ui-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { confirm } from '../../ui/overlay-requests.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { KeptCopies } from './kept-copies.tsx';
import styles from './lists.module.css';

const REASON_WORDS: Readonly<Record<Snapshot['reason'], string>> = {
  worktreeRemoved: 'Worktree removed',
  reverted: 'Changes reverted',
  undo: 'Turn undone',
  redo: 'Turn brought back',
  handoff: 'Handed off',
  carry: 'Changes carried over',
  manual: 'Taken by hand',
  discarded: 'Discarded',
};

/** Everything that was taken away somewhere, and can be brought back. */
export function RecoverPage() {
  const servers = useServers();
  // All servers of this machine share one place for them.
  const machines = servers.filter(
    ({ hostId }, index) => hostId !== 'local' || servers.findIndex((other) => other.hostId === 'local') === index,
  );
  return (
    <>
      <p className={styles.intro}>
        Before Skein removes or overwrites anything, the state goes into a snapshot in the repository itself. Here all
        of them can be brought back. After 90 days only the newest 200 of a repository stay, the newest of each folder,
        and those that were taken by hand.
      </p>
      {servers.map((server) => (
        <Snapshots key={server.id} serverId={server.id} heading={servers.length > 1 ? server.label : null} />
      ))}
      {machines.map(({ id, label, hostId }) => (
        <KeptCopies key={id} serverId={id} place={hostId === 'local' ? null : label} />
      ))}
    </>
  );
}

type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'ready'; readonly list: SnapshotList };

function Snapshots({ serverId, heading }: { readonly serverId: ServerId; readonly heading: string | null }) {
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    void getClient()
      .recover.list({ serverId })
      .then((answer) => {
        if (!gone)
          setLoaded(answer.ok ? { kind: 'ready', list: answer.value } : { kind: 'failed', error: answer.error });
      });
    return () => {
      gone = true;
    };
  }, [serverId, attempt]);
  const reload = useCallback(() => setAttempt((before) => before + 1), []);
  return (
    <section aria-label={heading === null ? 'Snapshots' : `Snapshots, ${heading}`} className={styles.section}>
      {heading !== null && <h3 className={styles.heading}>{heading}</h3>}
      {loaded.kind === 'loading' && <Spinner label="Loading" />}
      {loaded.kind === 'failed' && (
        <ErrorBox
          title={errorWords().appError(loaded.error).title}
          text={errorWords().appError(loaded.error).text}
          actions={[{ label: 'Try again', onSelect: reload }]}
        />
      )}
      {loaded.kind === 'ready' &&
        loaded.list.failed.map(({ repository, error }) => (
          <ErrorBox
            key={repository}
            title={`The snapshots of ${folderName(repository)} cannot be read`}
            text={unreadWords(repository, error)}
            actions={[{ label: 'Try again', onSelect: reload }]}
          />
        ))}
      {loaded.kind === 'ready' && loaded.list.snapshots.length + loaded.list.failed.length === 0 && (
        <EmptyState
          compact
          icon={<LifeBuoy size={18} aria-hidden="true" />}
          title="Nothing to bring back"
          text="When a worktree is removed, a turn undone or changes reverted, what was there before is kept here."
        />
      )}
      {loaded.kind === 'ready' && loaded.list.snapshots.length > 0 && (
        <ul className={styles.list}>
          {loaded.list.snapshots.map((snapshot) => (
            <SnapshotRow key={snapshot.id} serverId={serverId} snapshot={snapshot} onChanged={reload} />
          ))}
        </ul>
      )}
    </section>
  );
}

function unreadWords(repository: string, error: AppError): string {
  const { title, text } = errorWords().appError(error);
  return [repository, title, text].filter((word) => word !== '').join('\n');
}

function SnapshotRow(props: {
  readonly serverId: ServerId;
  readonly snapshot: Snapshot;
  readonly onChanged: () => void;
}) {
  const { serverId, snapshot, onChanged } = props;
  const now = useMinutes();
  const [busy, setBusy] = useState(false);
  const { thread } = snapshot;
  const restore = async (to: 'place' | 'newWorktree') => {
    setBusy(true);
    const answer = await getClient().recover.restore({ serverId, id: snapshot.id, to });
    setBusy(false);
    if (answer.ok) {
      showToast({ title: 'Brought back', text: answer.value.path, tone: 'good' });
      onChanged();
    } else showError(answer.error);
  };
  const remove = async () => {
    const yes = await confirm({
      title: 'Delete this snapshot?',
      text: 'What it holds cannot be brought back after that.',
      confirmLabel: 'Delete for good',
      danger: true,
    });
    if (!yes) return;
    const answer = await getClient().recover.remove({ serverId, ids: [snapshot.id] });
    if (answer.ok) onChanged();
    else showError(answer.error);
  };
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.name}>{snapshot.title === '' ? REASON_WORDS[snapshot.reason] : snapshot.title}</p>
        <p className={styles.meta} data-tip={snapshot.path}>
          {[
            REASON_WORDS[snapshot.reason],
            folderName(snapshot.path),
            snapshot.branch,
            `${snapshot.files.toLocaleString('en-US')} ${snapshot.files === 1 ? 'file' : 'files'}`,
            ageWords(snapshot.createdAt, now),
          ]
            .filter((word) => word !== null)
            .join(' · ')}
        </p>
      </div>
      <Button size="s" busy={busy} onClick={() => void restore('place')}>
        Restore
      </Button>
      <MenuButton
        size="s"
        align="end"
        label="More about this snapshot"
        icon={<Ellipsis size={14} aria-hidden="true" />}
        entries={() => [
          { kind: 'item', label: 'Restore into a new worktree', onSelect: () => void restore('newWorktree') },
          ...(thread ? [{ kind: 'item' as const, label: 'Open its thread', onSelect: () => openThread(thread) }] : []),
          { kind: 'item', label: 'Copy its Git ref', onSelect: () => void copyText(snapshot.ref, 'Ref') },
          { kind: 'separator' },
          { kind: 'item', label: 'Delete…', danger: true, onSelect: () => void remove() },
        ]}
      />
    </li>
  );
}
