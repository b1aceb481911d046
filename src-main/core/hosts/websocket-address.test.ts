import { expect, it } from 'vitest';
import { checkAddress } from './websocket-address.ts';

const outcome = (address: string, hasToken: boolean) => {
  const checked = checkAddress(address, hasToken);
  return checked.ok ? checked.value.href : checked.error.code;
};

it.each([
  ['ws://127.0.0.1:4500', false, 'ws://127.0.0.1:4500/'],
  ['ws://localhost:4500', true, 'ws://localhost:4500/'],
  ['ws://[::1]:4500/', false, 'ws://[::1]:4500/'],
  // Other spellings of loopback are loopback, and of others are not.
  ['ws://0x7f.1:4500', false, 'ws://127.0.0.1:4500/'],
  ['ws://127.0.0.1.example.com', false, 'host.token-needed'],
  ['ws://localhost.example.com', false, 'host.token-needed'],
  ['ws://0.0.0.0:4500', false, 'host.token-needed'],
  ['wss://build.example.com', false, 'host.token-needed'],
  ['wss://build.example.com/codex', true, 'wss://build.example.com/codex'],
  ['ws://192.168.1.4:4500', true, 'host.insecure'],
  ['http://127.0.0.1:4500', true, 'host.bad-address'],
  ['file:///etc/passwd', true, 'host.bad-address'],
  ['ws://mira:secret@127.0.0.1', true, 'host.bad-address'],
  ['wss://build.example.com/#t=secret', true, 'host.bad-address'],
  ['127.0.0.1:4500', true, 'host.bad-address'],
  ['', true, 'host.bad-address'],
])('%s, token: %s: %s', (address, hasToken, expected) => {
  expect(outcome(address, hasToken)).toBe(expected);
});
