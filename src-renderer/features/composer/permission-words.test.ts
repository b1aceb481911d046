import { expect, it } from 'vitest';
import { policyWords } from './permission-words.ts';

it.each([
  ['danger-full-access · on-request', 'No sandbox, asks to leave', /outside of any sandbox; you are asked/],
  ['workspace-write · network · never', 'Writes here, network, never asks', /inside the folder; with the network open/],
  ['read-only · granular', 'Reads only, asks by rules', /write nothing; what you are asked/],
  ['something-new · constructor', 'something-new, constructor', /^something-new; constructor\.$/],
])('words %s', (label, short, full) => {
  expect(policyWords(label).short).toBe(short);
  expect(policyWords(label).full).toMatch(full);
});
