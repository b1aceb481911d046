import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProjectId, ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import type { ThreadSnapshot } from '../../../src-shared/model/thread.ts';
import { createCodexSupervisor } from '../codex/codex-supervisor.ts';
import { createMemoryLog, realClock } from '../codex/testing/supervised.ts';
import { localHost } from '../hosts/local-host.ts';
import {
  createCoreOfThreads,
  createPatientClock,
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

/** A second app-server on the same Codex home, with threads of its own: the CLI or another Skein. */
async function secondServer() {
  const { log } = createMemoryLog();
  const server = createCodexSupervisor({
    id: 'second' as ServerId,
    label: 'Second',
    host: localHost,
    codexHome: served.codexHome,
    demo: false,
    version: '0.0.0',
    codexBinary: process.env['SKEIN_CODEX_BIN'] ?? null,
    codexDir: null,
    env: { ...process.env, HOME: served.root, TMPDIR: join(served.root, 'tmp') },
    clock: realClock,
    log,
    random: () => 0,
  });
  const { clock, passTime } = createPatientClock();
  const core = await createCoreOfThreads(join(served.root, 'skein-2'), served.folder, server, clock);
  return { server, passTime, ...core };
}

describe('two app-servers on one Codex home', () => {
  test('a thread that the other one writes is read only, follows what is stored, and can be forked', async () => {
    const second = await secondServer();
    try {
      const threadId = await window.start('say: mine');
      const thread = window.watch(threadId);
      await thread.until(isOver);
      const far = second.window();
      const seen = far.watch(threadId);
      if (isOld) {
        // The older version lets both write.
        await seen.until(({ info }) => info.subscribed && info.lock.kind === 'none');
        return;
      }
      const locked = await seen.until(({ info }) => info.lock.kind === 'otherWriter');
      expect(lines(locked)).toEqual(['turn completed', '  userMessage: say: mine', '  agentMessage completed: mine']);
      expect(await far.send(threadId, 'say: theirs')).toEqual({ ok: false, error: { code: 'thread.locked' } });
      expect(await far.send(threadId, '/goal Win')).toEqual({ ok: false, error: { code: 'thread.locked' } });
      await must(window.send(threadId, 'say: more of mine'));
      await thread.until((snapshot) => isOver(snapshot, 2));
      second.passTime();
      expect(lines(await seen.until((snapshot) => isOver(snapshot, 2))).at(-1)).toBe(
        '  agentMessage completed: more of mine',
      );
      const cut = { lastTurnId: null, beforeTurnId: null };
      const fork = await must(far.handlers.fork({ ...far.refOf(threadId), ...cut }, far.context));
      await must(far.send(fork.threadId, 'say: theirs'));
      expect(lines(await far.watch(fork.threadId).until((snapshot) => isOver(snapshot, 3))).at(-1)).toBe(
        '  agentMessage completed: theirs',
      );
      // The other one goes: the thread is free.
      await served.server.stop();
      second.passTime();
      await seen.until(({ info }) => info.subscribed && info.lock.kind === 'none');
    } finally {
      await second.dispose();
      await second.server.stop();
    }
  });

  test('threads that the other one starts show up', async () => {
    const directory = window.watchDirectory();
    await must(window.handlers.more({ serverId: served.server.id, scope: all }, window.context));
    await window.start('say: mine');
    const second = await secondServer();
    try {
      const far = second.window();
      const threadId = await far.start('say: from elsewhere');
      await far.watch(threadId).until(isOver);
      served.passTime();
      const row = await directory.row(threadId);
      expect(row.title).toBe('say: from elsewhere');
    } finally {
      await second.dispose();
      await second.server.stop();
    }
  });
});

describe('what another program does to loaded threads', () => {
  const look = () => must(window.handlers.refresh({ serverId: served.server.id }, window.context));
  const finished = async (text: string) => {
    const threadId = await window.start(text);
    const thread = window.watch(threadId);
    await thread.until(isOver);
    thread.stop();
    return threadId;
  };

  test('renamed, archived, brought back and deleted: the rows follow when the window gets the focus', async () => {
    const directory = window.watchDirectory();
    await must(window.handlers.more({ serverId: served.server.id, scope: all }, window.context));
    const named = await finished('say: name me');
    const archived = await finished('say: archive me');
    const deleted = await finished('say: delete me');
    const kept = await finished('say: keep me');
    // It lets go of its threads: while it holds them nobody else may touch them.
    await served.server.restart();
    const second = await secondServer();
    try {
      await must(second.server.call('thread/name/set', { threadId: named, name: 'Named elsewhere' }));
      await must(second.server.call('thread/archive', { threadId: archived }));
      if (!isOld) await must(second.server.call('thread/delete', { threadId: deleted }));
      await look();
      await directory.row(named, ({ title }) => title === 'Named elsewhere');
      await directory.row(archived, (row) => row.archived);
      if (!isOld) await directory.gone(deleted);
      expect(directory.rows.get(kept)).toMatchObject({ title: 'say: keep me', archived: false });

      await must(window.handlers.more({ serverId: served.server.id, scope: { kind: 'archived' } }, window.context));
      const shown = window.watch(archived);
      await shown.until(({ info }) => info.lock.kind === 'archived');
      await must(second.server.call('thread/unarchive', { threadId: archived }));
      await look();
      await directory.row(archived, (row) => !row.archived);
      await shown.until(({ info }) => info.lock.kind === 'none');
    } finally {
      await second.dispose();
      await second.server.stop();
    }
  });

  test('all threads of a project are told, loaded or not', async () => {
    const mine = await finished('say: mine');
    const second = await secondServer();
    try {
      const far = second.window();
      const theirs = await far.start('say: theirs');
      await far.watch(theirs).until(isOver);
      const told = await must(window.handlers.ofProject({ projectId: 'p' as ProjectId }, window.context));
      expect([...told].sort()).toEqual([mine, theirs].sort());
    } finally {
      await second.dispose();
      await second.server.stop();
    }
  });
});

describe.skipIf(isOld)('input that the server itself holds queued', () => {
  const queueAtServer = async (threadId: ThreadId) => {
    const input = [{ type: 'text' as const, text: 'say: from the server queue', text_elements: [] }];
    const params = { threadId, input, clientUserMessageId: 'm1' };
    await must(served.server.call('thread/queue/add', params as never));
  };
  /** A thread with one entry in the server's queue, not loaded. */
  const locked = async () => {
    const threadId = await window.start('gate: hold|Before. |After.');
    const thread = window.watch(threadId);
    await thread.until(says('Before. '));
    await queueAtServer(threadId);
    await must(window.handlers.interrupt(window.refOf(threadId), window.context));
    await thread.until(isOver);
    thread.stop();
    await served.server.restart();
    const again = window.watch(threadId);
    const shown = await again.until(({ info }) => info.lock.kind === 'serverQueue');
    expect(shown.info.lock).toEqual({ kind: 'serverQueue', entries: ['say: from the server queue'] });
    expect(await window.send(threadId, 'say: no')).toMatchObject({ error: { code: 'thread.server-queue' } });
    return { threadId, thread: again };
  };

  test('is run when the user says so', async () => {
    const { threadId, thread } = await locked();
    await must(window.handlers.resolveServerQueue({ ...window.refOf(threadId), action: 'run' }, window.context));
    const done = await thread.until((snapshot) => isOver(snapshot, 2));
    expect(lines(done).at(-1)).toBe('  agentMessage completed: from the server queue');
    expect(done.info.lock).toEqual({ kind: 'none' });
  });

  test('is taken over into the queue of Skein, which runs it', async () => {
    const { threadId, thread } = await locked();
    await must(window.handlers.resolveServerQueue({ ...window.refOf(threadId), action: 'takeOver' }, window.context));
    await thread.until(({ info }) => info.lock.kind === 'none' && info.subscribed);
    const done = await thread.until((snapshot) => isOver(snapshot, 2));
    expect(lines(done).at(-1)).toBe('  agentMessage completed: from the server queue');
  });
});

test('a thread that was copied in shows its turns', async () => {
  const threadId = await window.start('say: travelled');
  await window.watch(threadId).until(isOver);
  const other = await serveThreads();
  try {
    const days = (await readdir(join(served.codexHome, 'sessions'), { recursive: true })).filter((name) =>
      name.endsWith('.jsonl'),
    );
    const [file] = days;
    const target = join(other.codexHome, 'sessions', file ?? '');
    await mkdir(join(target, '..'), { recursive: true });
    await cp(join(served.codexHome, 'sessions', file ?? ''), target);
    const there = other.window();
    const opened = await there.watch(threadId).until(({ turnOrder }) => turnOrder.length > 0);
    expect(lines(opened)).toEqual([
      'turn completed',
      '  userMessage: say: travelled',
      '  agentMessage completed: travelled',
    ]);
  } finally {
    await other.close();
  }
});
