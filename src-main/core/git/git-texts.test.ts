import { describe, expect, it } from 'vitest';
import { composeQuestion, messageFromAnswer } from './draft-message.ts';
import { parsePullRequest } from './github.ts';
import { failedHook } from './hook-trace.ts';
import { appendOutput } from './job-output.ts';
import { composeDraft } from './pull-request.ts';
import { chooseDefaultBranch } from './refs.ts';
import { hostOf, originKey, withoutSecrets } from './remotes.ts';
import { parseStatus } from './status.ts';

describe('the output of a job', () => {
  it.each([
    ['lines', ['a\n', 'b', 'c\n'], 'a\nbc\n'],
    [
      'progress over itself',
      ['Writing: 10%\r', 'Writing: 50%\r', 'Writing: 100%\n', 'done\n'],
      'Writing: 100%\ndone\n',
    ],
    ['progress in one piece', ['a: 1%\ra: 2%\ra: 3%'], 'a: 3%'],
    ['line ends of Windows, cut between', ['one\r', '\ntwo\r\n'], 'one\ntwo\n'],
    ['colours', ['\u001b[31mred\u001b[0m\n'], 'red\n'],
  ])('shows %s as a terminal would', (_, printed, shown) => {
    expect(printed.reduce(appendOutput, '')).toBe(shown);
  });
  it('keeps the newest', () => {
    const text = appendOutput('x'.repeat(30_000), '\nlast');
    expect([text.length, text.endsWith('\nlast')]).toEqual([20_000, true]);
  });
});

describe('an address', () => {
  it.each([
    ['https://ada:secret@example.com/a.git', 'https://example.com/a.git', 'example.com'],
    ['https://token@GitHub.com/a/b', 'https://GitHub.com/a/b', 'github.com'],
    ['ssh://git:secret@example.com:22/a', 'ssh://git@example.com:22/a', 'example.com'],
    ['git@github.com:a/b.git', 'git@github.com:a/b.git', 'github.com'],
    ['/srv/a b.git', '/srv/a b.git', null],
    ['C:\\repo.git', 'C:\\repo.git', null],
    ['file:///srv/a.git', 'file:///srv/a.git', null],
  ])('%s', (address, shown, host) => {
    expect([withoutSecrets(address), hostOf(address)]).toEqual([shown, host]);
  });
});

it('reads a status with everything in it, whatever paths are called', () => {
  const zero = '0'.repeat(40);
  const printed = [
    '# branch.oid (initial)',
    '# branch.head größe',
    '# branch.upstream origin/größe',
    '# stash 3',
    `1 .A N... 000000 000000 100644 ${zero} ${zero} to add`,
    `1 MM N... 100644 100644 100644 ${zero} ${zero} a b\nc`,
    `2 R. N... 100644 100644 100644 ${zero} ${zero} R100 new name`,
    'old name',
    `1 .M SCMU 160000 160000 160000 ${zero} ${zero} sub`,
    `u UU N... 100644 100644 100644 100644 ${zero} ${zero} ${zero} both ways`,
    '? # not a header',
    '',
  ].join('\0');
  const plain = { from: null, staged: null, unstaged: null, intentToAdd: false, submodule: null };
  const changed = { ...plain, kind: 'changed' };
  expect(parseStatus(printed)).toEqual({
    head: { kind: 'branch', name: 'größe', commit: null },
    upstream: { name: 'origin/größe', ahead: 0, behind: 0, gone: false },
    stashes: 3,
    entries: [
      { ...changed, path: 'to add', unstaged: 'A', intentToAdd: true },
      { ...changed, path: 'a b\nc', staged: 'M', unstaged: 'M' },
      { ...changed, path: 'new name', from: 'old name', staged: 'R' },
      { ...changed, path: 'sub', unstaged: 'M', submodule: { commit: true, modified: true, untracked: true } },
      { ...plain, kind: 'unmerged', path: 'both ways' },
      { ...plain, kind: 'untracked', path: '# not a header' },
    ],
  });
});

