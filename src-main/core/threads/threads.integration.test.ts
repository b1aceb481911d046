import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProjectId } from '../../../src-shared/model/ids.ts';
import { realClock } from '../codex/testing/supervised.ts';
import { outline } from './testing/tracked-thread.ts';
import {
  createCoreOfThreads,
  isOld,
  isOver,
  must,
  serveThreads,
  type ServedThreads,
  type TestWindow,
} from './testing/served-threads.ts';

let served: ServedThreads;
let window: TestWindow;
beforeAll(async () => {
  served = await serveThreads();
  window = served.window();
});
afterAll(() => served.close());

const lines = (snapshot: Parameters<typeof outline>[0]) =>
  outline(snapshot).filter((line) => !line.startsWith('  notice') && !line.startsWith('  reasoning'));

describe('a thread', () => {
  test('starts, streams and ends', async () => {
    const directory = window.watchDirectory();
    const threadId = await window.start('say: Hello there, dear reader.');
    const thread = window.watch(threadId);
    const done = await thread.until(isOver);
    expect(lines(done)).toEqual([
      'turn completed',
      '  userMessage: say: Hello there, dear reader.',
      '  agentMessage completed: Hello there, dear reader.',
    ]);
    expect(done.info).toMatchObject({ cwd: served.folder, subscribed: true, lock: { kind: 'none' } });
    const row = await directory.row(threadId, ({ status, lastLine }) => status.kind === 'idle' && lastLine !== null);
    expect(row).toMatchObject({
      title: 'say: Hello there, dear reader.',
      named: false,
      lastLine: 'Hello there, dear reader.',
    });
    expect(done.info.usage?.total.totalTokens).toBeGreaterThan(0);
  });

  test('shows text while it grows', async () => {
    const threadId = await window.start('gate: grow|First part. |Second part.');
    const thread = window.watch(threadId);
    const half = await thread.until(({ live }) => Object.values(live).includes('First part. '));
    expect(half.info.status.kind).toBe('running');
    served.model.openGate('grow');
    const done = await thread.until(isOver);
    expect([lines(done).at(-1), done.live]).toEqual(['  agentMessage completed: First part. Second part.', {}]);
  });

  test('runs a command and a patch', async () => {
    const threadId = await window.start('run: echo one; echo two', { permissions: 'fullAccess' });
    const thread = window.watch(threadId);
    const ran = await thread.until(
      (snapshot) =>
        isOver(snapshot) &&
        Object.values(snapshot.items).some((item) => item.kind === 'command' && item.status === 'completed'),
    );
    expect(ran.info.settings.permissions).toEqual({ kind: 'preset', preset: 'fullAccess' });
    expect(lines(ran)).toContain('  command completed: echo one; echo two → one\ntwo\n');
    await must(window.send(threadId, 'patch: note.txt|one\ntwo'));
    const patched = await thread.until((snapshot) => isOver(snapshot, 2));
    expect(lines(patched).find((line) => line.startsWith('  fileChange'))).toMatch(/completed: .*note\.txt \+2 -0$/);
    expect(patched.turns[patched.turnOrder[1] as never]).toMatchObject({
      changed: { files: 1, additions: 2, deletions: 0 },
    });
  });

  test('words for a turn that is over by now come after it, unless they would be a command', async () => {
    const threadId = await window.start('say: done');
    const thread = window.watch(threadId);
    await thread.until(isOver);
    await must(served.service.say(window.refOf(threadId), 'say: another way'));
    const after = await thread.until((snapshot) => isOver(snapshot, 2));
    expect(lines(after).slice(-2)).toEqual([
      '  userMessage: say: another way',
      '  agentMessage completed: another way',
    ]);
    expect(await served.service.say(window.refOf(threadId), '!touch never.txt')).toMatchObject({
      error: { code: 'thread.not-steerable' },
    });
  });

  test('two at once do not mix', async () => {
    const [one, two] = await Promise.all([window.start('slow 15 60'), window.start('say: two')]);
    const [first, second] = [window.watch(one), window.watch(two)];
    expect(lines(await second.until(isOver)).at(-1)).toBe('  agentMessage completed: two');
    expect(lines(await first.until(isOver)).at(-1)).toMatch(/agentMessage completed: \S+ /);
  });

  test('that nobody watched is followed all the same', async () => {
    const threadId = await window.start('gate: unseen|Before. |After.');
    await window.watchDirectory().row(threadId, ({ lastLine }) => lastLine === 'Before.');
    const thread = window.watch(threadId);
    await thread.until(({ live }) => Object.values(live).includes('Before. '));
    served.model.openGate('unseen');
    expect(lines(await thread.until(isOver)).at(-1)).toBe('  agentMessage completed: Before. After.');
  });
});

