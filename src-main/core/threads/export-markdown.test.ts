import { expect, test } from 'vitest';
import type { ItemId, TurnId } from '../../../src-shared/model/ids.ts';
import type { Item } from '../../../src-shared/model/item.ts';
import type { Turn } from '../../../src-shared/model/thread.ts';
import { exportFileName, threadAsMarkdown } from './export-markdown.ts';
import { anyInfo } from './testing/tracked-thread.ts';
import { newTurn } from './turn-values.ts';

const turnId = 'u' as TurnId;
const base = { id: 'i' as ItemId, turnId, startedAt: null, completedAt: null };
const turn = (change: Partial<Turn> = {}): Turn => ({ ...newTurn(turnId, null), status: 'completed', ...change });
const markdown = (items: readonly Item[], change: Partial<Turn> = {}) =>
  threadAsMarkdown({ ...anyInfo, title: 'Fix  it', branch: 'main' }, [{ turn: turn(change), items }]);

test('a thread reads as a document', () => {
  const items: Item[] = [
    {
      ...base,
      kind: 'userMessage',
      parts: [
        { kind: 'text', text: 'Look at' },
        { kind: 'mention', name: 'a.ts', path: 'src/a.ts' },
        { kind: 'image', source: 'data:x' },
      ],
    },
    { ...base, kind: 'reasoning', text: 'Hm.', status: 'completed' },
    {
      ...base,
      kind: 'command',
      command: 'echo "```"',
      cwd: '/',
      status: 'completed',
      source: 'agent',
      processId: null,
      output: '```\n',
      outputChars: 4,
      exitCode: 0,
      durationMs: 1,
      actions: [],
    },
    {
      ...base,
      kind: 'fileChange',
      status: 'completed',
      changes: [
        {
          path: '/a',
          kind: 'update',
          movedTo: '/b',
          diff: '@@ -1 +1 @@\n-x\n+y\n',
          truncated: false,
          additions: 1,
          deletions: 1,
        },
      ],
    },
    { ...base, kind: 'agentMessage', text: 'Done.', phase: null, status: 'completed' },
  ];
  expect(markdown(items)).toBe(
    [
      '# Fix it\n\nFolder: `/project`\nBranch: `main`',
      '## You\n\nLook at `src/a.ts` \n\n![image]',
      '<details><summary>Reasoning</summary>\n\nHm.\n\n</details>',
      '### Command\n\n````sh\necho "```"\n````\n\n<details><summary>Output (exit code 0)</summary>\n\n````\n```\n````\n\n</details>',
      '### File change\n\n`/a` → `/b` (+1 −1)\n\n```diff\n@@ -1 +1 @@\n-x\n+y\n```',
      '## Agent\n\nDone.\n',
    ].join('\n\n'),
  );
});

test('a turn that did not end well says so', () => {
  const error = { code: 'other', message: 'no\nway', details: null, httpStatus: null, willRetry: false } as const;
  expect(markdown([], { status: 'failed', error })).toMatch(/> \*\*Failed\.\*\* no\n> way\n$/);
  expect(markdown([], { status: 'interrupted' })).toMatch(/> \*\*Interrupted\.\*\*\n$/);
});

test.each([
  ['Fix: the/tests?', 'Fix-the-tests.md'],
  ['Prüfe — 日本', 'Prüfe-日本.md'],
  ['???', 't.md'],
])('%s → %s', (title, name) => {
  expect(exportFileName({ ...anyInfo, title })).toBe(name);
});