it.each([
  [
    'what origin calls it',
    [
      ['refs/remotes/fork/HEAD', 'refs/remotes/fork/x'],
      ['refs/remotes/origin/HEAD', 'refs/remotes/origin/de/v'],
      ['refs/heads/main'],
    ],
    { name: 'de/v', ref: 'refs/remotes/origin/de/v' },
  ],
  [
    'the remote’s of the local name',
    [['refs/heads/master'], ['refs/remotes/origin/master']],
    { name: 'master', ref: 'refs/remotes/origin/master' },
  ],
  ['a local one', [['refs/heads/trunk']], { name: 'trunk', ref: 'refs/heads/trunk' }],
  ['none', [], null],
] as const)('finds the default branch: %s', (_, refs, found) => {
  expect(chooseDefaultBranch(refs)).toEqual(found);
});

it('finds the hook that refused, and not what hooks or the other side ran', () => {
  const line = (data: object) => JSON.stringify(data);
  const start = { event: 'child_start', sid: 'a', child_id: 1, child_class: 'hook', hook_name: 'pre-commit' };
  const end = { event: 'child_exit', sid: 'a', child_id: 1, code: 1 };
  expect(failedHook([line(start), line(end)].join('\n'))).toBe('pre-commit');
  expect(failedHook([line(start), line({ ...end, code: 0 })].join('\n'))).toBeNull();
  expect(
    failedHook([line({ ...start, sid: 'a/b' }), line({ ...end, sid: 'a/b' }), '{"event":"child_ex'].join('\n')),
  ).toBeNull();
});

it('asks for a message and takes it out of its wrapping', () => {
  const files = Array.from({ length: 250 }, (_, n) => `file-${n}`);
  const question = composeQuestion({ files, diff: '+x', cut: true, subjects: 'Add y' });
  expect(question).toContain('file-199\n… and 50 more');
  expect(question).toContain('Diff (its beginning):\n+x');
  expect(question).toContain('for their style:\nAdd y');
  expect(messageFromAnswer('```text\nAdd x\n\nBecause.\n```')).toBe('Add x\n\nBecause.');
  expect(messageFromAnswer(' "Add x"\n')).toBe('Add x');
  expect(messageFromAnswer('Say "x"')).toBe('Say "x"');
});

it('drafts a pull request from its commits', () => {
  const one = { subject: 'Add x', body: 'Because.' };
  expect(composeDraft('ada/add-x', [one])).toEqual({ title: 'Add x', body: 'Because.' });
  expect(composeDraft('ada/add-x_and-y', [one, { subject: 'Add y', body: '' }])).toEqual({
    title: 'Add x and y',
    body: '- Add x\n- Add y',
  });
});

describe('a pull request as gh prints it', () => {
  const base = {
    number: 7,
    title: 'T',
    url: 'https://github.com/a/b/pull/7',
    state: 'OPEN',
    isDraft: false,
    baseRefName: 'main',
  };
  const read = (more: object) => parsePullRequest(JSON.stringify({ ...base, statusCheckRollup: [], ...more }));
  it.each([
    [{}, 'open', 'none'],
    [{ isDraft: true }, 'draft', 'none'],
    [{ state: 'MERGED' }, 'merged', 'none'],
    [{ state: 'CLOSED', statusCheckRollup: null }, 'closed', 'none'],
    [{ statusCheckRollup: [{ status: 'COMPLETED', conclusion: 'SUCCESS' }, { state: 'SUCCESS' }] }, 'open', 'passed'],
    [{ statusCheckRollup: [{ status: 'IN_PROGRESS', conclusion: '' }, { state: 'SUCCESS' }] }, 'open', 'pending'],
    [{ statusCheckRollup: [{ status: 'IN_PROGRESS' }, { state: 'FAILURE' }] }, 'open', 'failed'],
  ])('%o', (more, state, checks) => {
    expect(read(more)).toEqual({ number: 7, title: 'T', url: base.url, base: 'main', state, checks });
  });
  it('is none when it is something else', () => {
    expect([parsePullRequest('no pull requests found'), parsePullRequest('{}')]).toEqual([null, null]);
  });
});

it.each([
  ['git@github.com:Me/Shop.git', 'github.com/me/shop'],
  ['https://me:secret@github.com/me/shop', 'github.com/me/shop'],
  ['ssh://git@github.com:22/me/shop.git/', 'github.com/me/shop'],
  ['https://github.com/me/shop.git?x#y', 'github.com/me/shop'],
  ['https://github.com/', null],
  ['/srv/git/shop.git', null],
  ['C:/git/shop', null],
])('%s is the repository %s', (address, key) => {
  expect(originKey(address)).toBe(key);
});
