import { useCallback, useEffect, useRef, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Approval, ApprovalAnswer } from '../../../src-shared/model/approval.ts';
import { answerApproval } from '../../state/approval-store.ts';
import { showError } from '../../state/toast-store.ts';
import { ACT_GUARD_MS } from './act-guard.ts';

export interface CardState {
  /** Whether a click or key counts now. */
  readonly armed: boolean;
  readonly busy: boolean;
  readonly error: AppError | null;
  readonly answer: (answer: ApprovalAnswer) => void;
}

/** False in the first half second after the cards appeared or changed: they all move then. `ids`: names the cards in their order. */
export function useArmed(ids: string): boolean {
  const [armedFor, setArmedFor] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setArmedFor(ids), ACT_GUARD_MS);
    return () => clearTimeout(timer);
  }, [ids]);
  return armedFor === ids;
}

/** Answers one card, once at a time. A failed answer leaves the card as it was, with the reason; without a card it is said anyway. */
export function useCard(approval: Approval, armed: boolean): CardState {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const answer = useCallback(
    (value: ApprovalAnswer) => {
      if (!armed || busy) return;
      setBusy(true);
      setError(null);
      void answerApproval(approval.id, value).then((result) => {
        if (!mounted.current) {
          if (!result.ok) showError(result.error);
          return;
        }
        setBusy(false);
        if (!result.ok) setError(result.error);
      });
    },
    [approval.id, armed, busy],
  );
  return { armed, busy, error, answer };
}
