import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { KeptCopy } from '../../../src-shared/model/worktree.ts';
import { useMinutes } from '../../state/clock.ts';
import { getClient } from '../../state/client.ts';
import { count } from '../../state/count-words.ts';
import { errorWords } from '../../state/error-words.ts';
import { folderName } from '../../state/folder-path.ts';
import { ageWords } from '../../state/time-words.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { openThread } from '../../state/ui-store.ts';
import Ellipsis from 'lucide-react/icons/ellipsis';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { confirm } from '../../ui/overlay-requests.ts';
import styles from './lists.module.css';

/**
 * Files of which Skein holds the only copies; nothing at all where there are none.
 *
 * @param place what the other machine is called; null: this one
 */
export function KeptCopies({ serverId, place }: { readonly serverId: ServerId; readonly place: string | null }) {
  const [copies, setCopies] = useState<readonly KeptCopy[]>([]);
  const [error, setError] = useState<AppError | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    void getClient()
      .recover.copies({ serverId })
      .then((answer) => {
        if (gone) return;
        setError(answer.ok ? null : answer.error);
        if (answer.ok) setCopies(answer.value);
      });
    return () => {
      gone = true;
    };
  }, [serverId, attempt]);
  const reload = () => setAttempt((before) => before + 1);
  const words = error && errorWords().appError(error);
  if (copies.length === 0 && !words) return null;
  const heading = `Deleted and overwritten files${place === null ? '' : `, ${place}`}`;
  return (
    <section aria-label={heading} className={styles.section}>
      <h3 className={styles.heading}>{heading}</h3>
      <p className={styles.intro}>
        Deleted in the Files tab, or overwritten by an undo in a folder without Git. They are kept for 30 days, the
        newest longer.
      </p>
      {words && <ErrorBox title={words.title} text={words.text} actions={[{ label: 'Try again', onSelect: reload }]} />}
      <ul className={styles.list}>
        {copies.map((copy) => (
          <CopyRow key={`${copy.kind} ${copy.id}`} serverId={serverId} copy={copy} onChanged={reload} />
        ))}
      </ul>
    </section>
  );
}

function CopyRow(props: { readonly serverId: ServerId; readonly copy: KeptCopy; readonly onChanged: () => void }) {
  const { serverId, copy, onChanged } = props;
  const now = useMinutes();
  const [busy, setBusy] = useState(false);
  const { kind, id, root, paths, thread } = copy;
  const restore = async () => {
    setBusy(true);
    const answer = await getClient().recover.restoreCopy({ serverId, kind, id });
    setBusy(false);
    if (!answer.ok) {
      showError(answer.error);
      return;
    }
    showToast({ title: 'Brought back', text: root, tone: 'good' });
    onChanged();
  };
  const remove = async () => {
    const yes = await confirm({
      title: 'Delete this copy?',
      text: 'It is the only one. What it holds cannot be brought back after that.',
      confirmLabel: 'Delete for good',
      danger: true,
    });
    if (!yes) return;
    const answer = await getClient().recover.removeCopy({ serverId, kind, id });
    if (answer.ok) onChanged();
    else showError(answer.error);
  };
  const name = paths.length === 1 ? (paths[0] ?? '') : count(paths.length, 'file');
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.name} data-tip={paths.slice(0, 20).join('\n')}>
          {name}
        </p>
        <p className={styles.meta} data-tip={root}>
          {[kind === 'removed' ? 'Deleted' : 'Overwritten', folderName(root), ageWords(copy.createdAt, now)].join(
            ' · ',
          )}
        </p>
      </div>
      <Button size="s" busy={busy} onClick={() => void restore()}>
        Restore
      </Button>
      <MenuButton
        size="s"
        align="end"
        label={`More about ${name}`}
        icon={<Ellipsis size={14} aria-hidden="true" />}
        entries={() => [
          ...(thread ? [{ kind: 'item' as const, label: 'Open its thread', onSelect: () => openThread(thread) }] : []),
          { kind: 'item', label: 'Delete…', danger: true, onSelect: () => void remove() },
        ]}
      />
    </li>
  );
}
