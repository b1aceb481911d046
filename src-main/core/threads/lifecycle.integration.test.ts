import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import type { ThreadSnapshot } from '../../../src-shared/model/thread.ts';
import { realClock, supervise } from '../codex/testing/supervised.ts';
import {
  createCoreOfThreads,
  isOld,
  isOver,
  must,
  serveThreads,
  type ServedThreads,
  type TestWindow,
} from './testing/served-threads.ts';
import { outline } from './testing/tracked-thread.ts';

let served: ServedThreads;
let window: TestWindow;
beforeEach(async () => {
  served = await serveThreads();
  window = served.window();
});
afterEach(() => served.close());

const lines = (snapshot: ThreadSnapshot) => outline(snapshot).filter((line) => !line.startsWith('  notice'));
const says = (text: string) => (snapshot: ThreadSnapshot) => Object.values(snapshot.live).includes(text);
const all = { kind: 'all' } as const;

describe('the server is killed while turns run', () => {
  test('they are interrupted with the reason, and the threads come back as they are stored', async () => {
    const directory = window.watchDirectory();
    const threadId = await window.start('say: first');
    const thread = window.watch(threadId);
    await thread.until(isOver);
    await must(window.send(threadId, 'gate: kill|Half an ans|wer.'));
    await thread.until(says('Half an ans'));
    const unseen = await window.start('gate: kill|Unse|en.');
    await directory.row(unseen, ({ lastLine }) => lastLine === 'Unse');
    process.kill(served.pids.at(-1) ?? 0, 'SIGKILL');

    const cut = await thread.until((snapshot) => isOver(snapshot, 2));
    expect(lines(cut).slice(-3)).toEqual([
      'turn interrupted',
      '  userMessage: gate: kill|Half an ans|wer.',
      '  agentMessage interrupted: Half an ans',
    ]);
    expect(cut.turns[cut.turnOrder[1] as never]).toMatchObject({ error: { code: 'server-died' } });
    expect(cut.live).toEqual({});
    expect(cut.info.status).toMatchObject({ kind: 'failed', error: { code: 'server-died' } });
    await directory.row(unseen, ({ status }) => status.kind === 'failed' && status.error.code === 'server-died');
    expect(served.service.runningThreads()).toBe(0);

    const back = await thread.until((snapshot) => snapshot.info.subscribed);
    // The server has stored the user's message alone; what was received stays.
    const whole = [
      'turn completed',
      '  userMessage: say: first',
      '  agentMessage completed: first',
      'turn interrupted',
      '  userMessage: gate: kill|Half an ans|wer.',
      '  agentMessage interrupted: Half an ans',
    ];
    expect(lines(back)).toEqual(whole);
    expect(back.turns[back.turnOrder[1] as never]).toMatchObject({ error: { code: 'server-died' } });
    expect(served.ends.filter(({ end }) => end.kind === 'interrupted')).toHaveLength(2);
    await must(window.send(threadId, 'say: go on'));
    expect(lines(await thread.until((snapshot) => isOver(snapshot, 3))).at(-1)).toBe('  agentMessage completed: go on');

    // Also for somebody who opens the thread again after it was let go.
    thread.stop();
    served.passTime();
    const again = await window.watch(threadId).until(({ turnOrder }) => turnOrder.length === 3);
    expect(lines(again).slice(0, whole.length)).toEqual(whole);
  });

  test('what is queued waits for the user', async () => {
    const threadId = await window.start('gate: kill|Half|.');
    const thread = window.watch(threadId);
    await thread.until(says('Half'));
    await must(window.send(threadId, 'say: later', { mode: 'queue' }));
    process.kill(served.pids.at(-1) ?? 0, 'SIGKILL');
    const back = await thread.until(({ info }) => info.subscribed && info.status.kind === 'failed');
    expect(back.info.queued).toBe(1);
    expect(served.queue.list(window.refOf(threadId))[0]?.held).toMatchObject({ reason: 'interrupted' });
    expect(back.turnOrder).toHaveLength(1);
  });
});

describe('a thread that is opened while its server is away', () => {
  test('is shown as soon as the server is there, known or not', async () => {
    const known = await window.start('say: known');
    await window.watch(known).until(isOver);
    await served.server.stop();
    const other = await createCoreOfThreads(join(served.root, 'skein-2'), served.folder, served.server, realClock);
    try {
      const threads = [window.watch(known), other.window().watch(known)];
      await served.server.restart();
      for (const thread of threads) {
        const shown = await thread.until(({ info, turnOrder }) => info.subscribed && turnOrder.length === 1);
        expect(lines(shown).at(-1)).toBe('  agentMessage completed: known');
        expect(thread.failed()).toBeNull();
      }
    } finally {
      await other.dispose();
    }
  });

  test('says that the server does not run when it was given up', async () => {
    const broken = supervise({ binary: '/nonexistent/codex' });
    const core = await createCoreOfThreads(join(served.root, 'skein-2'), served.folder, broken.server, realClock);
    try {
      const thread = core.window().watch('some thread' as ThreadId);
      expect(await thread.untilFailed()).toEqual({ code: 'server.not-running' });
    } finally {
      await core.dispose();
      await broken.dispose();
    }
  });
});

