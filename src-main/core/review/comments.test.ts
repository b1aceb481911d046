import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import {
  createPlayground,
  createReview,
  must,
  serverId,
  type Playground,
  type ReviewRig,
} from './testing/review-rig.ts';

let playground: Playground;
let rig: ReviewRig;
beforeEach(async () => {
  playground = createPlayground();
  rig = await createReview(playground);
});
afterEach(async () => {
  await rig.dispose();
  playground.remove();
});

const thread: ThreadRef = { serverId, threadId: 't' as ThreadId };
const comment = {
  thread,
  id: null,
  path: 'src/a.ts',
  side: 'new',
  line: 10,
  endLine: 10,
  excerpt: 'const a = 1;',
  text: 'Why?',
} as const;
const texts = (of = thread) => {
  const seen: string[][] = [];
  const stop = rig.service.watchComments(of, {
    emit: (comments) => seen.push(comments.map(({ text }) => text)),
    fail: () => undefined,
  });
  return { seen, stop };
};

it('comments are kept per thread, changed and removed, and are there after a restart', async () => {
  const { seen, stop } = texts();
  const { id } = await must(rig.service.saveComment(comment));
  await must(rig.service.saveComment({ ...comment, text: 'Another' }));
  await must(rig.service.saveComment({ ...comment, thread: { ...thread, threadId: 'other' as ThreadId } }));
  await must(rig.service.saveComment({ ...comment, id, text: 'Why so?' }));
  await must(rig.service.removeComment({ ...thread, threadId: 'other' as ThreadId }, id));
  expect(seen).toEqual([[], ['Why?'], ['Why?', 'Another'], ['Why so?', 'Another']]);
  stop();
  await rig.dispose();
  rig = await createReview(playground);
  const again = texts();
  await must(rig.service.removeComment(thread, id));
  expect(again.seen).toEqual([['Why so?', 'Another'], ['Another']]);
  again.stop();
});

it('they are sent as one message with file, lines and what stands there, and go when it was taken', async () => {
  await must(
    rig.service.saveComment({
      ...comment,
      path: 'z.ts',
      side: 'old',
      line: 3,
      endLine: 5,
      excerpt: 'a\n```\nb\n',
      text: 'Keep this.',
    }),
  );
  await must(rig.service.saveComment(comment));
  rig.refuse({ code: 'thread.locked' });
  expect(await rig.service.sendComments(thread, 'Please look:')).toEqual({
    ok: false,
    error: { code: 'thread.locked' },
  });
  const { seen, stop } = texts();
  rig.refuse(null);
  expect(await rig.service.sendComments(thread, 'Please look:')).toEqual({ ok: true, value: { outcome: 'started' } });
  expect(rig.sent).toEqual([
    {
      thread,
      text: [
        'Please look:',
        '',
        'Review comments:',
        '',
        '1. src/a.ts, line 10',
        '```',
        'const a = 1;',
        '```',
        'Why?',
        '',
        '2. z.ts, lines 3-5 (before the change)',
        '````',
        'a',
        '```',
        'b',
        '````',
        'Keep this.',
      ].join('\n'),
    },
  ]);
  expect(seen).toEqual([['Keep this.', 'Why?'], []]);
  stop();
  expect(await rig.service.sendComments(thread, '')).toEqual({ ok: false, error: { code: 'review.no-comments' } });
});

it('sent twice with one id, since the answer to the first was lost, they count once', async () => {
  await must(rig.service.saveComment(comment));
  const both = [1, 2].map(() => rig.service.sendComments(thread, 'Look:', 'the-same-id'));
  expect(await Promise.all(both)).toEqual([1, 2].map(() => ({ ok: true, value: { outcome: 'started' } })));
  expect(await rig.service.sendComments(thread, 'Look:', 'the-same-id')).toMatchObject({ ok: true });
  expect(rig.sent).toHaveLength(1);
});

it('words that look like a command are words', async () => {
  await must(rig.service.saveComment(comment));
  await must(rig.service.sendComments(thread, '/review is what I used'));
  expect(rig.sent[0]?.text).toMatch(/^Review comments:[^]*\n\n\/review is what I used$/);
});
