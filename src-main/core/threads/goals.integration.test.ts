import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GoalChange } from '../../../src-shared/contract/threads.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import type { ThreadSnapshot } from '../../../src-shared/model/thread.ts';
import { isOld, isOver, must, serveThreads, type ServedThreads, type TestWindow } from './testing/served-threads.ts';

let served: ServedThreads;
beforeAll(async () => {
  served = await serveThreads();
});
afterAll(() => served.close());

const change = ({ handlers, refOf, context }: TestWindow, threadId: ThreadId, goal: GoalChange) =>
  handlers.changeGoal({ ...refOf(threadId), change: goal }, context);
const statusOf = ({ info }: ThreadSnapshot) => info.goal?.status ?? null;
const running = (snapshot: ThreadSnapshot) => snapshot.turnOrder.length > 0 && !isOver(snapshot);
const live = (snapshot: ThreadSnapshot) => Object.values(snapshot.live).join('');

describe.skipIf(isOld)('a goal', () => {
  it('starts a thread, whose turns the server starts one after the other until it is reached', async () => {
    const window = served.window();
    const threadId = await window.start('/goal Make the shop nicer');
    const thread = window.watch(threadId);
    const reached = await thread.until((snapshot) => statusOf(snapshot) === 'complete' && isOver(snapshot, 3));
    expect(reached.turnOrder).toHaveLength(3);
    expect(served.service.goesOn(window.refOf(threadId))).toBe(false);
    expect(reached.info).toMatchObject({ title: 'Make the shop nicer', goal: { objective: 'Make the shop nicer' } });
    await must(change(window, threadId, { kind: 'clear' }));
    await thread.until((snapshot) => snapshot.info.goal === null);
  });

  it('is paused by a stop, goes on when it is resumed, and is blocked by a turn that fails', async () => {
    const window = served.window();
    const threadId = await window.start('say: hello');
    const thread = window.watch(threadId);
    await thread.until((snapshot) => isOver(snapshot));
    await must(window.send(threadId, '/goal gate: never|working on it |x'));
    await thread.until((snapshot) => statusOf(snapshot) === 'active' && live(snapshot).includes('working on it'));
    expect(served.service.goesOn(window.refOf(threadId))).toBe(true);
    await must(window.handlers.interrupt(window.refOf(threadId), window.context));
    const stopped = await thread.until((snapshot) => statusOf(snapshot) === 'paused' && !running(snapshot));
    expect(stopped.turnOrder).toHaveLength(2);
    await must(change(window, threadId, { kind: 'resume' }));
    await thread.until((snapshot) => statusOf(snapshot) === 'active' && running(snapshot));
    // While the turn of the goal runs, another objective is taken as well, and a message goes into that turn.
    await must(change(window, threadId, { kind: 'set', objective: 'fail 400' }));
    await must(window.send(threadId, 'say: in between'));
    const blocked = await thread.until((snapshot) => statusOf(snapshot) === 'blocked' && !running(snapshot));
    expect(blocked.info.goal?.objective).toBe('fail 400');
    expect(blocked.info.status.kind).toBe('failed');
  });

  it('does not keep what is queued from being sent', async () => {
    const window = served.window();
    const threadId = await window.start('/goal gate: first|one |done');
    const thread = window.watch(threadId);
    await thread.until((snapshot) => live(snapshot).includes('one'));
    await must(window.send(threadId, 'say: from the queue', { mode: 'queue' }));
    served.model.openGate('first');
    await thread.until((snapshot) => statusOf(snapshot) === 'complete' && !running(snapshot));
    await window.until(() => served.queue.list(window.refOf(threadId)).length === 0);
    const sent = Object.values((await thread.until((snapshot) => !running(snapshot))).items);
    expect(sent.filter((item) => item.kind === 'userMessage')).toHaveLength(1);
  });

  it('goes on after a restart only when the user says so', async () => {
    const window = served.window();
    const threadId = await window.start('/goal gate: never|working |x');
    const thread = window.watch(threadId);
    await thread.until((snapshot) => live(snapshot).includes('working'));
    const asked = served.requests.length;
    await served.server.restart();
    const locked = await thread.until(({ info }) => info.lock.kind === 'goal');
    expect(locked.info).toMatchObject({ subscribed: false, goal: { status: 'active' } });
    expect(await window.send(threadId, 'say: not now')).toMatchObject({ error: { code: 'thread.goal-active' } });
    await must(change(window, threadId, { kind: 'pause' }));
    const opened = await thread.until(({ info }) => info.lock.kind === 'none' && info.subscribed);
    expect(statusOf(opened)).toBe('paused');
    await must(window.send(threadId, 'say: now'));
    await thread.until((snapshot) => isOver(snapshot, 2));
    expect(served.requests.slice(asked).map(({ prompt }) => prompt)).toEqual(['say: now']);

    await must(change(window, threadId, { kind: 'resume' }));
    await thread.until((snapshot) => live(snapshot).includes('working'));
    await served.server.restart();
    await thread.until(({ info }) => info.lock.kind === 'goal');
    await must(change(window, threadId, { kind: 'resume' }));
    // Its third turn reaches it.
    await thread.until((snapshot) => snapshot.info.lock.kind === 'none' && statusOf(snapshot) === 'complete');
  });
});

it.runIf(isOld)('is nothing that an older Codex has', async () => {
  const window = served.window();
  const threadId = await window.start('say: hello');
  expect(await window.send(threadId, '/goal win')).toMatchObject({
    ok: false,
    error: { code: 'codex.unsupported', feature: 'goals' },
  });
});
