import { describe, expect, it } from 'vitest';
import { findTrigger, isShellCommand, TRIGGER_WINDOW_CHARS } from './trigger.ts';

/** `|` marks the caret. */
const at = (marked: string) => {
  const caret = marked.indexOf('|');
  return findTrigger(marked.replace('|', ''), caret);
};

describe('findTrigger', () => {
  it.each([
    ['/|', { kind: 'command', from: 0, query: '' }],
    ['/rev|', { kind: 'command', from: 0, query: 'rev' }],
    ['/review now|', null],
    ['see /rev|', null],
    ['\n/rev|', null],
    ['@|', { kind: 'file', from: 0, query: '' }],
    ['look at @src/a|', { kind: 'file', from: 8, query: 'src/a' }],
    ['(@a|)', { kind: 'file', from: 1, query: 'a' }],
    ['line\n@a|', { kind: 'file', from: 5, query: 'a' }],
    ['mail me@home|', null],
    ['@a b|', null],
    ['@a| b', { kind: 'file', from: 0, query: 'a' }],
    ['use $|', { kind: 'skill', from: 4, query: '' }],
    ['use $rel|', { kind: 'skill', from: 4, query: 'rel' }],
    ['costs $5|', null],
    ['a$b|', null],
    ['!echo @a|', null],
    ['!cat $HO|', null],
    ['|', null],
  ])('%s', (marked, expected) => expect(at(marked)).toEqual(expected));

  it('looks at a bounded window only', () => {
    const text = `@${'x'.repeat(TRIGGER_WINDOW_CHARS)}`;
    expect(findTrigger(text, text.length)).toBeNull();
    const long = `${'word '.repeat(200_000)}@a`;
    expect(findTrigger(long, long.length)).toEqual({ kind: 'file', from: long.length - 2, query: 'a' });
  });

  it('knows shell commands', () => {
    expect([isShellCommand('!ls'), isShellCommand(' !ls'), isShellCommand('ls!')]).toEqual([true, false, false]);
  });
});
