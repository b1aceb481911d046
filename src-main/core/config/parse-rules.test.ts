import { describe, expect, it } from 'vitest';
import { parseRules, withoutEntry } from './parse-rules.ts';

const rulesOf = (text: string) => parseRules(text).map(({ rule }) => rule);
const prefix = (pattern: readonly (readonly string[])[], decision = 'allow', why: string | null = null) => ({
  kind: 'prefix',
  pattern,
  decision,
  why,
});

describe('the entries of a rules file', () => {
  it.each([
    ['', []],
    ['# nothing but words\n\n', []],
    ['prefix_rule(pattern=["mkdir", "-p"], decision="allow")', [prefix([['mkdir'], ['-p']])]],
    ['prefix_rule(pattern=["ls"])', [prefix([['ls']])]],
    [
      'prefix_rule(\n  pattern = ["git", ["status", "log"]], # both\n  decision = "prompt",\n  justification = "asks \\"why\\"",\n)',
      [prefix([['git'], ['status', 'log']], 'prompt', 'asks "why"')],
    ],
    ["prefix_rule(pattern=['a b', 'c'], decision='forbidden')", [prefix([['a b'], ['c']], 'forbidden')]],
    [
      'network_rule(host = "example.com", protocol = "https", decision = "allow")',
      [{ kind: 'network', host: 'example.com', protocol: 'https', decision: 'allow' }],
    ],
    ['host_executable(name="git", paths=["/usr/bin/git"])', [{ kind: 'other', name: 'host_executable' }]],
    // What cannot be read does not hide what comes after it.
    [
      'prefix_rule(pattern=make("x)"), decision="allow")\nprefix_rule(pattern=["a"])',
      [{ kind: 'other', name: 'prefix_rule' }, prefix([['a']])],
    ],
    ['= 1\nx = 2\nprefix_rule(pattern=["a"])', [prefix([['a']])]],
    ['prefix_rule(pattern=["a"', []],
    ['prefix_rule(pattern=["a"]) prefix_rule(pattern=["b"])', [prefix([['a']]), prefix([['b']])]],
  ])('%j', (text, expected) => expect(rulesOf(text)).toEqual(expected));

  it('know where they stand', () => {
    const text = '# one\n\nprefix_rule(pattern=["a"])\nprefix_rule(\n pattern=["b"])\n';
    expect(parseRules(text).map(({ line, text: entry }) => [line, entry])).toEqual([
      [3, 'prefix_rule(pattern=["a"])'],
      [4, 'prefix_rule(\n pattern=["b"])'],
    ]);
  });

  it.each([
    ['a\nprefix_rule(pattern=["a"])\nb\n', 'a\nb\n'],
    ['prefix_rule(pattern=["a"])', ''],
    ['prefix_rule(pattern=["a"]) # why\n', ' # why\n'],
    ['# top\n  prefix_rule(\n pattern=["a"])  \n# end', '# top\n# end'],
  ])('are taken out of %j', (text, expected) => {
    const [entry] = parseRules(text);
    expect(entry && withoutEntry(text, entry)).toBe(expected);
  });
});
