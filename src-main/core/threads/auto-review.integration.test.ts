import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AutoReviewItem } from '../../../src-shared/model/item.ts';
import type { ThreadSnapshot } from '../../../src-shared/model/thread.ts';
import { isOld, isOver, must, serveThreads, type ServedThreads } from './testing/served-threads.ts';

let served: ServedThreads;
beforeAll(async () => {
  served = await serveThreads();
  const change = { keyPath: 'approvals_reviewer', value: 'auto_review', mergeStrategy: 'replace' } as const;
  await must(served.server.call('config/value/write', change));
});
afterAll(() => served.close());

const reviews = ({ turnOrder, turns, items }: ThreadSnapshot): AutoReviewItem[] =>
  turnOrder
    .flatMap((id) => turns[id]?.itemIds ?? [])
    .flatMap((id) => (items[id]?.kind === 'autoReview' ? [items[id]] : []));
const warnings = ({ items }: ThreadSnapshot) => Object.values(items).filter(({ kind }) => kind === 'notice');

it.skipIf(isOld)('the reviewing agent decides, says why, and is overruled by the user', async () => {
  const window = served.window();
  const threadId = await window.start('esc: touch allowed.txt', { permissions: 'auto' });
  const thread = window.watch(threadId);
  const allowed = await thread.until((snapshot) => isOver(snapshot));
  expect(reviews(allowed)).toMatchObject([
    { status: 'completed', action: 'touch allowed.txt', risk: 'low', overruled: false },
  ]);
  expect(warnings(allowed)).toEqual([]);

  await must(window.send(threadId, 'esc: git tag --force mine'));
  const denied = await thread.until((snapshot) => isOver(snapshot, 2));
  const denial = reviews(denied)[1];
  expect(denial).toMatchObject({ status: 'declined', action: 'git tag --force mine', risk: 'high' });
  expect(Object.values(denied.items)).toContainEqual(
    expect.objectContaining({ kind: 'command', command: 'git tag --force mine', status: 'declined' }),
  );

  // The demo's agent tries its own forced tag again when it is told.
  if (!denial) throw new Error('Nothing was denied');
  const review = { ...window.refOf(threadId), itemId: denial.id };
  await must(window.handlers.overruleReview(review, window.context));
  const overruled = await thread.until((snapshot) => isOver(snapshot, 3));
  expect(reviews(overruled).map(({ status, overruled: by }) => [status, by])).toEqual([
    ['completed', false],
    ['declined', true],
    ['completed', false],
  ]);
  expect(await window.handlers.overruleReview(review, window.context)).toMatchObject({
    error: { code: 'approval.gone' },
  });
});
