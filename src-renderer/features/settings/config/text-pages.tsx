import { useEffect, useRef, useState } from 'react';
import type { ConfigHealth, HomeText, HomeTextFile } from '../../../../src-shared/model/config.ts';
import type { AppError } from '../../../../src-shared/contract/app-error.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import { getClient } from '../../../state/client.ts';
import { useConfigHealth } from '../../../state/config-store.ts';
import { copyText } from '../../../state/copy-text.ts';
import { errorWords } from '../../../state/error-words.ts';
import { showError, showToast } from '../../../state/toast-store.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { ErrorBox } from '../../../ui/error-box.tsx';
import { confirm } from '../../../ui/overlay-requests.ts';
import { Spinner } from '../../../ui/spinner.tsx';
import styles from './config.module.css';
import { ConfigPage, useConfigPlace } from './config-place.tsx';
import { KEY_GROUPS } from './key-groups.ts';
import { KeyGroups } from './key-list.tsx';
import { problemWords } from '../../../state/config-problem-words.ts';

/** Settings, *Instructions*: what every agent is told, whatever the project. */
export function InstructionsPage() {
  return (
    <ConfigPage
      byFolder={false}
      intro="What every agent is told before it begins, in every project. A project adds its own with an AGENTS.md in its folder; that is edited there."
    >
      {(place, config) => (
        <>
          <TextFile
            key={place.serverId}
            serverId={place.serverId}
            which="instructions"
            label="Instructions for every agent"
            placeholder={'For example:\n- Answer in German.\n- Ask before you add a dependency.'}
          />
          <KeyGroups serverId={place.serverId} config={config} groups={KEY_GROUPS.instructions} />
        </>
      )}
    </ConfigPage>
  );
}

/** Settings, *config.toml*: the file itself, for what has no control, and to repair it. */
export function ConfigFilePage() {
  const place = useConfigPlace();
  const health = useConfigHealth(place && { serverId: place.serverId });
  if (!place) return <Spinner label="Waiting for Codex" />;
  const words = health?.problem ? problemWords(health.problem) : null;
  return (
    <>
      <p className={styles.intro}>
        All of Codex’s settings, also those that have no page here. It may hold keys and passwords: mind who looks on.
      </p>
      {words && <ErrorBox title={words.title} text={words.text} details={words.details} announce />}
      <TextFile
        key={place.serverId}
        serverId={place.serverId}
        which="config"
        label="config.toml"
        placeholder=""
        line={lineOf(health)}
      />
    </>
  );
}

const lineOf = (health: ConfigHealth | null): number | null =>
  health?.problem?.kind === 'broken' ? health.problem.line : null;

function TextFile(props: {
  readonly serverId: ServerId;
  readonly which: HomeText;
  readonly label: string;
  readonly placeholder: string;
  /** From 1; it is brought into view and selected once the file is there. */
  readonly line?: number | null;
}) {
  const { serverId, which, label, line = null } = props;
  const [file, setFile] = useState<HomeTextFile | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [text, setText] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    let gone = false;
    void getClient()
      .config.readText({ serverId, which })
      .then((answer) => {
        if (gone) return;
        setError(answer.ok ? null : answer.error);
        if (answer.ok) setFile(answer.value);
      });
    return () => {
      gone = true;
    };
  }, [serverId, which, attempt]);
  const loaded = file !== null;
  useEffect(() => {
    if (loaded && line !== null && area.current) selectLine(area.current, line);
  }, [loaded, line]);
  const reload = () => {
    setText(null);
    setAttempt((before) => before + 1);
  };
  const save = async () => {
    if (file === null || text === null) return;
    setBusy(true);
    const answer = await getClient().config.writeText({ serverId, which, text, expected: file.version });
    setBusy(false);
    if (answer.ok) {
      setFile({ ...file, text, version: answer.value.version });
      setText(null);
      showToast({ title: `${file.path} saved`, tone: 'good' });
      return;
    }
    if (answer.error.code !== 'file.changed') {
      showError(answer.error);
      return;
    }
    const yes = await confirm({
      title: 'Changed elsewhere',
      text: `Another program has written ${file.path} since it was read here. Read it again and lose what you wrote, or keep yours on screen to copy it?`,
      confirmLabel: 'Read again',
      cancelLabel: 'Keep mine',
      danger: true,
    });
    if (yes) reload();
  };
  if (error) {
    const { title, text: why } = errorWords().appError(error);
    return <ErrorBox title={title} text={why} actions={[{ label: 'Try again', onSelect: reload }]} />;
  }
  if (!file) return <Spinner label="Reading the file" />;
  return (
    <section className={styles.section} aria-label={label}>
      <label className={styles.label}>
        {label}
        <textarea
          ref={area}
          className={classNames(styles.area, styles.tall)}
          spellCheck={which === 'instructions'}
          readOnly={file.readOnly}
          value={text ?? file.text}
          placeholder={props.placeholder}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className={styles.tools}>
        <code className={styles.file}>{file.path}</code>
        {file.readOnly && <span className={styles.lock}>Read-only</span>}
        <Button size="s" onClick={() => void copyText(file.path, 'Path')}>
          Copy path
        </Button>
        <Button size="s" disabled={text === null} onClick={reload}>
          Discard
        </Button>
        <Button
          size="s"
          tone="primary"
          busy={busy}
          disabled={text === null || file.readOnly}
          onClick={() => void save()}
        >
          Save
        </Button>
      </div>
    </section>
  );
}

function selectLine(area: HTMLTextAreaElement, line: number): void {
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  area.scrollTop = Math.max(0, (line - 4) * (area.scrollHeight / Math.max(1, lines.length)));
}
