import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { TurnError } from '../../src-shared/model/item.ts';
import type { ServerFailure } from '../../src-shared/model/server.ts';

/** What an error is called, why it happened, and the commands that help. */
export interface ErrorWords {
  readonly title: string;
  readonly text: string;
  readonly actions: readonly ErrorAction[];
}
/** `commandId` is run with `argument` through the command registry. */
export interface ErrorAction {
  readonly label: string;
  readonly commandId: string;
  readonly argument?: unknown;
}
export interface ErrorDescriber {
  appError(error: AppError): ErrorWords;
  turnError(error: TurnError): ErrorWords;
  serverFailure(failure: ServerFailure): ErrorWords;
}

let describer: ErrorDescriber | null = null;

/**
 * All words for errors live in `app/describe-error`. Features lie below `app`, so `main.tsx` hands the words down through here.
 */
export function provideErrorWords(provided: ErrorDescriber): void {
  describer = provided;
}
export function errorWords(): ErrorDescriber {
  if (!describer) throw new Error('Error words are used before main.tsx provided them');
  return describer;
}