describe('while a turn runs', () => {
  test('a message steers it', async () => {
    const threadId = await window.start('gate: steer|Working. |Done.');
    const thread = window.watch(threadId);
    await thread.until(({ live }) => Object.values(live).includes('Working. '));
    const answer = await must(window.send(threadId, 'say: And this.'));
    expect(answer.outcome).toBe('steered');
    served.model.openGate('steer');
    const done = await thread.until(isOver);
    expect(done.turnOrder).toHaveLength(1);
    expect(lines(done)).toContain('  userMessage: say: And this.');
    expect(lines(done).at(-1)).toBe('  agentMessage completed: And this.');
  });

  test('a queued message waits for its end, and then runs', async () => {
    const threadId = await window.start('gate: queue|Working. |Done.');
    const thread = window.watch(threadId);
    await thread.until(({ live }) => Object.values(live).includes('Working. '));
    expect((await must(window.send(threadId, 'say: Later.', { mode: 'queue' }))).outcome).toBe('queued');
    await thread.until(({ info }) => info.queued === 1);
    served.model.openGate('queue');
    const done = await thread.until((snapshot) => isOver(snapshot, 2));
    expect(lines(done)).toEqual([
      'turn completed',
      '  userMessage: gate: queue|Working. |Done.',
      '  agentMessage completed: Working. Done.',
      'turn completed',
      '  userMessage: say: Later.',
      '  agentMessage completed: Later.',
    ]);
    await thread.until(({ info }) => info.queued === 0);
  });

  test('a review takes no words: they are queued', async () => {
    const threadId = await window.start('say: hi');
    const thread = window.watch(threadId);
    await thread.until(isOver);
    await must(window.send(threadId, '/review gate: review|Looking. |All fine.'));
    await thread.until((snapshot) => Object.values(snapshot.items).some(({ kind }) => kind === 'review'));
    expect((await must(window.send(threadId, 'say: After the review.'))).outcome).toBe('queued');
    served.model.openGate('review');
    const done = await thread.until((snapshot) => isOver(snapshot, 3));
    expect(lines(done).at(-1)).toBe('  agentMessage completed: After the review.');
    expect(lines(done).filter((line) => line.startsWith('  review'))).toHaveLength(2);
  });

  test('it can be stopped; what was said stays', async () => {
    const threadId = await window.start('slow 500 40');
    const thread = window.watch(threadId);
    await thread.until(({ live }) => Object.values(live).some((text) => text.length > 20));
    await must(window.handlers.interrupt(window.refOf(threadId), window.context));
    const done = await thread.until(isOver);
    expect(lines(done)[0]).toBe('turn interrupted');
    expect(lines(done).at(-1)).toMatch(/^ {2}agentMessage interrupted: \S+/);
    expect(done.info.status.kind).toBe('idle');
    expect(await window.handlers.interrupt(window.refOf(threadId), window.context)).toEqual({
      ok: false,
      error: { code: 'thread.nothing-to-interrupt' },
    });
  });

  test('a stop that comes before the server has begun the turn counts as well', async () => {
    const threadId = await window.start('say: hi');
    const thread = window.watch(threadId);
    await thread.until(isOver);
    for (const turns of [2, 3, 4]) {
      await must(window.send(threadId, 'slow 2000 20'));
      await must(window.handlers.interrupt(window.refOf(threadId), window.context));
      const done = await thread.until((snapshot) => isOver(snapshot, turns));
      expect(
        lines(done)
          .filter((line) => line.startsWith('turn '))
          .at(-1),
      ).toBe('turn interrupted');
    }
  });

  test('it cannot be deleted', async () => {
    const threadId = await window.start('gate: delete|Working. |Done.');
    const thread = window.watch(threadId);
    await thread.until(({ live }) => Object.values(live).includes('Working. '));
    const { serverId } = window.refOf(threadId);
    expect(await window.handlers.remove({ serverId, threadIds: [threadId] }, window.context)).toEqual({
      ok: false,
      error: { code: 'thread.running' },
    });
    served.model.openGate('delete');
    await thread.until(isOver);
  });
});

describe('a failed turn', () => {
  test('has its reason, and the row says so', async () => {
    const threadId = await window.start('limit');
    const thread = window.watch(threadId);
    const done = await thread.until(
      ({ info }) => info.status.kind === 'failed' && info.status.error.code === 'usage-limit',
    );
    expect(done.turns[done.turnOrder[0] as never]).toMatchObject({ status: 'failed', error: { code: 'usage-limit' } });
  });

  test('that is tried again shows one notice, and ends well', async () => {
    const threadId = await window.start('flaky');
    const done = await window.watch(threadId).until(isOver);
    const notices = outline(done).filter((line) => line.startsWith('  notice') && line.includes('Reconnecting'));
    expect([notices.length, lines(done).at(-1)]).toEqual([
      1,
      '  agentMessage completed: It worked after two failures.',
    ]);
  });
});

