import { expect, test } from 'vitest';
import type { FileChangeItem } from '../../../src-shared/model/item.ts';
import { agentItem, commandItem, SAMPLE_REF, sampleSnapshot, sampleTurn, turnId, userItem } from '../../../src-shared/model/testing/sample-thread.ts'; // prettier-ignore
import { createOpenThread } from '../../state/open-thread.ts';
import { turnAnswer, turnMarkdown } from './turn-markdown.ts';

test('a turn as Markdown, with fences that nothing inside can close', () => {
  const id = turnId(1);
  const change: FileChangeItem = {
    id: `${id}/f` as FileChangeItem['id'],
    turnId: id,
    startedAt: null,
    completedAt: null,
    kind: 'fileChange',
    status: 'completed',
    changes: [{ path: 'a.md', kind: 'update', movedTo: null, diff: '@@ -1 +1 @@\n-a\n+```\n', truncated: false, additions: 1, deletions: 1 }], // prettier-ignore
  };
  const items = [
    userItem(id, 'Fix it\nplease'),
    { ...agentItem(id, 'c', 'Looking.'), phase: 'commentary' as const },
    commandItem(id, 'run', { output: '\u001b[31mred\u001b[0m\n', exitCode: 1 }),
    change,
    agentItem(id, 'answer', 'Done: **ok**.\n'),
  ];
  const thread = createOpenThread(SAMPLE_REF);
  thread.reset(sampleSnapshot([{ turn: sampleTurn(id, items), items }]));
  const state = thread.store.getState();
  expect(turnMarkdown(state, id)).toBe(
    [
      '> Fix it\n> please',
      'Looking.',
      '```sh\n$ npm test\nred\n```',
      '_exit 1_',
      '`a.md` (update, +1 −1)',
      '````diff\n@@ -1 +1 @@\n-a\n+```\n````',
      'Done: **ok**.\n',
    ].join('\n\n'),
  );
  expect(turnAnswer(state, id)).toBe('Done: **ok**.\n');
  expect(turnMarkdown(state, turnId(2))).toBe('');
});
