import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { HistoryOutcome, UndoPath, UndoPreview } from '../../../src-shared/model/checkpoint.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { getClient } from '../../state/client.ts';
import { count } from '../../state/count-words.ts';
import { errorWords } from '../../state/error-words.ts';
import { openReview } from '../../state/review-scope.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { openThread } from '../../state/ui-store.ts';
import { closeUndo, type UndoRequest } from '../../state/undo-request.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { DialogView } from '../../ui/dialog-view.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Switch } from '../../ui/switch.tsx';
import styles from './undo.module.css';

const CHANGE_WORDS: Readonly<Record<'undo' | 'redo', Readonly<Record<UndoPath['change'], string>>>> = {
  undo: { added: 'will be removed', modified: 'goes back', deleted: 'comes back' },
  redo: { added: 'comes back', modified: 'changes again', deleted: 'will be removed' },
};
const HISTORY_WORDS: Readonly<Record<UndoPreview['history'], string>> = {
  revert: 'The turn and what came after it leave the conversation as well.',
  rollback: 'The turn and what came after it leave the conversation as well.',
  fork: 'This version of Codex cannot take turns back: a fork of the thread from before the turn is opened.',
  none: '',
};

/** Looks before it leaps: which files go back, what contradicts, and what is only maybe this turn's doing. */
export function UndoDialog({ request }: { readonly request: UndoRequest }) {
  const { thread, turnId, direction } = request;
  const { serverId, threadId } = thread;
  const [preview, setPreview] = useState<UndoPreview | null>(null);
  const [unread, setUnread] = useState<AppError | null>(null);
  /** What the last try came to: it stays while the files are looked at anew. */
  const [refused, setRefused] = useState<AppError | null>(null);
  const error = refused ?? unread;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [rewind, setRewind] = useState(false);
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    void getClient()
      .checkpoints.preview({ serverId, threadId, turnId, direction })
      .then((answer) => {
        if (gone) return;
        setUnread(answer.ok ? null : answer.error);
        if (!answer.ok) return;
        setPreview(answer.value);
        const certain = answer.value.paths.filter((path) => path.certainty === 'certain' && path.later !== 'conflicts');
        setTicked(new Set(certain.map(({ path }) => path)));
      });
    return () => {
      gone = true;
    };
  }, [serverId, threadId, turnId, direction, attempt]);

  const apply = async () => {
    setBusy(true);
    setRefused(null);
    const answer = await getClient().checkpoints.apply({
      serverId,
      threadId,
      turnId,
      direction,
      paths: [...ticked],
      rewindHistory: rewind && direction === 'undo',
    });
    setBusy(false);
    if (!answer.ok) {
      setRefused(answer.error);
      setAttempt((before) => before + 1);
      return;
    }
    closeUndo();
    const { snapshotId, copies, restored, history } = answer.value;
    if (history.kind === 'forked') openThread({ serverId, threadId: history.threadId });
    showToast({
      title: `${direction === 'undo' ? 'Undone' : 'Brought back'}: ${files(restored)}`,
      ...(history.kind !== 'kept' && { text: historyWords(history) }),
      durationMs: 15_000,
      tone: history.kind === 'refused' ? 'bad' : 'good',
      actions: [
        {
          label: 'Take back',
          onSelect: () =>
            void takeBack(serverId, snapshotId, copies).then((back) => {
              if (!back.ok) showError(back.error);
            }),
        },
      ],
    });
  };
  const toggle = (path: string) =>
    setTicked((before) => {
      const next = new Set(before);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  const words = error && errorWords().appError(error);
  const certain = preview?.paths.filter((path) => path.certainty === 'certain') ?? [];
  const maybe = preview?.paths.filter((path) => path.certainty === 'maybe') ?? [];
  const list = (paths: readonly UndoPath[]) => (
    <ul className={styles.list}>
      {paths.map((path) => (
        <PathRow key={path.path} path={path} direction={direction} ticked={ticked.has(path.path)} onToggle={toggle} />
      ))}
    </ul>
  );
  return (
    <DialogView
      title={direction === 'undo' ? 'Undo turn' : 'Redo turn'}
      description={
        direction === 'undo'
          ? 'The ticked files go back to what they were before this turn; later changes to them are kept where they can be merged. A snapshot is taken first.'
          : 'The ticked files get this turn’s changes again. A snapshot is taken first.'
      }
      onClose={closeUndo}
      footer={
        <>
          <Button
            onClick={() => {
              closeUndo();
              openReview(thread, { kind: 'turn', threadId, turnId });
            }}
          >
            Show changes
          </Button>
          <Button onClick={closeUndo}>Cancel</Button>
          <Button tone="primary" busy={busy} disabled={ticked.size === 0} onClick={() => void apply()}>
            {direction === 'undo' ? 'Undo' : 'Redo'} {files(ticked.size)}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        {words && <ErrorBox title={words.title} text={words.text} announce />}
        {preview === null && error === null && (
          <p className={styles.centre} role="status">
            <Spinner size={14} /> Looking at the files…
          </p>
        )}
        {preview && (
          <>
            {preview.source === 'reported' && (
              <ErrorBox
                tone="info"
                title="Known only from what the agent reported"
                text="This folder has no Git repository. Files that commands changed are not known and stay as they are."
              />
            )}
            {preview.paths.length === 0 && <p>This turn changed no files.</p>}
            {certain.length > 0 && list(certain)}
            {maybe.length > 0 && (
              <section>
                <h3 className={styles.heading}>Maybe this turn’s doing</h3>
                <p className={styles.hint}>
                  These changed while it ran, but somebody else worked in the folder too. They stay unless you tick
                  them.
                </p>
                {list(maybe)}
              </section>
            )}
            {direction === 'undo' && preview.history !== 'none' && (
              <Switch
                label="Rewind the conversation too"
                description={HISTORY_WORDS[preview.history]}
                checked={rewind}
                onChange={setRewind}
              />
            )}
          </>
        )}
      </div>
    </DialogView>
  );
}

/** The files as they were before. */
const takeBack = (serverId: ServerId, id: string, copies: boolean): Promise<Result<unknown, AppError>> =>
  copies
    ? getClient().recover.restoreCopy({ serverId, kind: 'overwritten', id })
    : getClient().recover.restore({ serverId, id, to: 'place' });

/** What became of the conversation, where more than the files was asked for. */
function historyWords(history: Exclude<HistoryOutcome, { kind: 'kept' }>): string {
  switch (history.kind) {
    case 'rewound':
      return 'The turn and what came after it have left the conversation.';
    case 'forked':
      return 'This version of Codex cannot take turns back. This fork ends before the turn; the thread itself stays as it was.';
    case 'refused': {
      const { title, text } = errorWords().appError(history.error);
      return `The files went back, but the conversation stays as it was. ${title}${text === '' ? '' : `: ${text}`}`;
    }
    default:
      return assertNever(history);
  }
}

function PathRow(props: {
  readonly path: UndoPath;
  readonly direction: 'undo' | 'redo';
  readonly ticked: boolean;
  readonly onToggle: (path: string) => void;
}) {
  const { path, direction, ticked, onToggle } = props;
  const conflict = path.later === 'conflicts';
  const notes = [
    CHANGE_WORDS[direction][path.change],
    path.later === 'merges' ? 'later changes are kept' : null,
    conflict ? 'later changes contradict' : null,
    path.others.length > 0 ? `also: ${path.others.join(', ')}` : null,
  ].filter((note) => note !== null);
  return (
    <li>
      <label className={styles.row}>
        <input type="checkbox" checked={ticked} disabled={conflict} onChange={() => onToggle(path.path)} />
        <span className={styles.path} data-tip={path.path}>
          {path.path}
        </span>
        <span className={classNames(styles.note, conflict && styles.conflict)}>{notes.join(' · ')}</span>
      </label>
    </li>
  );
}

const files = (number: number): string => count(number, 'file');
