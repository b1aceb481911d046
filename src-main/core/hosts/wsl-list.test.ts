import { expect, it } from 'vitest';
import { parseWslList } from './wsl-list.ts';

const ROWS = [
  '  NAME                   STATE           VERSION',
  '* Ubuntu                 Running         2',
  '  Debian Sid             Stopped         2',
  '  docker-desktop         Running         2',
  '  legacy                 Stopped         1',
  '',
].join('\r\n');
const FOUND = [
  { name: 'Ubuntu', version: 2, isDefault: true },
  { name: 'Debian Sid', version: 2, isDefault: false },
  { name: 'legacy', version: 1, isDefault: false },
];

it.each([
  ['UTF-16', Buffer.from(ROWS, 'utf16le')],
  ['UTF-16 with a mark', Buffer.from(`\uFEFF${ROWS}`, 'utf16le')],
  ['UTF-8', Buffer.from(ROWS, 'utf8')],
])('reads the list in %s', (_name, printed) => {
  expect(parseWslList(printed)).toEqual(FOUND);
});

it('reads a list with a heading in another language', () => {
  const rows = ROWS.replace(/^.*VERSION/, '  NAME                   STATUS          VERSION').replace(
    'Running',
    'Wird ausgeführt',
  );
  expect(parseWslList(Buffer.from(rows, 'utf16le'))).toEqual(FOUND);
});

it('finds none in words that say so', () => {
  const words = 'Windows Subsystem for Linux has no installed distributions.\r\n';
  expect(parseWslList(Buffer.from(words, 'utf16le'))).toEqual([]);
});
