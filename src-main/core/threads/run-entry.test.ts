import { describe, expect, test } from 'vitest';
import { MAX_GOAL_CHARS, MAX_INPUT_CHARS } from '../../../src-shared/contract/fields.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import { parseEntry } from './run-entry.ts';

const text = (words: string): InputPart => ({ kind: 'text', text: words });
const image: InputPart = { kind: 'image', imageId: 'i', name: 'a.png' };
const mention: InputPart = { kind: 'mention', name: 'a.ts', path: 'src/a.ts' };

describe('an entry', () => {
  test.each([
    [[text('hello')], { kind: 'prompt', parts: [text('hello')] }],
    [[image], { kind: 'prompt', parts: [image] }],
    [[text(''), image], { kind: 'prompt', parts: [text(''), image] }],
    [[text('/etc/hosts is broken')], { kind: 'prompt', parts: [text('/etc/hosts is broken')] }],
    [[text('// a comment')], { kind: 'prompt', parts: [text('// a comment')] }],
    [[text('what is /compact?')], { kind: 'prompt', parts: [text('what is /compact?')] }],
    [[text('!ls -la | wc')], { kind: 'shell', command: 'ls -la | wc' }],
    [[text('  ! cat '), mention, text(' | wc')], { kind: 'shell', command: 'cat src/a.ts | wc' }],
    [[text('/compact')], { kind: 'compact' }],
    [[text('/Compact ')], { kind: 'compact' }],
    [[text('/review')], { kind: 'review', instructions: null }],
    [[text('/review mind the locks\nplease')], { kind: 'review', instructions: 'mind the locks\nplease' }],
    [[text('/plan add '), mention], { kind: 'plan', parts: [text('add '), mention] }],
    [[text('/plan '), image], { kind: 'plan', parts: [image] }],
    [[text('/goal all tests pass')], { kind: 'goal', change: { kind: 'set', objective: 'all tests pass' } }],
    [[text('/goal pause')], { kind: 'goal', change: { kind: 'pause' } }],
    [[text('/goal resume ')], { kind: 'goal', change: { kind: 'resume' } }],
    [[text('/goal clear the table')], { kind: 'goal', change: { kind: 'set', objective: 'clear the table' } }],
    [[text('/init')], { kind: 'init' }],
    [[text('/rename  New name ')], { kind: 'rename', title: 'New name' }],
    [[text('/archive')], { kind: 'archive' }],
    [[text('/fork')], { kind: 'fork' }],
    [[text('/stop')], { kind: 'stopBackground' }],
  ] as const)('%j', (parts, expected) => {
    expect(parseEntry(parts)).toEqual({ ok: true, value: expected });
  });

  test.each([
    [[], { code: 'input.empty' }],
    [[text('  \n ')], { code: 'input.empty' }],
    [[text('!  ')], { code: 'input.needs-argument', command: '!' }],
    [[text('/plan  ')], { code: 'input.needs-argument', command: '/plan' }],
    [[text('/rename')], { code: 'input.needs-argument', command: '/rename' }],
    [[text('/goal ')], { code: 'input.needs-argument', command: '/goal' }],
    [
      [text(`/goal ${'x'.repeat(MAX_GOAL_CHARS + 1)}`)],
      { code: 'input.too-large', chars: MAX_GOAL_CHARS + 1, maxChars: MAX_GOAL_CHARS },
    ],
    [[text('/settings now')], { code: 'input.unknown-command', command: '/settings' }],
    [
      [text('x'.repeat(MAX_INPUT_CHARS)), text('y')],
      { code: 'input.too-large', chars: MAX_INPUT_CHARS + 1, maxChars: MAX_INPUT_CHARS },
    ],
  ] as const)('refused: %#', (parts, error) => {
    expect(parseEntry(parts)).toEqual({ ok: false, error });
  });
});
