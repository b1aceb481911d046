import { describe, expect, it } from 'vitest';
import { failureWords, joinArguments, parseAssignments, splitArguments } from './mcp-words.ts';

describe('failureWords', () => {
  it.each([
    [
      'MCP startup failed: handshaking with MCP server failed: connection closed: initialize response',
      'The program ended before it answered.',
    ],
    [
      'MCP startup failed: timed out handshaking with MCP server after 1.999999499s: deadline has elapsed',
      'It did not answer within 2 seconds.',
    ],
    ['MCP client for `hang` timed out after 2 seconds. Add or adjust', 'It did not answer within 2 seconds.'],
    [
      'HTTP request failed: error sending request for url (http://127.0.0.1:9/mcp)',
      'Nothing answers at http://127.0.0.1:9/mcp.',
    ],
    ['MCP startup failed: No such file or directory (os error 2)', 'There is no such program or folder.'],
    ['MCP startup failed: something else', 'something else'],
  ])('%s', (message, words) => expect(failureWords(message)).toBe(words));
});

describe('arguments', () => {
  it.each([
    ['-y @scope/server --root /a/b', ['-y', '@scope/server', '--root', '/a/b']],
    ['-e "console.log(1)" \'two words\'', ['-e', 'console.log(1)', 'two words']],
    ['--name="a b" ""', ['--name=a b', '']],
    ['', []],
  ])('%s', (text, words) => {
    expect(splitArguments(text)).toEqual(words);
    expect(splitArguments(joinArguments(words))).toEqual(words);
  });

  it('comes back from any words', () => {
    const words = ['a\\b', 'say "hi"', "it's", 'two  spaces', ''];
    expect(splitArguments(joinArguments(words))).toEqual(words);
  });
});

describe('parseAssignments', () => {
  it('takes values with = in them, names alone, and tells the first bad line', () => {
    expect(parseAssignments('A=1=2\n\n  B \nC= x ')).toEqual({
      entries: [
        { name: 'A', value: '1=2' },
        { name: 'B', value: null },
        { name: 'C', value: 'x' },
      ],
      badLine: null,
    });
    expect(parseAssignments('A=1\n=2').badLine).toBe(2);
    expect(parseAssignments('two words').badLine).toBe(1);
  });
});
