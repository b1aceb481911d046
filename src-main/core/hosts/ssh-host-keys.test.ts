import { expect, test } from 'vitest';
import { isUnknownKey, parseKnownHost } from './ssh-host-keys.ts';

/** GitHub's published key and fingerprint. */
const KEY = 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';
const FINGERPRINT = 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU';

test.each([
  [`github.com ssh-ed25519 ${KEY}\n`, FINGERPRINT],
  [`# a comment\n[127.0.0.1]:2222 ssh-ed25519 ${KEY} words\r\n`, FINGERPRINT],
  [`@revoked * ssh-ed25519 ${KEY}\n`, null],
  [`github.com ssh-ed25519 not+a+key!\n`, null],
  ['', null],
])('reads a known host: %o', (text, fingerprint) => {
  expect(parseKnownHost(text)?.fingerprint ?? null).toBe(fingerprint);
});

test.each([
  ['Host key verification failed.', true],
  [
    'No ED25519 host key is known for build and you have requested strict checking.\nHost key verification failed.',
    true,
  ],
  [
    'Offending key in /x:1\nHost key for build has changed and you have requested strict checking.\nHost key verification failed.',
    false,
  ],
  ['@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.', false],
  ['@ WARNING: REVOKED HOST KEY DETECTED! @\nHost key verification failed.', false],
  ['Permission denied (publickey).', false],
])('tells an unknown key from a changed one: %o', (words, unknown) => {
  expect(isUnknownKey(words)).toBe(unknown);
});
