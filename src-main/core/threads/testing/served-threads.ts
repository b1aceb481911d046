import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AppError } from '../../../../src-shared/contract/app-error.ts';
import type { ThreadChoices } from '../../../../src-shared/contract/fields.ts';
import type { DirectoryEvent, ThreadEvent } from '../../../../src-shared/contract/threads.ts';
import { applyPatches } from '../../../../src-shared/model/apply-patch.ts';
import type { InputPart } from '../../../../src-shared/model/composer.ts';
import type { ProjectId, ThreadId, ThreadRef } from '../../../../src-shared/model/ids.ts';
import type { ThreadSnapshot, ThreadSummary } from '../../../../src-shared/model/thread.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { CodexServer } from '../../codex/codex-supervisor.ts';
import type { Clock } from '../../ports.ts';
import { createMemoryLog, realClock, supervise } from '../../codex/testing/supervised.ts';
import { prepareDemoHome } from '../../demo-model/demo-home.ts';
import { startDemoModel } from '../../demo-model/demo-model.ts';
import type { ModelRequest } from '../../demo-model/model-request.ts';
import { codexVersion, knownModel } from '../../demo-model/testing/codex-binary.ts';
import { createQueueRunner } from '../../queue/queue-runner.ts';
import { openQueueStore } from '../../queue/queue-store.ts';
import { openMarkOverlay } from '../mark-overlay.ts';
import { plainText } from '../run-entry.ts';
import type { TurnEnd } from '../thread-ports.ts';
import { createThreadService, type ThreadService } from '../thread-service.ts';

export const isOld = codexVersion() === '0.124.0';
const projectId = 'p' as ProjectId;
const NOTHING_CHOSEN: ThreadChoices = { model: null, effort: null, permissions: null, mode: 'default' };
const words = (text: string): InputPart[] => [{ kind: 'text', text }];

/** Waits of this length and more happen when the test says so: nobody wants to sit through them. */
const LONG_WAIT_MS = 3_000;

/** The real clock, but long waits end when the test lets them. */
export function createPatientClock() {
  const waits = new Set<() => void>();
  const clock: Clock = {
    now: () => realClock.now(),
    after: (ms, run) => {
      if (ms < LONG_WAIT_MS) return realClock.after(ms, run);
      waits.add(run);
      return () => void waits.delete(run);
    },
  };
  const passTime = () => {
    for (const run of [...waits]) if (waits.delete(run)) run();
  };
  return { clock, passTime };
}

/** Threads on a real app-server that talks to the demo model, as a window sees them. */
export async function serveThreads() {
  const supervised = supervise();
  const { server, codexHome } = supervised;
  const requests: ModelRequest[] = [];
  const model = await startDemoModel({
    wordsPerSecond: Number.POSITIVE_INFINITY,
    onRequest: (request) => requests.push(request),
  });
  await prepareDemoHome({ dir: codexHome, url: model.url, model: knownModel() });
  // It has read its configuration already.
  await server.restart();
  const root = realpathSync(dirname(codexHome));
  const folder = join(root, 'work');
  mkdirSync(folder);
  const { clock, passTime } = createPatientClock();
  const core = await createCoreOfThreads(join(root, 'skein'), folder, server, clock);
  return {
    ...supervised,
    ...core,
    model,
    requests,
    root,
    folder,
    passTime,
    close: async () => {
      await core.dispose();
      await supervised.dispose();
      await model.stop();
    },
  };
}
export type ServedThreads = Awaited<ReturnType<typeof serveThreads>>;

/** The services around threads, with a project whose folder is `folder`. */
export async function createCoreOfThreads(skeinHome: string, folder: string, server: CodexServer, clock: Clock) {
  const { log, lines } = createMemoryLog();
  const options = { skeinHome, clock: realClock, log };
  const overlay = await openMarkOverlay(options);
  const store = await openQueueStore(options);
  const remembered: string[] = [];
  const ends: { readonly threadId: ThreadId; readonly end: TurnEnd }[] = [];
  const service: ThreadService = createThreadService({
    overlay,
    clock,
    log,
    ports: {
      projects: { find: (id) => (id === projectId ? { serverId: server.id, path: folder, trusted: true } : null) },
      queue: {
        add: (thread, parts) => runner.add(thread, parts),
        addUnread: (thread, parts) => runner.addUnread(thread, parts),
        addUntilReset: (thread, parts) => runner.add(thread, parts),
        count: (thread) => store.list(thread).length,
        clear: (thread) => store.clear(thread),
        onChange: (listener) => store.onChange(listener),
      },
      imagePath: () => null,
      remember: (_, parts) => void remembered.push(plainText(parts)),
      touched: () => undefined,
    },
  });
  const runner = createQueueRunner({ store, threads: service, log });
  const windows: TestWindow[] = [];
  service.onSettled(({ threadId }, end) => void ends.push({ threadId, end }));
  const removeServer = service.addServer(server);
  return {
    service,
    /** Another window on this core. */
    window: (clientId = `window-${windows.length + 1}`) => {
      const window = openWindow(service, server, clientId);
      windows.push(window);
      return window;
    },
    queue: store,
    remembered,
    ends,
    serviceLog: lines,
    dispose: async () => {
      for (const window of windows) window.close();
      removeServer();
      runner.dispose();
      service.dispose();
      await store.dispose();
      await overlay.dispose();
    },
  };
}