describe('what a thread runs with', () => {
  test('changes from the next turn on', async () => {
    const threadId = await window.start('say: hi', { permissions: 'readOnly' });
    const thread = window.watch(threadId);
    expect((await thread.until(isOver)).info.settings.permissions).toEqual({ kind: 'preset', preset: 'readOnly' });
    const choices = { model: null, effort: 'high', permissions: 'auto', mode: 'default' as const };
    await must(window.handlers.setChoices({ ...window.refOf(threadId), choices }, window.context));
    const changed = await thread.until(({ info }) => info.settings.effort === 'high');
    expect(changed.info.settings.permissions).toEqual({ kind: 'preset', preset: 'auto' });
    await must(window.send(threadId, 'run: echo written > written.txt; cat written.txt'));
    const done = await thread.until(
      (snapshot) =>
        isOver(snapshot, 2) &&
        Object.values(snapshot.items).some((item) => item.kind === 'command' && item.exitCode === 0),
    );
    expect(done.info.settings).toMatchObject({ effort: 'high', permissions: { kind: 'preset', preset: 'auto' } });
  });

  test.skipIf(isOld)('a plan is made in plan mode, and left again', async () => {
    const threadId = await window.start('/plan plan');
    const thread = window.watch(threadId);
    const planned = await thread.until((snapshot) => isOver(snapshot) && snapshot.info.settings.mode === 'plan');
    expect(lines(planned).some((line) => line.startsWith('  plan completed: '))).toBe(true);
    await must(window.send(threadId, 'say: go', { choices: { mode: 'default' } }));
    await thread.until((snapshot) => isOver(snapshot, 2) && snapshot.info.settings.mode === 'default');
  });
});

describe('commands of the user', () => {
  test('!command runs in the thread', async () => {
    const threadId = await window.start('say: hi');
    const thread = window.watch(threadId);
    await thread.until(isOver);
    await must(window.send(threadId, '!echo from the shell'));
    const ran = await thread.until((snapshot) => isOver(snapshot, 2));
    expect(lines(ran).at(-1)).toBe('  command completed: echo from the shell → from the shell\n');
    expect(served.remembered).toContain('!echo from the shell');
  });

  test('/compact compacts, /rename renames, an unknown one is refused', async () => {
    const threadId = await window.start('say: hi');
    const thread = window.watch(threadId);
    await thread.until(isOver);
    await must(window.send(threadId, '/compact'));
    expect(lines(await thread.until((snapshot) => isOver(snapshot, 2))).at(-1)).toBe('  compaction completed: ');
    expect((await must(window.send(threadId, '/rename Other name'))).outcome).toBe('done');
    await thread.until(({ info }) => info.title === 'Other name' && info.named);
    expect(await window.send(threadId, '/settings')).toEqual({
      ok: false,
      error: { code: 'input.unknown-command', command: '/settings' },
    });
  });
});

describe('a message whose answer was lost', () => {
  const parts = [{ kind: 'text' as const, text: 'say: once' }];
  const choices = { model: null, effort: null, permissions: null, mode: 'default' as const };

  test('starts one thread, however often it is sent', async () => {
    const input = { projectId: 'p' as ProjectId, parts, choices, clientMessageId: randomUUID() };
    const answers = await Promise.all([
      must(window.handlers.start(input, window.context)),
      must(window.handlers.start(input, served.window().context)),
    ]);
    expect(answers[1]).toEqual(answers[0]);
  });

  test('counts once in its thread, and is known again by a core that has just started', async () => {
    const threadId = await window.start('say: first');
    const thread = window.watch(threadId);
    await thread.until(isOver);
    const input = {
      ...window.refOf(threadId),
      parts,
      choices: null,
      mode: 'auto' as const,
      clientMessageId: randomUUID(),
    };
    await must(window.handlers.send(input, window.context));
    await thread.until((snapshot) => isOver(snapshot, 2));
    await must(window.handlers.send(input, window.context));
    // The older server keeps no ids of messages.
    if (!isOld) {
      const other = await createCoreOfThreads(join(served.root, 'skein-2'), served.folder, served.server, realClock);
      try {
        await must(other.window().handlers.send(input, { clientId: 'other' }));
      } finally {
        await other.dispose();
      }
    }
    await must(window.send(threadId, 'say: last'));
    const done = await thread.until((snapshot) => lines(snapshot).at(-1) === '  agentMessage completed: last');
    expect(done.turnOrder).toHaveLength(3);
  });
});

test('what the agent thought is still there when the thread is opened again', async () => {
  const threadId = await window.start('think 3');
  const thread = window.watch(threadId);
  const first = outline(await thread.until(isOver)).filter((line) => line.startsWith('  reasoning'));
  const other = await createCoreOfThreads(join(served.root, 'skein-3'), served.folder, served.server, realClock);
  try {
    const again = await other.window().watch(threadId).until(isOver);
    expect(outline(again).filter((line) => line.startsWith('  reasoning'))).toEqual(first);
    expect(first).toHaveLength(1);
  } finally {
    await other.dispose();
  }
});
