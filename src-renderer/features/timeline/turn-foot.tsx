import { memo, type ComponentProps } from 'react';
import Copy from 'lucide-react/icons/copy';
import GitFork from 'lucide-react/icons/git-fork';
import Redo2 from 'lucide-react/icons/redo-2';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Undo2 from 'lucide-react/icons/undo-2';
import type { TurnId } from '../../../src-shared/model/ids.ts';
import { limitBlock } from '../../../src-shared/model/limit-block.ts';
import type { Turn } from '../../../src-shared/model/thread.ts';
import { useAccount } from '../../state/account-store.ts';
import { useCheckpoint } from '../../state/checkpoint-store.ts';
import { useMinutes } from '../../state/clock.ts';
import { runCommand } from '../../state/commands.ts';
import { copyText } from '../../state/copy-text.ts';
import { errorWords } from '../../state/error-words.ts';
import { queueUntilWords } from '../../state/limit-words.ts';
import { useWaitsForReset } from '../../state/queue-store.ts';
import { openReview } from '../../state/review-scope.ts';
import { infoOf, runningTurn, turnOf } from '../../state/thread-store.ts';
import { askUndo } from '../../state/undo-request.ts';
import { count } from '../../state/count-words.ts';
import { DiffStat } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import Ellipsis from 'lucide-react/icons/ellipsis';
import { RunningClock } from './item-frame.tsx';
import { PlanOffer } from './plan-offer.tsx';
import { useOpen, useThreadState } from './thread-context.ts';
import { forkFrom, retryTurn } from './turn-actions.ts';
import { turnAnswer, turnMarkdown } from './turn-markdown.ts';
import { compact, duration, TURN_WORDS } from './words.ts';
import styles from './turn-foot.module.css';

/** How a turn ended, what it took, and what can be done with it. */
export const TurnFoot = memo(function TurnFoot({ turnId }: { readonly turnId: TurnId }) {
  const thread = useOpen();
  const turn = useThreadState((state) => turnOf(state, turnId));
  if (!turn) return null;
  return (
    <>
      {(turn.status === 'failed' || turn.error) && <Failure turn={turn} />}
      <PlanOffer turn={turn} />
      <div className={styles.foot}>
        <span className={turn.status === 'failed' ? styles.bad : undefined}>{TURN_WORDS[turn.status]}</span>
        {turn.durationMs !== null && <span title={when(turn)}>{duration(turn.durationMs)}</span>}
        {turn.tokens && <span title={tokenWords(turn.tokens)}>{compact(turn.tokens.totalTokens)} tokens</span>}
        {turn.changed && turn.changed.files > 0 && (
          <button
            type="button"
            className={styles.changed}
            aria-label={`Review ${count(turn.changed.files, 'changed file')}`}
            data-tip="Review what this turn changed"
            onClick={() => openReview(thread.ref, { kind: 'turn', threadId: thread.ref.threadId, turnId })}
          >
            {count(turn.changed.files, 'file')}
            <DiffStat additions={turn.changed.additions} deletions={turn.changed.deletions} />
          </button>
        )}
        <Actions turn={turn} />
      </div>
    </>
  );
});

/** Below the last row while a turn runs. */
export function RunningFoot() {
  const since = useThreadState((state) => runningTurn(state)?.startedAt);
  const waiting = useThreadState((state) => infoOf(state)?.status.kind === 'needsYou');
  if (since === undefined) return null;
  return (
    <div className={styles.foot}>
      {waiting ? <span className={styles.needs}>Needs you</span> : <Spinner />}
      {!waiting && <span>Running</span>}
      <RunningClock since={since} />
    </div>
  );
}

