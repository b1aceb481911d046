import { useState } from 'react';
import MessageSquareReply from 'lucide-react/icons/message-square-reply';
import { Button, IconButton } from '../../ui/button.tsx';
import { answerButton } from './card-frame.tsx';
import { isComposing } from '../../ui/is-composing.ts';
import type { AlwaysChoice } from './rule-text.ts';
import type { CardState } from './use-card.ts';
import styles from './approvals.module.css';

/** What the buttons' row shows: the decisions, the words that go with a decline, or a rule before it is written. */
export type DecisionStep =
  { readonly kind: 'decide' } | { readonly kind: 'words' } | { readonly kind: 'rule'; readonly index: number };
export const DECIDE: DecisionStep = { kind: 'decide' };

interface Props {
  readonly card: CardState;
  readonly always: readonly AlwaysChoice[];
  /** Whether an answer can hold for the rest of the thread. */
  readonly session: boolean;
  readonly step: DecisionStep;
  readonly onStep: (step: DecisionStep) => void;
}

/** What the user decides about a command, a change or permissions. */
export function DecisionButtons(props: Props) {
  switch (props.step.kind) {
    case 'words':
      return <DeclineWords {...props} />;
    case 'rule':
      return <RulePreview {...props} index={props.step.index} />;
    case 'decide':
      return <Decisions {...props} />;
  }
}

function Decisions({ card, always, session, onStep }: Props) {
  const native = answerButton(card);
  return (
    <>
      <Button
        {...native}
        tone="primary"
        aria-keyshortcuts="y"
        data-tip="Approve once"
        data-tip-key="Y"
        onClick={() => card.answer({ kind: 'approveOnce' })}
      >
        Approve once
      </Button>
      {session && (
        <Button
          {...native}
          aria-keyshortcuts="s"
          data-tip="The same is not asked again in this thread"
          data-tip-key="S"
          onClick={() => card.answer({ kind: 'approveSession' })}
        >
          Approve for this session
        </Button>
      )}
      {always.map((choice, index) => (
        <Button
          key={index}
          {...native}
          aria-keyshortcuts={index === 0 ? 'a' : undefined}
          className={styles.always}
          data-tip="Shows what will be remembered"
          {...(index === 0 ? { 'data-tip-key': 'A' } : {})}
          onClick={() => card.armed && onStep({ kind: 'rule', index })}
        >
          {choice.denies ? 'Always deny…' : 'Always allow…'}
          {choice.label !== '' && <code aria-hidden="true">{choice.label}</code>}
        </Button>
      ))}
      <span className={styles.refuse}>
        <IconButton
          label="Say what to do instead"
          icon={<MessageSquareReply size={14} aria-hidden="true" />}
          onClick={() => onStep({ kind: 'words' })}
        />
        <Button
          {...native}
          tone="ghost"
          aria-keyshortcuts="n"
          data-tip="The agent goes on without it"
          data-tip-key="N"
          onClick={() => card.answer({ kind: 'decline', words: '' })}
        >
          Decline
        </Button>
        <Button
          {...native}
          tone="ghost"
          className={styles.cancel}
          data-tip="Declines and ends the turn"
          onClick={() => card.answer({ kind: 'cancelTurn' })}
        >
          Cancel turn
        </Button>
      </span>
    </>
  );
}

function DeclineWords({ card, onStep }: Props) {
  const [words, setWords] = useState('');
  return (
    <form
      className={styles.words}
      onSubmit={(event) => {
        event.preventDefault();
        card.answer({ kind: 'decline', words: words.trim() });
      }}
    >
      <input
        // The user asked for this field from inside the card.
        autoFocus
        aria-label="What should the agent do instead?"
        placeholder="What should the agent do instead? (optional)"
        value={words}
        maxLength={100_000}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && isComposing(event.nativeEvent)) event.preventDefault();
          if (event.key === 'Escape') onStep(DECIDE);
        }}
      />
      <Button {...answerButton(card)} type="submit" tone="danger">
        Decline
      </Button>
      <Button tone="ghost" onClick={() => onStep(DECIDE)}>
        Back
      </Button>
    </form>
  );
}

function RulePreview({ card, always, index, onStep }: Props & { readonly index: number }) {
  const choice = always[index];
  if (!choice) return null;
  const verb = choice.denies ? 'deny' : 'approve';
  return (
    <div className={styles.rule}>
      <p>
        {choice.meaning}
        {choice.line !== null && ' This line goes into rules/default.rules in Codex’s home folder:'}
      </p>
      {choice.line !== null && (
        <pre tabIndex={0} aria-label="The rule that will be written">
          {choice.line}
        </pre>
      )}
      <div className={styles.buttons}>
        <Button {...answerButton(card)} autoFocus onClick={() => card.answer({ kind: 'alwaysAllow', rule: index })}>
          {choice.line === null ? 'Always allow' : `Write the rule and ${verb}`}
        </Button>
        <Button tone="ghost" onClick={() => onStep(DECIDE)}>
          Back
        </Button>
      </div>
    </div>
  );
}
