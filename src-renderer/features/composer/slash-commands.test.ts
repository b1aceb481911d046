import { describe, expect, it } from 'vitest';
import type { PromptFile } from '../../../src-shared/model/catalog.ts';
import { fillPrompt, parseSlash, SLASH_COMMANDS, slashProblem } from './slash-commands.ts';

const PROMPTS: readonly PromptFile[] = [
  { name: 'draftpr', description: 'Draft a PR', path: '/home/prompts/draftpr.md' },
];
/** Kind, name and argument in one line. */
const parse = (text: string) => {
  const found = parseSlash(text, PROMPTS);
  switch (found.kind) {
    case 'command':
      return `command ${found.command.name} [${found.argument}]`;
    case 'prompt':
      return `prompt ${found.prompt.name} [${found.argument}]`;
    case 'unknown':
      return `unknown ${found.name}`;
    case 'text':
      return 'text';
  }
};

describe('parseSlash', () => {
  it.each([
    ['/new', 'command new []'],
    ['/NEW', 'command new []'],
    ['/review  the error paths \n', 'command review [the error paths]'],
    ['/goal all tests pass', 'command goal [all tests pass]'],
    ['/draftpr 12', 'prompt draftpr [12]'],
    ['/reviw', 'unknown reviw'],
    ['/usr/bin/env is missing', 'text'],
    ['/', 'text'],
    ['/ what', 'text'],
    ['say /new', 'text'],
    ['/*comment*/', 'text'],
    [`/${'x'.repeat(2_000_000)}`, `unknown ${'x'.repeat(99)}`],
  ])('%.30s', (text, expected) => expect(parse(text)).toBe(expected));
});

describe('slashProblem', () => {
  const problem = (name: string, argument: string, inThread = true) => {
    const command = SLASH_COMMANDS.find((one) => one.name === name);
    return command ? slashProblem(command, argument, inThread) : 'no such command';
  };
  it.each([
    ['new', '', true, false],
    ['new', 'words', true, true],
    ['review', 'words', true, false],
    ['review', '', true, false],
    ['review', '', false, true],
    ['rename', '', true, true],
    ['rename', 'words', true, false],
  ] as const)('/%s %s (in a thread: %s)', (name, argument, inThread, refused) => {
    expect(problem(name, argument, inThread) !== null).toBe(refused);
  });
  it.each(
    'new clear compact review plan model permissions status diff mcp plugins skills apps fork rename archive init goal memories copy feedback logout'.split(
      ' ',
    ),
  )('has /%s', (name) => expect(SLASH_COMMANDS.map((command) => command.name)).toContain(name));
  it('names each command once', () => {
    expect(new Set(SLASH_COMMANDS.map((command) => command.name)).size).toBe(SLASH_COMMANDS.length);
  });
});

describe('fillPrompt', () => {
  it.each([
    ['Fix $ARGUMENTS now', 'the bug', 'Fix the bug now'],
    ['From $1 to $2, $$5', 'a b', 'From a to b, $5'],
    ['From $1 to $2', 'a', 'From a to '],
    ['Fix $ARGUMENTS', '', 'Fix $ARGUMENTS'],
    ['Fix it', 'gently', 'Fix it\n\ngently'],
    ['---\ndescription: x\n---\nBody', '', 'Body'],
  ])('%j with %j', (file, argument, expected) => expect(fillPrompt(file, argument)).toBe(expected));
});
