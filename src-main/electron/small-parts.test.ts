import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autostartEntry } from './autostart-entry.ts';
import { plainNotes } from './plain-notes.ts';

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