describe('marks and places', () => {
  test('unread until somebody looks, and again when it is said so', async () => {
    const directory = window.watchDirectory();
    await must(window.handlers.more({ serverId: served.server.id, scope: all }, window.context));
    const threadId = await window.start('say: news');
    await directory.row(threadId, ({ unread }) => unread);
    await must(window.handlers.setVisible({ thread: window.refOf(threadId) }, window.context));
    await directory.row(threadId, ({ unread }) => !unread);
    await must(window.send(threadId, 'say: more news'));
    const thread = window.watch(threadId);
    await thread.until((snapshot) => isOver(snapshot, 2));
    await directory.row(threadId, ({ unread }) => !unread);
    await must(window.handlers.setVisible({ thread: null }, window.context));
    await must(window.handlers.markRead({ ...window.refOf(threadId), read: false }, window.context));
    await directory.row(threadId, ({ unread }) => unread);
  });

  test('pinned, archived, brought back, deleted', async () => {
    const directory = window.watchDirectory();
    const threadId = await window.start('say: keep');
    const thread = window.watch(threadId);
    await thread.until(isOver);
    const ref = window.refOf(threadId);
    const many = { serverId: ref.serverId, threadIds: [threadId] };
    await must(window.handlers.pin({ ...ref, pinned: true }, window.context));
    await directory.row(threadId, ({ pinned }) => pinned);
    await must(window.handlers.pin({ ...ref, pinned: false }, window.context));
    await directory.row(threadId, ({ pinned }) => !pinned);

    await must(window.handlers.archive(many, window.context));
    await directory.row(threadId, ({ archived }) => archived);
    await thread.until(({ info }) => info.lock.kind === 'archived');
    expect(await window.send(threadId, 'say: no')).toEqual({ ok: false, error: { code: 'thread.archived' } });
    const other = served.window();
    const read = await other.watch(threadId).until(() => true);
    expect([read.info.lock.kind, lines(read).at(-1)]).toEqual(['archived', '  agentMessage completed: keep']);

    await must(window.handlers.unarchive(many, window.context));
    await thread.until(({ info }) => info.lock.kind === 'none' && info.subscribed);
    await must(window.send(threadId, 'say: again'));
    await thread.until((snapshot) => isOver(snapshot, 2));
    if (isOld) {
      expect(await window.handlers.remove(many, window.context)).toMatchObject({
        error: { code: 'codex.unsupported' },
      });
      return;
    }
    await must(window.handlers.remove(many, window.context));
    await directory.gone(threadId);
    expect(await thread.untilFailed()).toMatchObject({ code: 'thread.not-found' });
    expect(await served.window().watch(threadId).untilFailed()).toMatchObject({ code: 'thread.not-found' });
  });

  test('archived threads have their own list', async () => {
    const threadId = await window.start('say: old');
    await window.watch(threadId).until(isOver);
    await must(window.handlers.archive({ serverId: served.server.id, threadIds: [threadId] }, window.context));
    const fresh = await createCoreOfThreads(join(served.root, 'skein-3'), served.folder, served.server, realClock);
    try {
      await must(
        fresh.service.handlers.more({ serverId: served.server.id, scope: { kind: 'archived' } }, window.context),
      );
      expect(await fresh.window().watchDirectory().row(threadId)).toMatchObject({ archived: true });
    } finally {
      await fresh.dispose();
    }
  });
});

