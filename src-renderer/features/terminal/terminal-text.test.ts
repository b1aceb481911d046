import { expect, test } from 'vitest';
import { isAppKey } from './app-keys.ts';
import { fromBase64, toBase64 } from './bytes.ts';
import { fenced } from './fenced.ts';
import { findFileLinks } from './find-file-links.ts';

test.each([
  ['src/cart.js:12:3: error TS2304', [['src/cart.js', 12, 'src/cart.js:12:3']]],
  ['    at run (/home/me/app/src/a.ts:7:11)', [['/home/me/app/src/a.ts', 7, '/home/me/app/src/a.ts:7:11']]],
  [
    'see ./docs/readme.md, and b.py:4.',
    [
      ['./docs/readme.md', null, './docs/readme.md'],
      ['b.py', 4, 'b.py:4'],
    ],
  ],
  ['https://example.com/a.ts and 1.5 of 3.2', []],
  ['x'.repeat(3000), []],
])('places in files: %s', (line, wanted) => {
  expect(findFileLinks(line).map(({ path, line: at, start, end }) => [path, at, line.slice(start, end)])).toEqual(
    wanted,
  );
});

test('a block of code is closed by nothing in it', () => {
  expect(fenced('plain\n\n')).toBe('```\nplain\n```');
  expect(fenced('a ```` b')).toBe('`````\na ```` b\n`````');
});

test('bytes survive the way to the core and back', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
  expect(fromBase64(toBase64(bytes))).toEqual(bytes);
});

test.each([
  ['Mod+K', 'app.palette', false, false],
  ['Mod+K', 'app.palette', true, true],
  ['Mod+Backquote', 'terminal.toggle', false, true],
  ['Mod+Shift+G', 'review.show', false, true],
  ['Mod+Alt+Shift+G', 'other', false, true],
  ['Mod+Alt+B', 'view.togglePanel', false, false],
  ['Mod+Shift+Q', null, false, false],
  ['F2', 'thread.rename', true, false],
])('%s for %s (macOS: %s) belongs to the app: %s', (key, command, mac, wanted) => {
  expect(isAppKey(key, command, mac)).toBe(wanted);
});
