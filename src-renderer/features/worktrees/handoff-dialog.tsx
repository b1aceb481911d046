import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { HandoffPreview } from '../../../src-shared/contract/worktrees.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Worktree } from '../../../src-shared/model/worktree.ts';
import { getClient } from '../../state/client.ts';
import { useSummary } from '../../state/directories.ts';
import { errorWords } from '../../state/error-words.ts';
import { folderName } from '../../state/folder-path.ts';
import { closeHandoff } from '../../state/handoff-request.ts';
import { showToast } from '../../state/toast-store.ts';
import { useWorktrees, worktreeAt } from '../../state/worktree-store.ts';
import { headWords } from '../../state/worktree-words.ts';
import { Button } from '../../ui/button.tsx';
import { DialogView } from '../../ui/dialog-view.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Select } from '../../ui/select.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './worktrees.module.css';

type Target =
  { readonly kind: 'local' } | { readonly kind: 'newWorktree' } | { readonly kind: 'worktree'; readonly path: string };
const SHOWN_FILES = 30;

/** Moves a thread and its changes to another working tree, after a look at what would happen. */
export function HandoffDialog({ thread }: { readonly thread: ThreadRef }) {
  const summary = useSummary(thread);
  const worktrees = useWorktrees(thread.serverId);
  if (!summary || worktrees === null)
    return (
      <DialogView title="Hand off" onClose={closeHandoff}>
        <p role="status" className={styles.hint}>
          <Spinner size={14} /> Looking…
        </p>
      </DialogView>
    );
  const here = worktreeAt(worktrees, summary.cwd);
  return <Ready key={here?.path ?? ''} thread={thread} here={here} worktrees={worktrees} />;
}

function Ready(props: {
  readonly thread: ThreadRef;
  readonly here: Worktree | null;
  readonly worktrees: readonly Worktree[];
}) {
  const { thread, here, worktrees } = props;
  const { serverId, threadId } = thread;
  const [chosen, setChosen] = useState(here === null || here.kind === 'main' ? 'newWorktree' : 'local');
  const [preview, setPreview] = useState<HandoffPreview | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let gone = false;
    void getClient()
      .worktrees.handoffPreview({ serverId, threadId, to: targetOf(chosen) })
      .then((answer) => {
        if (gone) return;
        setPreview(answer.ok ? answer.value : null);
        setError(answer.ok ? null : answer.error);
      });
    return () => {
      gone = true;
    };
  }, [serverId, threadId, chosen]);
  const others = worktrees.filter(
    (one) =>
      one.repository === here?.repository && one.path !== here.path && one.kind !== 'main' && one.state === 'ready',
  );
  const move = async () => {
    setBusy(true);
    const answer = await getClient().worktrees.handoff({ serverId, threadId, to: targetOf(chosen) });
    setBusy(false);
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    closeHandoff();
    showToast({ title: 'Handed off', text: answer.value.path, tone: 'good' });
  };
  const words = error && errorWords().appError(error);
  return (
    <DialogView
      title="Hand off"
      description="The thread and its uncommitted changes move; a snapshot is taken first. When something contradicts, nothing is changed."
      onClose={closeHandoff}
      footer={
        <>
          <Button onClick={closeHandoff}>Cancel</Button>
          <Button
            tone="primary"
            busy={busy}
            disabled={preview === null || preview.verdict === 'conflict'}
            onClick={() => void move()}
          >
            Hand off
          </Button>
        </>
      }
    >
      <div className={styles.handoff}>
        <Select
          label="To"
          value={chosen}
          options={[
            ...(here?.kind === 'main'
              ? []
              : [{ value: 'local', label: 'Local', description: 'The project’s own folder' }]),
            { value: 'newWorktree', label: 'A new worktree', description: 'From the commit that is checked out here' },
            ...others.map((one) => ({
              value: `at:${one.path}`,
              label: folderName(one.path),
              description: headWords(one.head),
              group: 'Worktrees',
            })),
          ]}
          onChange={(value) => {
            setPreview(null);
            setError(null);
            setChosen(value);
          }}
        />
        {words && <ErrorBox title={words.title} text={words.text} announce />}
        {preview === null && error === null && (
          <p role="status" className={styles.hint}>
            <Spinner size={14} /> Looking at the changes…
          </p>
        )}
        {preview?.verdict === 'conflict' && (
          <ErrorBox
            title="The changes contradict what is there"
            text={`Commit or stash on one side first. In conflict:\n${preview.conflicts.slice(0, SHOWN_FILES).join('\n')}`}
            announce
          />
        )}
        {preview?.verdict === 'clean' && (
          <div>
            <p className={styles.hint}>
              {preview.files.length === 0
                ? 'There are no uncommitted changes to take along.'
                : `${preview.files.length === 1 ? '1 file goes' : `${preview.files.length} files go`} along:`}
            </p>
            <ul className={styles.files}>
              {preview.files.slice(0, SHOWN_FILES).map((file) => (
                <li key={file}>{file}</li>
              ))}
              {preview.files.length > SHOWN_FILES && <li>and {preview.files.length - SHOWN_FILES} more</li>}
            </ul>
          </div>
        )}
      </div>
    </DialogView>
  );
}

const targetOf = (chosen: string): Target =>
  chosen.startsWith('at:')
    ? { kind: 'worktree', path: chosen.slice(3) }
    : { kind: chosen === 'local' ? 'local' : 'newWorktree' };
