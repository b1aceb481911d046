import { useState } from 'react';
import { create } from 'zustand';
import { FEEDBACK_KINDS, type FeedbackFile, type FeedbackKind } from '../../../../src-shared/model/feedback.ts';
import type { AppError } from '../../../../src-shared/contract/app-error.ts';
import type { ThreadId } from '../../../../src-shared/model/ids.ts';
import { getClient } from '../../../state/client.ts';
import { directoryOf } from '../../../state/directories.ts';
import { errorWords } from '../../../state/error-words.ts';
import { fileSize } from '../../../state/file-size.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { ErrorBox } from '../../../ui/error-box.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import settings from '../settings.module.css';
import styles from './config.module.css';
import { useConfigPlace } from './config-place.tsx';

interface Draft {
  readonly kind: FeedbackKind;
  readonly words: string;
  readonly threadId: ThreadId | null;
  readonly logs: boolean;
}
const EMPTY: Draft = { kind: 'bug', words: '', threadId: null, logs: false };

/** What was written stays until it was sent, whatever page is shown meanwhile. */
const useDraft = create<Draft>(() => EMPTY);

const KIND_WORDS: Readonly<Record<FeedbackKind, string>> = {
  bug: 'Something is broken',
  bad_result: 'A bad result',
  good_result: 'A good result',
  safety_check: 'Something was refused or flagged wrongly',
  other: 'Something else',
};

const NO_THREAD = '';
const MAX_THREADS = 20;

/** Settings, *Feedback*: words to OpenAI about Codex, and logs only when the user says so and has seen them. */
export function FeedbackPage() {
  const place = useConfigPlace();
  const draft = useDraft();
  const [busy, setBusy] = useState<'preview' | 'send' | null>(null);
  const [preview, setPreview] = useState<readonly FeedbackFile[] | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [sentId, setSentId] = useState<string | null>(null);
  if (!place) return null;
  const { serverId } = place;
  const threads = [...directoryOf(serverId).all()].sort((a, b) => b.recencyAt - a.recencyAt).slice(0, MAX_THREADS);
  const change = (part: Partial<Draft>) => {
    useDraft.setState(part);
    // Another text is another parcel.
    setPreview(null);
    setSentId(null);
  };
  const look = async () => {
    setBusy('preview');
    const answer = await getClient().feedback.preview({ serverId, ...draft });
    setBusy(null);
    setError(answer.ok ? null : answer.error);
    if (answer.ok) setPreview(answer.value);
  };
  const send = async () => {
    setBusy('send');
    setError(null);
    const answer = await getClient().feedback.send({ serverId, ...draft });
    setBusy(null);
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    setSentId(answer.value.id);
    setPreview(null);
    useDraft.setState(EMPTY);
  };
  const words = error && errorWords().appError(error);
  /** Older versions write no parcel that could be looked at; then the words above have to do. */
  const cannotShow = error?.code === 'codex.unsupported';
  return (
    <>
      <p className={styles.intro}>
        Tells OpenAI about Codex: your words, and which version and system you use. Logs go along only when you switch
        that on; look at what goes before you send it.
      </p>
      <form
        className={classNames(settings.group, styles.form)}
        aria-label="Feedback"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className={styles.tools}>
          <span className={styles.words}>What it is about</span>
          <Select
            label="What it is about"
            tone="default"
            value={draft.kind}
            options={FEEDBACK_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))}
            onChange={(kind) => change({ kind: FEEDBACK_KINDS.find((known) => known === kind) ?? 'other' })}
          />
        </div>
        <div className={styles.tools}>
          <span className={styles.words}>Thread</span>
          <Select
            label="Thread"
            tone="default"
            value={draft.threadId ?? NO_THREAD}
            options={[
              { value: NO_THREAD, label: 'No thread' },
              ...threads.map(({ threadId, title }) => ({ value: threadId, label: title })),
            ]}
            onChange={(id) => change({ threadId: id === NO_THREAD ? null : (id as ThreadId) })}
          />
        </div>
        <label className={styles.label}>
          Your words
          <textarea
            className={styles.area}
            value={draft.words}
            onChange={(event) => change({ words: event.target.value })}
          />
        </label>
        <Switch
          label="Send logs as well"
          description="Codex’s own log, a report about its health, and the history of the thread, with everything you wrote in it."
          checked={draft.logs}
          onChange={(logs) => change({ logs })}
        />
        {words && <ErrorBox title={words.title} text={words.text} announce />}
        {sentId !== null && (
          <p role="status" className={styles.intro}>
            Sent, thank you. Its number is <code className={styles.code}>{sentId}</code>
          </p>
        )}
        <div className={styles.tools}>
          <span className={styles.grow} />
          <Button busy={busy === 'preview'} onClick={() => void look()}>
            Show what goes
          </Button>
          <Button
            type="submit"
            tone="primary"
            busy={busy === 'send'}
            disabled={draft.words.trim() === '' || (draft.logs && preview === null && !cannotShow)}
          >
            Send
          </Button>
        </div>
        {draft.logs && preview === null && !cannotShow && (
          <p className={styles.text}>Look at what goes, then it can be sent.</p>
        )}
      </form>
      {preview !== null && (
        <section className={styles.section} aria-label="What goes">
          <h3 className={styles.heading}>What goes</h3>
          <div className={styles.list}>
            {preview.map((file) => (
              <details key={file.name} className={styles.fold}>
                <summary>
                  {file.name} <span className={styles.text}>{fileSize(file.bytes)}</span>
                </summary>
                <pre className={styles.pre}>{file.text ?? 'No text.'}</pre>
                {file.cut && <p className={styles.text}>It goes on; the rest is not shown.</p>}
              </details>
            ))}
          </div>
        </section>
      )}
    </>
  );
}
