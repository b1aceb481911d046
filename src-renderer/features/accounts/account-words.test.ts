import { expect, it } from 'vitest';
import type { SignInFailure, SignInWay } from '../../../src-shared/model/account.ts';
import type { ServerAccount } from '../../../src-shared/model/server.ts';
import { upgradeAddress } from './account-actions.ts';
import { accountName, failureWords, modeWords, planWords } from './account-words.ts';

it.each<[ServerAccount, string, string]>([
  [{ kind: 'chatgpt', email: 'me@x.org', plan: 'plus' }, 'me@x.org', 'ChatGPT Plus'],
  [{ kind: 'chatgpt', email: null, plan: null }, 'ChatGPT account', 'ChatGPT'],
  [{ kind: 'chatgpt', email: null, plan: 'some_new_plan' }, 'ChatGPT account', 'ChatGPT some new plan'],
  [{ kind: 'apiKey' }, 'API key', 'OpenAI API, billed by use'],
  [{ kind: 'other', name: 'amazonBedrock' }, 'Amazon Bedrock', 'Signed in outside of Skein'],
  [{ kind: 'none', required: true }, 'Not signed in', ''],
  [{ kind: 'none', required: false }, 'No account needed', ''],
])('%o is %s, %s', (account, name, mode) => {
  expect(accountName(account)).toBe(name);
  expect(modeWords(account)).toBe(mode);
});

it('an unknown plan is not told', () => expect(planWords('unknown')).toBe(''));

const REASONS: readonly SignInFailure[] = [
  ...(['denied', 'expired', 'cancelled', 'network', 'port-busy', 'not-allowed', 'interrupted', 'other'] as const),
  ...(['tokens-bad-setting', 'tokens-not-started', 'tokens-failed', 'tokens-timeout', 'tokens-bad-answer'] as const),
];
it('every failure has words of its own, for every way', () => {
  for (const way of ['chatgpt', 'deviceCode', 'apiKey', 'hostTokens'] satisfies SignInWay[]) {
    const titles = REASONS.map((reason) => failureWords(way, reason).title);
    expect(new Set(titles).size).toBe(REASONS.length);
    for (const reason of REASONS) expect(failureWords(way, reason).text).toMatch(/\.$/);
  }
});

it.each([
  ['free', 'https://chatgpt.com/explore/plus'],
  ['plus', 'https://chatgpt.com/explore/pro'],
  ['pro', null],
  ['business', null],
  [null, null],
])('the plan %s is exchanged at %s', (plan, address) =>
  expect(upgradeAddress({ kind: 'chatgpt', email: null, plan })).toBe(address),
);
it('a key has no plan', () => expect(upgradeAddress({ kind: 'apiKey' })).toBeNull());
