import type { ErrorDescriber } from '../state/error-words.ts';
import { describeAppError } from './describe-app-error.ts';
import { describeServerFailure } from './describe-server-failure.ts';
import { describeTurnError } from './describe-turn-error.ts';

/** The only words for errors in Skein. Handed down to features through `state/error-words`. */
export const describeError: ErrorDescriber = {
  appError: describeAppError,
  turnError: describeTurnError,
  serverFailure: describeServerFailure,
};
