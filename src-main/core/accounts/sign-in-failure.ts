import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { SignInFailure } from '../../../src-shared/model/account.ts';

/** The server has no codes for it, only words (0.124 and 0.169); the first that fits decides. */
const WORDS: readonly (readonly [RegExp, SignInFailure])[] = [
  [/access_denied|denied|declined|auth failed with status 4\d\d/i, 'denied'],
  [/error sending request|status 5\d\d|dns error|connection (?:refused|reset)|failed to connect|network/i, 'network'],
  [/timed out|expired|timeout/i, 'expired'],
  [/address (?:already )?in use|port .*in use|bind/i, 'port-busy'],
  [/not allowed|disabled|forced|must use|restricted|workspace|administrator/i, 'not-allowed'],
  [/was not completed|cancell?ed/i, 'cancelled'],
];

/** Why a sign-in ended without success, from the words of `account/login/completed`. */
export const signInFailure = (message: string): SignInFailure =>
  WORDS.find(([pattern]) => pattern.test(message))?.[1] ?? 'other';

/** Why a sign-in did not even begin. */
export function startFailure(error: AppError): { readonly reason: SignInFailure; readonly detail: string } {
  switch (error.code) {
    case 'codex.rejected':
      return { reason: signInFailure(error.message), detail: error.message };
    case 'server.timeout':
      return { reason: 'network', detail: `No answer for ${Math.round(error.afterMs / 1000)} seconds.` };
    case 'server.died':
    case 'server.not-running':
      return { reason: 'interrupted', detail: '' };
    default:
      return { reason: 'other', detail: 'message' in error ? error.message : error.code };
  }
}
