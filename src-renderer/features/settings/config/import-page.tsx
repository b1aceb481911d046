import { useEffect, useState } from 'react';
import PackageOpen from 'lucide-react/icons/package-open';
import type { AppError } from '../../../../src-shared/contract/app-error.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import type { ImportItem, ImportKind, ImportOutcome, ImportState } from '../../../../src-shared/model/imports.ts';
import type { Result } from '../../../../src-shared/result.ts';
import { getClient } from '../../../state/client.ts';
import { useImport } from '../../../state/config-store.ts';
import { errorWords } from '../../../state/error-words.ts';
import { folderName } from '../../../state/folder-path.ts';
import { projectStore } from '../../../state/project-store.ts';
import { showError } from '../../../state/toast-store.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorBox } from '../../../ui/error-box.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import { Switch } from '../../../ui/switch.tsx';
import styles from './config.module.css';
import { useConfigPlace } from './config-place.tsx';

const KIND_WORDS: Readonly<Record<ImportKind, string>> = {
  instructions: 'Instructions',
  config: 'Settings',
  skills: 'Skills',
  plugins: 'Plugins',
  mcpServers: 'MCP servers',
  subagents: 'Sub-agents',
  hooks: 'Hooks',
  commands: 'Slash commands',
  memory: 'Memories',
  threads: 'Threads',
};

/** Settings, *Import*: takes over, piece by piece, what another agent on this machine has been set up with. */
export function ImportPage() {
  const place = useConfigPlace();
  if (!place) return <Spinner label="Waiting for Codex" />;
  return <Import key={place.serverId} serverId={place.serverId} />;
}

function Import({ serverId }: { readonly serverId: ServerId }) {
  const state = useImport({ serverId });
  const ended = state?.kind === 'ended';
  const [attempt, setAttempt] = useState(0);
  // What was taken over is not on offer any more.
  const round = `${attempt}${ended ? ' after an import' : ''}`;
  const [detected, setDetected] = useState<{
    readonly round: string;
    readonly answer: Result<readonly ImportItem[], AppError>;
  } | null>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    let gone = false;
    const projects = projectStore.getState().projects.filter((project) => project.serverId === serverId);
    void getClient()
      .imports.detect({ serverId, folders: projects.map(({ path }) => path) })
      .then((answer) => {
        if (!gone) setDetected({ round, answer });
      });
    return () => {
      gone = true;
    };
  }, [serverId, round]);
  const answer = detected?.round === round ? detected.answer : null;
  const items = answer?.ok === true ? answer.value : null;
  const error = answer?.ok === false ? answer.error : null;
  const detect = () => {
    setAttempt((before) => before + 1);
    setLeft(new Set());
  };
  const running = state?.kind === 'running';
  const chosen = (items ?? []).filter(({ id }) => !left.has(id));
  const run = async () => {
    const begun = await getClient().imports.run({ serverId, items: chosen.map(({ id }) => id) });
    if (!begun.ok) showError(begun.error);
  };
  const words = error && errorWords().appError(error);
  return (
    <>
      <p className={styles.intro}>
        Finds what other coding agents were set up with, in your home and in your projects, and takes over what you
        choose. Their own files stay as they are; what Codex has already is added to.
      </p>
      {state && <Outcome state={state} />}
      {words && (
        <ErrorBox title={words.title} text={words.text} actions={[{ label: 'Look again', onSelect: detect }]} />
      )}
      {items === null && error === null && <Spinner label="Looking for other agents" />}
      {items?.length === 0 && (
        <EmptyState
          compact
          icon={<PackageOpen size={18} aria-hidden="true" />}
          title="Nothing to take over"
          text="No other agent was found here, or Codex has it all."
          actions={<Button onClick={detect}>Look again</Button>}
        />
      )}
      {items !== null && items.length > 0 && (
        <>
          <ul className={styles.list} aria-label="What was found">
            {items.map((item) => (
              <li key={item.id} className={styles.item}>
                <div className={styles.words}>
                  <Switch
                    label={`${KIND_WORDS[item.kind]}, ${item.cwd === null ? 'for everything' : folderName(item.cwd)}`}
                    description={item.names.length > 0 ? item.names.join(', ') : item.description}
                    checked={!left.has(item.id)}
                    disabled={running}
                    onChange={(on) =>
                      setLeft((before) => {
                        const next = new Set(before);
                        if (on) next.delete(item.id);
                        else next.add(item.id);
                        return next;
                      })
                    }
                  />
                  {item.names.length > 0 && <p className={styles.text}>{item.description}</p>}
                </div>
              </li>
            ))}
          </ul>
          <div className={styles.tools}>
            <Button disabled={running} onClick={detect}>
              Look again
            </Button>
            <span className={styles.grow} />
            <Button tone="primary" busy={running} disabled={chosen.length === 0} onClick={() => void run()}>
              {chosen.length === 1 ? 'Take over one' : `Take over ${chosen.length}`}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function Outcome({ state }: { readonly state: ImportState }) {
  if (state.kind === 'none') return null;
  const failed = state.outcomes.filter(({ failure }) => failure !== null);
  const done = state.outcomes.length - failed.length;
  const title =
    state.kind === 'running'
      ? `Taking over… ${done} so far`
      : state.broken
        ? `It was broken off after ${done}`
        : failed.length === 0
          ? `Taken over: ${done}`
          : `Taken over: ${done}, failed: ${failed.length}`;
  return (
    <section className={styles.section} aria-label="What was taken over">
      <p role="status" className={styles.heading}>
        {title}
      </p>
      {state.outcomes.length > 0 && (
        <ul className={styles.list} aria-label="What was taken over">
          {state.outcomes.map((outcome, at) => (
            <li key={at} className={styles.item}>
              <div className={styles.words}>
                <p>
                  {KIND_WORDS[outcome.kind]}: {outcome.source ?? ''}
                </p>
                <p className={outcome.failure === null ? styles.text : styles.lock}>{outcomeWords(outcome)}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const outcomeWords = ({ failure, target }: ImportOutcome): string =>
  failure ?? (target === null ? 'Done' : `Now ${target}`);
