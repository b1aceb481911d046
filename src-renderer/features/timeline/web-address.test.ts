import { expect, test } from 'vitest';
import { webAddress } from './web-address.ts';

test.each([
  ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
  ['HTTP://example.com', 'HTTP://example.com'],
  ['mailto:me@example.com', 'mailto:me@example.com'],
  ['//example.com/x', 'https://example.com/x'],
  ['///example.com', null],
  ['//', null],
  ['https:', null],
  ['?token', null],
  ['docs/', null],
  ['a.html?x=1', null],
  ['javascript:alert(1)', null],
  ['vscode://file/etc/passwd', null],
  ['\\\\host\\share', null],
])('%s', (href, expected) => expect(webAddress(href)).toBe(expected));