function Actions({ turn }: { readonly turn: Turn }) {
  const thread = useOpen();
  const locked = useThreadState((state) => infoOf(state)?.lock.kind !== 'none');
  const answer = () => turnAnswer(thread.store.getState(), turn.id);
  const checkpoint = useCheckpoint(thread.ref, turn.id);
  const ask = (direction: 'undo' | 'redo') => askUndo({ thread: thread.ref, turnId: turn.id, direction });
  return (
    <span className={styles.actions}>
      {(checkpoint?.state === 'ready' || checkpoint?.state === 'recorded') && (
        <IconButton
          size="s"
          label="Undo turn"
          icon={<Undo2 size={13} aria-hidden="true" />}
          onClick={() => ask('undo')}
        />
      )}
      {checkpoint?.state === 'undone' && (
        <IconButton
          size="s"
          label="Redo turn"
          icon={<Redo2 size={13} aria-hidden="true" />}
          onClick={() => ask('redo')}
        />
      )}
      <IconButton
        size="s"
        label="Copy answer"
        icon={<Copy size={13} aria-hidden="true" />}
        onClick={() => {
          const text = answer();
          void copyText(
            text === '' ? turnMarkdown(thread.store.getState(), turn.id) : text,
            text === '' ? 'Turn' : 'Answer',
          );
        }}
      />
      <IconButton
        size="s"
        label="Fork from here"
        icon={<GitFork size={13} aria-hidden="true" />}
        onClick={() => void forkFrom(thread, turn.id)}
      />
      {!locked && (
        <IconButton
          size="s"
          label="Retry"
          icon={<RotateCcw size={13} aria-hidden="true" />}
          onClick={() => void retryTurn(thread, turn.id)}
        />
      )}
      <MenuButton
        size="s"
        label="More about this turn"
        icon={<Ellipsis size={13} aria-hidden="true" />}
        align="end"
        entries={() => [
          {
            kind: 'item',
            label: 'Copy turn as Markdown',
            onSelect: () => void copyText(turnMarkdown(thread.store.getState(), turn.id), 'Turn'),
          },
          { kind: 'item', label: 'Copy turn id', onSelect: () => void copyText(turn.id, 'Turn id') },
        ]}
      />
    </span>
  );
}

function Failure({ turn }: { readonly turn: Turn }) {
  if (!turn.error)
    return <ErrorBox title="The turn failed" text="Codex gave no reason. Retry sends the message again." />;
  const { error } = turn;
  const { title, text, actions } = errorWords().turnError(error);
  const shown = {
    tone: turn.status === 'failed' ? 'bad' : 'needs',
    ...{ title, text, details: error.details },
    actions: actions.map((action) => ({
      label: action.label,
      onSelect: () => void runCommand(action.commandId, action.argument),
    })),
  } as const;
  return (
    <div className={styles.failure}>
      {error.code === 'usage-limit' ? <LimitFailure turnId={turn.id} shown={shown} /> : <ErrorBox {...shown} />}
    </div>
  );
}

/** The text stands in the thread; while the limit holds it may be queued until the reset, once. */
function LimitFailure({ turnId, shown }: { readonly turnId: TurnId; readonly shown: ComponentProps<typeof ErrorBox> }) {
  const thread = useOpen();
  const now = useMinutes();
  const account = useAccount(thread.ref.serverId);
  const last = useThreadState((state) => state.tail?.turnOrder.at(-1) === turnId);
  const locked = useThreadState((state) => infoOf(state)?.lock.kind !== 'none');
  const waits = useWaitsForReset(thread.ref);
  const block = account && limitBlock(account, now);
  if (!block || !last || locked || waits) return <ErrorBox {...shown} />;
  const queue = {
    label: queueUntilWords(block.untilMs, now),
    onSelect: () => void retryTurn(thread, turnId, 'untilReset'),
  };
  return <ErrorBox {...shown} actions={[queue, ...(shown.actions ?? [])]} />;
}

const when = (turn: Turn): string =>
  turn.completedAt === null ? '' : `Ended ${new Date(turn.completedAt).toLocaleString('en-GB')}`;
const tokenWords = (tokens: NonNullable<Turn['tokens']>): string =>
  [
    `${tokens.inputTokens.toLocaleString('en-US')} in (${tokens.cachedInputTokens.toLocaleString('en-US')} cached)`,
    `${tokens.outputTokens.toLocaleString('en-US')} out (${tokens.reasoningTokens.toLocaleString('en-US')} reasoning)`,
  ].join(', ');
