import { assertNever } from '../../src-shared/assert-never.ts';
import type { TurnError } from '../../src-shared/model/item.ts';
import type { ErrorAction, ErrorWords } from '../state/error-words.ts';

const words = (title: string, text: string, actions: readonly ErrorAction[] = []): ErrorWords => ({
  title,
  text,
  actions,
});

const NEW_THREAD: ErrorAction = { label: 'New thread', commandId: 'thread.new' };
const COPY_LOG: ErrorAction = { label: 'Copy log', commandId: 'server.copyLog' };

/** The words for what can go wrong within a turn. The server's own message is kept where it says more than we know. */
export function describeTurnError(error: TurnError): ErrorWords {
  const described = describe(error);
  if (!error.willRetry || error.code === 'network-down') return described;
  // Nothing to do for the reader yet, so no advice either.
  return { title: described.title, text: 'Codex tries again by itself.', actions: [] };
}

function describe(error: TurnError): ErrorWords {
  const { message } = error;
  switch (error.code) {
    case 'usage-limit':
      return words('Usage limit reached', message || 'The account has used up what its plan allows for now.');
    case 'rate-limit':
      return words('Too many requests', 'The model service asks to slow down. Try again in a moment.');
    case 'context-window':
      return words(
        'The thread no longer fits the model',
        'Its history is longer than the model can read. Compact it with /compact, or start a new thread.',
        [NEW_THREAD],
      );
    case 'unauthorized':
      return words(
        'Not signed in',
        'The model service refused the sign-in. Sign in again, then send the message once more.',
        [{ label: 'Account', commandId: 'app.account' }],
      );
    case 'overloaded':
      return words('The model service is overloaded', 'It has no room for this request. Try again in a few minutes.');
    case 'stream-lost':
      return words(
        'The connection to the model broke off',
        'The answer did not arrive as a whole. Send the message again.',
      );
    case 'network-down':
      return words(
        'Waiting for the network',
        'The model service cannot be reached. The turn goes on when it can; Stop ends it.',
      );
    case 'http':
      return words(
        error.httpStatus === null ? 'The model service failed' : `The model service failed (HTTP ${error.httpStatus})`,
        message,
      );
    case 'bad-request':
      return words('The model service refused the request', message);
    case 'model-not-found':
      return words('This model is not available', `${message}\nChoose another one under the message.`.trim());
    case 'sandbox':
      return words('The sandbox did not work', message, [COPY_LOG]);
    case 'policy':
      return words('Refused by policy', message);
    case 'server-died':
      return words(
        'Interrupted: Codex stopped',
        'It ended while this turn ran. What was finished is kept; send a message to go on.',
        [COPY_LOG],
      );
    case 'warning':
      return words('Warning', message);
    case 'model-rerouted':
      return words('Another model answers', message);
    case 'sign-in-renewal':
      return words('Sign-in of the model provider', message);
    case 'strict-review':
      return words('The reviewing agent looks at everything in this turn', message);
    case 'other':
      return words('The turn failed', message);
    default:
      return assertNever(error.code);
  }
}
