import { expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { signInFailure, startFailure } from './sign-in-failure.ts';

// The words of the binaries.
it.each([
  ['Login server error: Sign-in failed: access_denied', 'denied'],
  ['device auth failed with status 400 Bad Request', 'denied'],
  ['device auth failed with status 503 Service Unavailable', 'network'],
  ['device auth timed out after 15 minutes', 'expired'],
  ['Login timed out', 'expired'],
  ['Login was not completed', 'cancelled'],
  ['failed to request device code: error sending request for url (https://auth.openai.com/x)', 'network'],
  ['failed to start login server: Address already in use (os error 98)', 'port-busy'],
  ['ChatGPT login is disabled. Use API key login instead.', 'not-allowed'],
  ['Login is restricted to a specific workspace', 'not-allowed'],
  ['something new', 'other'],
])('%s: %s', (message, reason) => {
  expect(signInFailure(message)).toBe(reason);
});

it.each<[AppError, string]>([
  [{ code: 'codex.rejected', method: 'account/login/start', rpcCode: -32603, message: 'dns error' }, 'network'],
  [{ code: 'server.timeout', method: 'account/login/start', afterMs: 60_000 }, 'network'],
  [{ code: 'server.died' }, 'interrupted'],
  [{ code: 'server.not-running' }, 'interrupted'],
  [{ code: 'server.overloaded', method: 'account/login/start' }, 'other'],
])('a beginning refused with %o', (error, reason) => {
  expect(startFailure(error).reason).toBe(reason);
});