describe('who stays subscribed', () => {
  test('an idle thread that nobody looks at is let go, and taken up again without starting anything', async () => {
    const threadId = await window.start('say: hi');
    const thread = window.watch(threadId);
    await thread.until(isOver);
    thread.stop();
    served.passTime();
    const again = window.watch(threadId);
    const opened = await again.until(({ info }) => info.subscribed);
    expect(lines(opened)).toEqual(['turn completed', '  userMessage: say: hi', '  agentMessage completed: hi']);
    expect(opened.turnOrder).toHaveLength(1);
  });

  test('a thread that runs is kept, whether anybody looks or not', async () => {
    const threadId = await window.start('gate: keep|Before. |After.');
    const thread = window.watch(threadId);
    await thread.until(says('Before. '));
    thread.stop();
    served.passTime();
    served.model.openGate('keep');
    await window.watchDirectory().row(threadId, ({ lastLine }) => lastLine === 'Before. After.');
  });

  test('a thread that was let go is taken up when it wants to ask something', async () => {
    const threadId = await window.start('say: hi', { permissions: 'ask' });
    const thread = window.watch(threadId);
    await thread.until(isOver);
    thread.stop();
    served.passTime();
    const asked: string[] = [];
    served.server.handleRequests((request, respond) => {
      asked.push(request.method);
      respond.result({ decision: 'decline' });
    });
    // Something else than a window makes it run.
    const input = [{ type: 'text' as const, text: 'run: touch asked.txt', text_elements: [] }];
    await must(served.server.call('turn/start', { threadId, input }));
    const again = window.watch(threadId);
    // What came before it was taken up is completed from what is stored.
    const done = await again.until(
      (snapshot) =>
        isOver(snapshot, 2) &&
        lines(snapshot).includes('  userMessage: run: touch asked.txt') &&
        lines(snapshot).at(-1)?.includes('Done: ') === true,
    );
    expect([asked, done.info.subscribed]).toEqual([['item/commandExecution/requestApproval'], true]);
  });

  test('a start that is refused leaves nothing behind', async () => {
    const directory = window.watchDirectory();
    const input = {
      projectId: 'p' as never,
      parts: [
        { kind: 'text' as const, text: 'look' },
        { kind: 'image' as const, imageId: 'gone', name: 'x.png' },
      ],
      choices: { model: null, effort: null, permissions: null, mode: 'default' as const },
    };
    expect(await window.handlers.start(input, window.context)).toEqual({ ok: false, error: { code: 'file.expired' } });
    const profile = {
      ...input,
      parts: input.parts.slice(0, 1),
      choices: { ...input.choices, permissions: 'profile:nope' },
    };
    expect((await window.handlers.start(profile, window.context)).ok).toBe(false);
    await must(window.handlers.more({ serverId: served.server.id, scope: all }, window.context));
    expect([...directory.rows.keys()]).toEqual([]);
  });
});

test('a command that outlives its turn is shown as such, listed and stopped', async () => {
  const threadId = await window.start('background: echo begun; sleep 60', { permissions: 'fullAccess' });
  const thread = window.watch(threadId);
  const left = await thread.until(
    (snapshot) =>
      isOver(snapshot) &&
      Object.values(snapshot.items).some((item) => item.kind === 'command' && item.source === 'background'),
  );
  expect(lines(left).find((line) => line.startsWith('  command'))).toMatch(
    /^ {2}command running: echo begun; sleep 60/,
  );
  const listed = await must(window.handlers.backgroundTerminals(window.refOf(threadId), window.context));
  expect(listed.map(({ command }) => command)).toEqual(isOld ? [] : ['echo begun; sleep 60']);
  const processId = listed[0]?.processId ?? null;
  await must(window.handlers.stopBackgroundTerminal({ ...window.refOf(threadId), processId }, window.context));
  if (isOld) return;
  await thread.until((snapshot) =>
    Object.values(snapshot.items).some((item) => item.kind === 'command' && item.status === 'failed'),
  );
});

test('a thread that is opened while the server is away comes when it is back', async () => {
  const threadId = await window.start('say: patience');
  const thread = window.watch(threadId);
  await thread.until(isOver);
  thread.stop();
  served.passTime();
  await served.server.stop();
  const opened = window.watch(threadId);
  await served.server.restart();
  expect(lines(await opened.until((snapshot) => isOver(snapshot))).at(-1)).toBe('  agentMessage completed: patience');
  await opened.until(({ info }) => info.subscribed);
});

test('after a sleep what is stored is read again, and changes nothing that is the same', async () => {
  const threadId = await window.start('say: hi');
  const thread = window.watch(threadId);
  const before = await thread.until((snapshot) => isOver(snapshot) && snapshot.info.lastLine !== null);
  await served.service.reconcileAll();
  const { turns, items } = thread.now() ?? before;
  expect([turns, items]).toEqual([before.turns, before.items]);
});

describe('a new thread for which nothing was chosen', () => {
  test('asks where the configuration says nothing, also when Codex trusts the folder by now', async () => {
    const path = join(served.codexHome, 'config.toml');
    const config = await readFile(path, 'utf8');
    await writeFile(path, config.replace(/^(approval_policy|sandbox_mode) = .*$/gm, ''));
    await served.server.restart();
    for (const text of ['say: first', 'say: second']) {
      const { info } = await window.watch(await window.start(text)).until(isOver);
      expect(info.settings.permissions).toEqual({ kind: 'preset', preset: 'ask' });
    }
  });

  test('takes what the configuration says', async () => {
    const { info } = await window.watch(await window.start('say: configured')).until(isOver);
    expect(info.settings.permissions).toEqual({ kind: 'preset', preset: 'auto' });
  });
});
