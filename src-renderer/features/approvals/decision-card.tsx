import { useState, type ReactNode } from 'react';
import type { CardKeyAction } from './act-guard.ts';
import { CardFrame, type CardProps } from './card-frame.tsx';
import { DECIDE, DecisionButtons, type DecisionStep } from './decision-buttons.tsx';
import type { AlwaysChoice } from './rule-text.ts';

const NOTHING: readonly AlwaysChoice[] = [];

/** A card that is answered with one of the decisions. */
export function DecisionCard(
  props: CardProps & {
    readonly always?: readonly AlwaysChoice[];
    readonly session?: boolean;
    readonly children: ReactNode;
  },
) {
  const { approval, card, always = NOTHING, session = true } = props;
  const [step, setStep] = useState<DecisionStep>(DECIDE);
  const onKey = (action: CardKeyAction) => {
    if (step.kind !== 'decide') return;
    switch (action) {
      case 'approveOnce':
        card.answer({ kind: 'approveOnce' });
        return;
      case 'approveSession':
        if (session) card.answer({ kind: 'approveSession' });
        return;
      case 'decline':
        card.answer({ kind: 'decline', words: '' });
        return;
      case 'alwaysAllow':
        if (always.length > 0) setStep({ kind: 'rule', index: 0 });
        return;
    }
  };
  return (
    <CardFrame
      approval={approval}

      card={card}
      onKey={onKey}
      buttons={<DecisionButtons card={card} always={always} session={session} step={step} onStep={setStep} />}
    >
      {props.children}
    </CardFrame>
  );
}
