import { useEffect, useMemo, useRef } from 'react';
import Check from 'lucide-react/icons/check';
import Circle from 'lucide-react/icons/circle';
import Minus from 'lucide-react/icons/minus';
import X from 'lucide-react/icons/x';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Preparation, PreparationStep } from '../../../src-shared/model/worktree.ts';
import { parseAnsi } from '../../editor/ansi.ts';
import { AnsiLines, ansiColors } from '../../editor/ansi-text.tsx';
import { getClient } from '../../state/client.ts';
import { useMinutes } from '../../state/clock.ts';
import { copyText } from '../../state/copy-text.ts';
import { errorWords } from '../../state/error-words.ts';
import { waitWords } from '../../state/limit-words.ts';
import { showError } from '../../state/toast-store.ts';
import { newThread, openThread } from '../../state/ui-store.ts';
import { usePreparations } from '../../state/worktree-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './worktrees.module.css';

const STEP_WORDS: Readonly<Record<PreparationStep['kind'], string>> = {
  limit: 'Wait for the reset',
  worktree: 'Create the worktree',
  carry: 'Take uncommitted changes along',
  include: 'Copy the files named in .worktreeinclude',
  setup: 'Run the set-up script',
  thread: 'Start the thread',
};
const STATE_WORDS: Readonly<Record<PreparationStep['state'], string>> = {
  waiting: 'waiting',
  running: 'under way',
  done: 'done',
  failed: 'failed',
  skipped: 'not needed',
};

/** A thread on its way into a worktree, or one that waits for a reset: what has been done, what the set-up script says, and what to do when it fails. */
export function PreparingPage(props: { readonly serverId: ServerId; readonly preparationId: string }) {
  const { serverId, preparationId } = props;
  const one = usePreparations(serverId).find(({ id }) => id === preparationId);
  const done = one?.state.kind === 'done' ? one.state.threadId : null;
  useEffect(() => {
    if (done !== null) openThread({ serverId, threadId: done });
  }, [serverId, done]);
  if (!one)
    return (
      <EmptyState
        title="Nothing is being prepared here"
        text="The thread was started or given up."
        actions={<Button onClick={() => newThread(null)}>New thread</Button>}
      />
    );
  return <Preparing one={one} />;
}

type Action = 'retry' | 'continue' | 'discard' | 'cancel';

function Preparing({ one }: { readonly one: Preparation }) {
  const act = async (action: Action) => {
    const answer = await getClient().worktrees.resolvePreparation({ preparationId: one.id, action });
    if (!answer.ok) showError(answer.error);
    else if (action === 'discard' || action === 'cancel') newThread(one.projectId);
  };
  const { state } = one;
  return (
    <div className={styles.preparing}>
      <header className={styles.preparingHead}>
        <h1 className={styles.title}>{one.title}</h1>
        <p className={styles.hint}>
          <PlaceWords one={one} />
          {one.path !== null && (
            <>
              {' '}
              at <code>{one.path}</code>
            </>
          )}
        </p>
      </header>
      <ol className={styles.steps} aria-label="Steps">
        {one.steps.map((step) => (
          <li key={step.kind} className={styles[step.state]}>
            <StepIcon state={step.state} />
            <span>{STEP_WORDS[step.kind]}</span>
            <span className="sr-only">, {STATE_WORDS[step.state]}</span>
            {step.durationMs !== null && step.state !== 'skipped' && (
              <span className={styles.took}>{(step.durationMs / 1000).toFixed(1)} s</span>
            )}
          </li>
        ))}
      </ol>
      {state.kind === 'waiting' && <Waiting untilMs={state.untilMs} onAct={(action) => void act(action)} />}
      {state.kind === 'failed' && (
        <Failure step={state.step} error={state.error} onAct={(action) => void act(action)} />
      )}
      {state.kind === 'interrupted' && (
        <ErrorBox
          tone="needs"
          title="Skein ended while this was being prepared"
          text="Your message is kept. Go on from where it stopped, or give it up: the message comes back as a draft."
          actions={[
            { label: 'Try again', primary: true, onSelect: () => void act('retry') },
            { label: 'Discard', onSelect: () => void act('discard') },
          ]}
        />
      )}
      <Output text={one.output} />
      {state.kind === 'running' && (
        <div className={styles.buttons}>
          <Button onClick={() => void act('cancel')}>Cancel</Button>
        </div>
      )}
    </div>
  );
}

function PlaceWords({ one: { place, base } }: { readonly one: Preparation }) {
  if (place === 'local') return 'In the folder of the project';
  if (place === 'worktree') return 'In a worktree that is there';
  return (
    <>
      A new worktree from <code>{base}</code>
    </>
  );
}

function Waiting(props: { readonly untilMs: number | null; readonly onAct: (action: Action) => void }) {
  const now = useMinutes();
  return (
    <ErrorBox
      tone="needs"
      title={waitWords(props.untilMs, now)}
      text="Your message is kept, also over a restart of Skein. The thread begins by itself as soon as the account may go on. Given up, the message comes back as a draft."
      actions={[
        { label: 'Begin now', onSelect: () => props.onAct('continue') },
        { label: 'Give up', onSelect: () => props.onAct('cancel') },
      ]}
    />
  );
}

function Failure(props: {
  readonly step: PreparationStep['kind'];
  readonly error: AppError;
  readonly onAct: (action: Action) => void;
}) {
  const { step, error, onAct } = props;
  const { title, text } = errorWords().appError(error);
  return (
    <ErrorBox
      announce
      title={title}
      text={text}
      actions={[
        { label: 'Try again', primary: true, onSelect: () => onAct('retry') },
        ...(step === 'setup' || step === 'include'
          ? [{ label: 'Continue without', onSelect: () => onAct('continue') }]
          : []),
        { label: 'Discard', onSelect: () => onAct('discard') },
      ]}
    />
  );
}

function StepIcon({ state }: { readonly state: PreparationStep['state'] }) {
  if (state === 'running') return <Spinner size={14} />;
  const Icon = state === 'done' ? Check : state === 'failed' ? X : state === 'skipped' ? Minus : Circle;
  return <Icon size={14} aria-hidden="true" />;
}

/** Follows its end, unless somebody has scrolled up to read. */
function Output({ text }: { readonly text: string }) {
  const box = useRef<HTMLPreElement>(null);
  const follow = useRef(true);
  useEffect(() => {
    if (box.current && follow.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text]);
  const lines = useMemo(() => parseAnsi(text), [text]);
  if (text === '') return null;
  return (
    <div className={styles.outputBox}>
      <pre
        ref={box}
        className={classNames(styles.output, ansiColors)}
        tabIndex={0}
        aria-label="Output of the set-up"
        onScroll={({ currentTarget: it }) => {
          follow.current = it.scrollHeight - it.scrollTop - it.clientHeight < 20;
        }}
      >
        <AnsiLines lines={lines} />
      </pre>
      <Button size="s" tone="ghost" className={styles.copy} onClick={() => void copyText(text, 'Output')}>
        Copy
      </Button>
    </div>
  );
}
