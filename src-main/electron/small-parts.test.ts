import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autostartEntry } from './autostart-entry.ts';
import { createCrashPolicy } from './crash-policy.ts';
import { plainNotes } from './plain-notes.ts';
import { dockMenu, jumpList, quotedForWindows, trayWords } from './recent-places.ts';

it.each([
  ['/opt/Skein/skein', 'Exec="/opt/Skein/skein"'],
  ['/home/me/My Apps/Skein 1%.AppImage', 'Exec="/home/me/My Apps/Skein 1%%.AppImage"'],
  ['/a"b$c`d\\e', 'Exec="/a\\\\"b\\\\$c\\\\`d\\\\\\\\e"'],
])('starts %s with the session', (program, line) => {
  expect(autostartEntry(program).split('\n')).toContain(line);
});

describe('notes of a release', () => {
  it.each<[unknown, string]>([
    [null, ''],
    ['<h2>New</h2><ul><li>One &amp; two</li></ul>', 'New\nOne & two'],
    [[{ version: '2', note: 'two' }, { version: '1', note: null }, 7], 'two'],
    ['<script>alert(1)</script>ok', 'alert(1)ok'],
    ['&amp;lt;b&gt;', '&lt;b>'],
  ])('%j', (notes, plain) => {
    expect(plainNotes(notes)).toBe(plain);
  });
  it('are never long', () => {
    fc.assert(fc.property(fc.string({ maxLength: 5_000 }), (text) => plainNotes(text).length <= 1_200));
  });
});

it('loads a page again that crashes, ever more slowly, and asks when that does not help', () => {
  const policy = createCrashPolicy();
  const steps = [0, 100, 2_000, 8_000, 9_000].map((now) => policy.crashed(now));
  expect(steps).toEqual([
    { kind: 'reload', delayMs: 0 },
    { kind: 'reload', delayMs: 1_000 },
    { kind: 'reload', delayMs: 4_000 },
    { kind: 'ask' },
    { kind: 'ask' },
  ]);
  policy.forgive();
  expect(policy.crashed(10_000)).toEqual({ kind: 'reload', delayMs: 0 });
  expect(policy.crashed(80_000)).toEqual({ kind: 'reload', delayMs: 0 });
});

describe('places of the system', () => {
  const projects = [
    { name: 'shop', path: 'C:\\my shop' },
    { name: 'C', path: 'C:\\' },
  ];
  it('opens projects from the task bar', () => {
    const [opened, tasks] = jumpList({ program: 'C:\\Skein\\Skein.exe', before: [] }, projects);
    expect(opened).toMatchObject({ type: 'custom', name: 'Projects' });
    expect(opened?.items?.map(({ title, args }) => [title, args])).toEqual([
      ['shop', '"C:\\my shop"'],
      ['C', '"C:\\\\"'],
    ]);
    expect(tasks?.items?.map(({ args }) => args)).toEqual(['"skein://new"']);
    const many = Array.from({ length: 40 }, () => ({ name: 'n'.repeat(400), path: `/${'p'.repeat(400)}` }));
    const [first] = jumpList({ program: '/e', before: ['/dev folder'] }, many);
    expect(first?.items).toHaveLength(10);
    expect(first?.items?.[0]?.title).toHaveLength(255);
    expect(first?.items?.[0]?.description).toHaveLength(260);
    expect(jumpList({ program: '/e', before: ['/dev folder'] }, [])[0]?.items?.[0]?.args).toBe(
      '"/dev folder" "skein://new"',
    );
  });
  it('opens projects from the Dock', () => {
    const done: string[] = [];
    const menu = dockMenu(projects, {
      newWindow: () => done.push('window'),
      newThread: () => done.push('thread'),
      open: (path) => done.push(path),
    });
    for (const { click } of menu) (click as (() => void) | undefined)?.();
    expect(done).toEqual(['window', 'thread', 'C:\\my shop', 'C:\\']);
    expect(dockMenu([], { newWindow: () => 0, newThread: () => 0, open: () => 0 })).toHaveLength(2);
  });
  it('quotes a word so that programs read it back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\\', '"', ' ', 'a', '&'), { maxLength: 12 }), (letters) => {
        const word = letters.join('');
        expect(readWindowsWord(quotedForWindows(word))).toBe(word);
      }),
    );
  });
  it.each([
    [0, 0, ['Nothing runs']],
    [1, 0, ['1 thread runs']],
    [3, 1, ['1 thread needs you', '3 threads run']],
    [0, 2, ['2 requests wait for you']],
  ])('says of %i and %i', (running, waiting, words) => {
    expect(trayWords({ running, waiting })).toEqual(words);
  });
});

/** The first word of a command line, as CommandLineToArgvW reads one that begins with a quote; null when it does not end there. */
function readWindowsWord(text: string): string | null {
  let word = '';
  let backslashes = 0;
  for (let at = 1; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '\\') backslashes += 1;
    else if (letter === '"') {
      word += '\\'.repeat(Math.floor(backslashes / 2));
      if (backslashes % 2 === 0) return at === text.length - 1 ? word : null;
      word += '"';
      backslashes = 0;
    } else {
      word += '\\'.repeat(backslashes) + letter;
      backslashes = 0;
    }
  }
  return null;
}
