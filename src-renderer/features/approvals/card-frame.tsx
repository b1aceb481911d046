import { useId, type KeyboardEvent, type ReactNode } from 'react';
import type { Approval } from '../../../src-shared/model/approval.ts';
import { errorWords } from '../../state/error-words.ts';
import { runCommand } from '../../state/commands.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { isComposing } from '../../ui/is-composing.ts';
import { cardKeyAction, type CardKeyAction } from './act-guard.ts';
import { headline, isQuestion } from './approval-words.ts';
import type { CardState } from './use-card.ts';
import styles from './approvals.module.css';

/** Whether a button would answer now, said to assistive technology. It is drawn as always, so that nothing flickers, and keeps the focus. */
export const answerButton = (card: CardState) => ({ 'aria-disabled': !card.armed || card.busy || undefined });

export interface CardProps<A extends Approval = Approval> {
  readonly approval: A;
  readonly card: CardState;
}

const inTextField = (target: EventTarget) =>
  target instanceof HTMLInputElement
    ? !['radio', 'checkbox'].includes(target.type)
    : target instanceof HTMLTextAreaElement;

/** The card around every request: heading, content, what went wrong, buttons. Keys are heard only from inside it. */
export function CardFrame(props: {
  readonly approval: Approval;
  readonly card: CardState;
  readonly children: ReactNode;
  readonly buttons: ReactNode;
  readonly onKey?: (action: CardKeyAction) => void;
}) {
  const { approval, card } = props;
  const headlineId = useId();
  const question = isQuestion(approval);
  const words = card.error ? errorWords().appError(card.error) : null;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const action = cardKeyAction(
      {
        key: event.key,
        modified: event.ctrlKey || event.metaKey || event.altKey,
        repeat: event.repeat,
        composing: isComposing(event.nativeEvent),
        inTextField: inTextField(event.target),
      },
      card.armed,
    );
    if (!action || !props.onKey) return;
    event.preventDefault();
    props.onKey(action);
  };
  return (
    <div
      role="group"
      aria-label={question ? 'Question' : 'Approval'}
      aria-describedby={headlineId}
      aria-busy={card.busy || undefined}
      tabIndex={-1}
      data-approval={approval.id}
      className={styles.card}
      onKeyDown={onKeyDown}
    >
      <header className={styles.head}>
        <strong className={styles.kind}>{question ? 'Question' : 'Approval'}</strong>
        <span id={headlineId}>{headline(approval)}</span>
      </header>
      {props.children}
      {words && (
        <ErrorBox
          announce
          title={words.title}
          text={words.text}
          actions={words.actions.map((action) => ({
            label: action.label,
            onSelect: () => runCommand(action.commandId, action.argument),
          }))}
        />
      )}
      <div className={styles.buttons}>{props.buttons}</div>
    </div>
  );
}
