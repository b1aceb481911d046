import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemId, TurnId } from '../../../src-shared/model/ids.ts';
import { findingsOf } from '../../../src-shared/model/review-findings.ts';
import { prepareSampleRepo } from '../demo-model/sample-repository.ts';
import { SAMPLE_BUG } from '../demo-model/sample-repository-files.ts';
import { run, startDemoServer, type DemoServer } from '../demo-model/testing/demo-server.ts';

let demo: DemoServer;
beforeAll(async () => {
  demo = await startDemoServer();
});
afterAll(() => demo.close());

test('the findings of a review of the real app-server are read from its words', async () => {
  const cwd = join(demo.folder, 'shop');
  await prepareSampleRepo(cwd, run);
  const { thread } = (await demo.server.call('thread/start', { cwd })) as { thread: { id: string } };
  await demo.server.call('review/start', { threadId: thread.id, target: { type: 'uncommittedChanges' } });
  const done = await demo.server.waitFor(({ method, params }) => {
    const item = params?.item as { type: string } | undefined;
    return method === 'item/completed' && item?.type === 'exitedReviewMode';
  });
  const { review } = done.params?.item as { review: string };
  const mark = { id: 't/1:exited' as ItemId, turnId: 't' as TurnId, startedAt: null, completedAt: null };
  expect(findingsOf({ ...mark, kind: 'review', phase: 'exited', text: review }, cwd)).toEqual([
    {
      id: 't/1:exited#0',
      turnId: 't',
      title: 'Round the percentage instead of cutting it off',
      body: expect.stringContaining('15 % of 990') as string,
      path: SAMPLE_BUG.path,
      line: expect.any(Number) as number,
      endLine: expect.any(Number) as number,
      priority: 2,
    },
  ]);
});
