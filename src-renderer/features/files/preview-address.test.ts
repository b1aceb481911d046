import { expect, it } from 'vitest';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { readAddress } from './preview-address.ts';

const place = { serverId: 's' as ServerId, root: '/w', ownOrigin: 'http://127.0.0.1:4000' };
const urlOf = (typed: string): string => {
  const address = readAddress(typed, place);
  if (address.kind === 'refused') return 'refused';
  return address.target.kind === 'web' ? address.target.url : `file ${address.target.path}`;
};

it.each([
  ['localhost:3000', 'http://localhost:3000/'],
  [' :5173/a?b ', 'http://localhost:5173/a?b'],
  ['http://127.0.0.1:8000/x', 'http://127.0.0.1:8000/x'],
  ['docs/index.html', 'file docs/index.html'],
  ['C:\\w\\index.html', 'file C:\\w\\index.html'],
  ['https://example.com', 'refused'],
  ['http://localhost.example.com:3000', 'refused'],
  ['http://user@evil.example:3000', 'refused'],
  ['javascript:alert(1)', 'refused'],
  ['file:///etc/passwd', 'refused'],
  ['http://127.0.0.1:4000/', 'refused'],
  ['localhost:4000', 'refused'],
  ['', 'refused'],
])('%j is %s', (typed, expected) => {
  expect(urlOf(typed)).toBe(expected);
});
