import { assertNever } from '../../../src-shared/assert-never.ts';
import type { ThreadGoal } from '../../../src-shared/model/thread.ts';
import { count } from '../../state/count-words.ts';
import { elapsedWords } from '../../state/time-words.ts';

export interface GoalState {
  readonly label: string;
  /** The same at length. */
  readonly tip: string;
  readonly tone: 'going' | 'held' | 'over';
}

/** What is being done about a goal. The server starts turns only for an active one, and none right after one was stopped. */
export function goalState({ status }: Pick<ThreadGoal, 'status'>, running: boolean): GoalState {
  switch (status) {
    case 'active':
      return running
        ? {
            label: 'Working on it',
            tip: 'Codex starts the next turn by itself until the goal is reached.',
            tone: 'going',
          }
        : {
            label: 'Goes on with your next message',
            tip: 'Nothing runs now. After the next turn Codex goes on.',
            tone: 'held',
          };
    case 'paused':
      return { label: 'Paused', tip: 'Nothing is done for the goal until you resume it.', tone: 'held' };
    case 'blocked':
      return {
        label: 'Blocked',
        tip: 'A turn failed, or the agent cannot go on alone. Resume to try again.',
        tone: 'held',
      };
    case 'usageLimited':
      return { label: 'Stopped by the usage limit', tip: 'Resume it when the account may go on.', tone: 'held' };
    case 'budgetLimited':
      return { label: 'Token budget used up', tip: 'The goal may use no more tokens than it was given.', tone: 'held' };
    case 'complete':
      return { label: 'Reached', tip: 'The agent has marked the goal as done.', tone: 'over' };
    default:
      return assertNever(status);
  }
}

/** Tokens and time that went into a goal; empty before anything did. */
export function goalFacts({ tokensUsed, tokenBudget, usedMs }: ThreadGoal): string {
  const used = tokensUsed.toLocaleString('en-US');
  const tokens =
    tokenBudget === null ? tokensUsed > 0 && count(tokensUsed, 'token') : `${used} of ${count(tokenBudget, 'token')}`;
  return [tokens, usedMs > 0 && elapsedWords(0, usedMs)].filter(Boolean).join(' · ');
}