/** A result that has to be good. */
export async function must<T>(calling: Promise<Result<T, AppError>>): Promise<T> {
  const result = await calling;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** What one window sees: threads it watches, folded from patches as the page does it, and the directory. */
function openWindow(service: ThreadService, server: CodexServer, clientId: string) {
  const { handlers } = service;
  const context = { clientId };
  const looks = new Set<() => void>();
  const stops: (() => void)[] = [];
  const wake = () => {
    for (const look of [...looks]) look();
  };
  const until = <T>(find: () => T | null | undefined | false): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === null || found === undefined || found === false) return;
        looks.delete(look);
        resolve(found);
      };
      looks.add(look);
      look();
    });
  const refOf = (threadId: ThreadId): ThreadRef => ({ serverId: server.id, threadId });

  const watch = (threadId: ThreadId) => {
    let snapshot: ThreadSnapshot | null = null;
    let failed: AppError | null = null;
    let snapshots = 0;
    const receive = (event: ThreadEvent) => {
      if (event.type === 'snapshot') {
        snapshot = event.snapshot;
        snapshots++;
      } else {
        if (snapshot?.seq !== event.batch.fromSeq)
          throw new Error(`A gap: ${snapshot?.seq} then ${event.batch.fromSeq}`);
        snapshot = applyPatches(snapshot, event.batch);
      }
      wake();
    };
    const sink = {
      emit: receive,
      fail: (error: AppError) => {
        failed = error;
        wake();
      },
    };
    const stop = handlers.watch(refOf(threadId), sink, context);
    stops.push(stop);
    return {
      stop,
      now: () => snapshot,
      snapshots: () => snapshots,
      failed: () => failed,
      untilFailed: () => until(() => failed),
      until: (wanted: (snapshot: ThreadSnapshot) => boolean) =>
        until(() => (snapshot && wanted(snapshot) ? snapshot : null)),
    };
  };

  const watchDirectory = () => {
    const rows = new Map<ThreadId, ThreadSummary>();
    let lists: Record<string, { phase: string; hasMore: boolean }> = {};
    let seq = -1;
    let events = 0;
    const receive = (event: DirectoryEvent) => {
      events++;
      if (event.type === 'snapshot') {
        rows.clear();
        for (const row of event.threads) rows.set(row.threadId, row);
        lists = { ...event.lists };
        seq = event.seq;
      } else {
        if (event.fromSeq !== seq) throw new Error(`A gap in the directory: ${seq} then ${event.fromSeq}`);
        seq = event.toSeq;
        for (const id of event.removed) rows.delete(id);
        for (const row of event.changed) rows.set(row.threadId, row);
        lists = { ...lists, ...event.lists };
      }
      wake();
    };
    const stop = handlers.watchDirectory({ serverId: server.id }, { emit: receive, fail: () => undefined }, context);
    stops.push(stop);
    return {
      rows,
      events: () => events,
      lists: () => lists,
      row: (threadId: ThreadId, wanted: (row: ThreadSummary) => boolean = () => true) =>
        until(() => {
          const row = rows.get(threadId);
          return row && wanted(row) ? row : null;
        }),
      gone: (threadId: ThreadId) => until(() => !rows.has(threadId)),
    };
  };

  return {
    handlers,
    context,
    refOf,
    until,
    watch,
    watchDirectory,
    start: async (text: string, choices: Partial<ThreadChoices> = {}) => {
      const input = { projectId, parts: words(text), choices: { ...NOTHING_CHOSEN, ...choices } };
      return (await must(handlers.start(input, context))).threadId;
    },
    send: (
      threadId: ThreadId,
      text: string,
      more: { mode?: 'auto' | 'queue'; choices?: Partial<ThreadChoices> } = {},
    ) => {
      const choices = more.choices ? { ...NOTHING_CHOSEN, ...more.choices } : null;
      return handlers.send({ ...refOf(threadId), parts: words(text), mode: more.mode ?? 'auto', choices }, context);
    },
    close: () => {
      for (const stop of stops) stop();
      service.clientGone(clientId);
    },
  };
}
export type TestWindow = ReturnType<typeof openWindow>;

/** The snapshot's last turn has ended. */
export const isOver = ({ turnOrder, turns }: ThreadSnapshot, count = 1): boolean => {
  const last = turnOrder.at(-1);
  return turnOrder.length >= count && last !== undefined && turns[last]?.status !== 'running';
};
