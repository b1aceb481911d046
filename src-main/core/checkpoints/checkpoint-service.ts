import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import {
  threadKey,
  type ServerId,
  type ThreadKey,
  type ThreadRef,
  type TurnId,
} from '../../../src-shared/model/ids.ts';
import type { TurnCheckpoint, UndoOutcome, UndoPreview } from '../../../src-shared/model/checkpoint.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createHistoryGateway, type HistoryGateway } from '../codex/history-gateway.ts';
import { createListeners } from '../codex/listeners.ts';
import { hearTurnNews } from '../codex/turn-news.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { RepositoryLocks } from '../git/repository-locks.ts';
import type { Clock, Log } from '../ports.ts';
import { findWorkingTree } from '../snapshots/working-tree.ts';
import type { CheckpointSnapshots, CheckpointThreads } from './checkpoint-ports.ts';
import {
  describeCheckpoint,
  prunedCheckpoint,
  type CheckpointRecord,
  type CheckpointSides,
} from './checkpoint-record.ts';
import { createCheckpointStore } from './checkpoint-store.ts';
import type { ReportedTurns } from './reported-turns.ts';
import { rewindHistory } from './rewind-history.ts';
import { recordTurn } from './record-turn.ts';
import { createTurnCaptures, type CapturedTurn } from './turn-captures.ts';
import { applyTurn, previewPaths, type Direction } from './undo-turn.ts';

type Answer<T> = Promise<Result<T, AppError>>;
type TurnRef = ThreadRef & { readonly turnId: TurnId };

/** States of working trees before and after turns, and undoing what a turn did. */
export interface CheckpointService {
  /** To be awaited before a turn is started: captures the state before it, for at most two seconds. */
  beforeTurn(thread: ThreadRef): Promise<void>;
  addServer(server: CodexServer): Unsubscribe;
  watch(thread: ThreadRef, sink: StreamSink<readonly TurnCheckpoint[]>): Unsubscribe;
  preview(turn: TurnRef, direction: Direction): Answer<UndoPreview>;
  apply(turn: TurnRef, direction: Direction, paths: readonly string[], alsoHistory: boolean): Answer<UndoOutcome>;
  /** Trees of the files before and after a turn; null when they are not kept. */
  treesOf(thread: ThreadRef, turnId: TurnId): Promise<{ readonly before: string; readonly after: string } | null>;
  /** The newest turn of the thread that changed files. */
  lastTurnWithChanges(thread: ThreadRef): Promise<TurnId | null>;
  onChange(listener: (thread: ThreadRef) => void): Unsubscribe;
  /** The user wrote in a working tree through Skein; `paths` relative to its root, null when it is not known which. */
  userWrote(folder: string, paths: readonly string[] | null): Promise<void>;
  /** The thread is gone for good. */
  threadGone(thread: ThreadRef): Promise<void>;
  /** Settles when every turn that has ended is recorded. */
  idle(): Promise<void>;
  dispose(): Promise<void>;
}

export interface CheckpointOptions {
  readonly git: GitRunner;
  readonly locks: RepositoryLocks;
  readonly threads: CheckpointThreads;
  readonly snapshots: CheckpointSnapshots;
  readonly reported: ReportedTurns;
  readonly clock: Clock;
  readonly log: Log;
}

export function createCheckpointService(options: CheckpointOptions): CheckpointService {
  const { git, locks, threads, snapshots, reported, clock, log } = options;
  const store = createCheckpointStore(git);
  const histories = new Map<ServerId, HistoryGateway>();
  const changed = createListeners<ThreadRef>('checkpoints', log);
  /** Writes to one thread's ref, one after the other. */
  const writing = new Map<ThreadKey, Promise<unknown>>();
  const pruned = new Set<string>();
  /** Where threads worked: one that is gone for good is not known elsewhere any more. */
  const roots = new Map<ThreadKey, string>();

  const inOrder = <T>(thread: ThreadRef, work: () => Promise<T>): Promise<T> => {
    const key = threadKey(thread);
    const mine = (writing.get(key) ?? Promise.resolve()).then(work, work);
    const done: Promise<unknown> = mine
      .catch(() => undefined)
      .finally(() => {
        if (writing.get(key) === done) writing.delete(key);
      });
    writing.set(key, done);
    return mine;
  };

  const keep = async (turn: CapturedTurn): Promise<void> => {
    const { thread, tree } = turn;
    if (!tree) {
      // A folder that cannot be looked at is no folder without Git.
      if (turn.before === null) reported.add(turn);
      changed.emit(thread);
      return;
    }
    roots.set(threadKey(thread), tree.root);
    const titles = turn.others.map((key) => titleOf(key));
    const record = await recordTurn(git, tree.root, turn, titles);
    const kept = record.ok && record.value ? await write(thread, tree.root, record.value) : record;
    if (!kept.ok) log.warn('A checkpoint could not be kept', { threadId: thread.threadId, error: kept.error });
    changed.emit(thread);
    if (pruned.has(tree.repository)) return;
    // Once a start is enough: it takes hundreds of threads to have too many.
    pruned.add(tree.repository);
    const gone = await store.prune(tree.root);
    if (!gone.ok) log.warn('Old checkpoints could not be left out', { error: gone.error });
  };
  const titleOf = (key: ThreadKey): string => {
    const at = key.lastIndexOf('#');
    return threads.title({ serverId: key.slice(0, at), threadId: key.slice(at + 1) } as ThreadRef);
  };
  const write = (thread: ThreadRef, cwd: string, record: CheckpointRecord) =>
    inOrder(thread, () => store.write(cwd, thread.threadId, record));

  /** In what is kept now: another undo of the same turn may have been noted since it was looked at. */
  const noteUndone = (
    thread: ThreadRef,
    cwd: string,
    turnId: TurnId,
    change: (undone: readonly string[]) => string[],
  ): Answer<null> =>
    inOrder(thread, async () => {
      const stored = await store.read(cwd, thread.threadId);
      if (!stored.ok) return stored;
      const record = stored.value.records.find((one) => one.turnId === turnId);
      // Pruned, or gone with its thread.
      if (!record) return ok(null);
      return store.write(cwd, thread.threadId, { ...record, undone: change(record.undone) });
    });

  const captures = createTurnCaptures({
    git,
    threads,
    clock,
    log,
    onOpened: (thread) => changed.emit(thread),
    onEnded: keep,
  });

  const placeOf = async (thread: ThreadRef) => {
    const cwd = threads.cwd(thread);
    if (cwd === null) return err<AppError>({ code: 'checkpoint.none' });
    return findWorkingTree(git, cwd);
  };
  const recordsOf = async (thread: ThreadRef) => {
    const tree = await placeOf(thread);
    if (!tree.ok) return tree;
    await writing.get(threadKey(thread));
    const stored = await store.read(tree.value.root, thread.threadId);
    return stored.ok ? ok({ tree: tree.value, ...stored.value }) : stored;
  };
  const recordOf = async ({ turnId, ...thread }: TurnRef) => {
    const known = await recordsOf(thread);
    if (!known.ok) return known;
    const record = known.value.records.find((one) => one.turnId === turnId);
    if (!record?.sides) return err<AppError>({ code: 'checkpoint.none' });
    return ok({ tree: known.value.tree, record: { ...record, sides: record.sides } });
  };
  type Known = Awaited<ReturnType<typeof recordOf>> & { readonly ok: true };
  /** Null: the folder has no Git, and undo works from what the server reported. */
  const findTurn = async (turn: TurnRef): Answer<Known['value'] | null> => {
    const known = await recordOf(turn);
    return !known.ok && known.error.code === 'git.no-repository' ? ok(null) : known;
  };

  const list = async (thread: ThreadRef): Answer<readonly TurnCheckpoint[]> => {
    const known = await recordsOf(thread);
    const running = captures.openTurn(thread);
    const current: TurnCheckpoint[] = running
      ? [{ turnId: running.turnId, state: 'open', reason: null, files: 0, additions: 0, deletions: 0 }]
      : [];
    if (!known.ok) {
      if (known.error.code !== 'git.no-repository' && known.error.code !== 'checkpoint.none') return known;
      return ok([...(await reported.list(thread)), ...current]);
    }
    const { records, pruned: gone } = known.value;
    return ok([...gone.map(prunedCheckpoint), ...records.map(describeCheckpoint), ...current]);
  };

  const waysBackOf = async (turn: TurnRef): Answer<UndoPreview['history']> => {
    if (threads.isRunning(turn)) return err({ code: 'thread.running' });
    const history = histories.get(turn.serverId);
    return history
      ? history.waysBack(turn.threadId, turn.turnId)
      : err({ code: 'server.unknown', serverId: turn.serverId });
  };
  const historyOf = async (turn: TurnRef, direction: Direction): Promise<UndoPreview['history']> => {
    const ways = direction === 'redo' ? null : await waysBackOf(turn);
    return ways?.ok ? ways.value : 'none';
  };

  const preview: CheckpointService['preview'] = async (turn, direction) => {
    const found = await findTurn(turn);
    if (!found.ok) return found;
    const paths = found.value
      ? await previewPaths(git, found.value.tree, found.value.record, direction)
      : await reported.preview(turn, turn.turnId, direction);
    if (!paths.ok) return paths;
    const history = await historyOf(turn, direction);
    return ok({ direction, paths: paths.value, source: found.value ? 'git' : 'reported', history });
  };

  const applyInTree = async (
    turn: TurnRef,
    direction: Direction,
    paths: readonly string[],
    {
      tree,
      record,
    }: {
      readonly tree: Known['value']['tree'];
      readonly record: CheckpointRecord & { readonly sides: CheckpointSides };
    },
  ) => {
    const thread: ThreadRef = { serverId: turn.serverId, threadId: turn.threadId };
    const applied = await locks.write(tree.repository, () =>
      applyTurn(git, snapshots, tree, { thread, title: threads.title(thread), record, direction, paths }),
    );
    if (!applied.ok) return applied;
    captures.writers.userWrote(tree.root, paths, clock.now());
    const kept = await noteUndone(thread, tree.root, record.turnId, (undone) => {
      const others = undone.filter((path) => !paths.includes(path));
      return direction === 'undo' ? [...others, ...paths] : others;
    });
    changed.emit(thread);
    return kept.ok ? applied : kept;
  };

  const apply: CheckpointService['apply'] = async (turn, direction, paths, alsoHistory) => {
    const found = await findTurn(turn);
    if (!found.ok) return found;
    const ways = alsoHistory && direction === 'undo' ? await waysBackOf(turn) : ok('none' as const);
    // What was asked for as well and cannot be done: then nothing is.
    if (!ways.ok) return ways;
    const rewinds = ways.value !== 'none';
    const applied = found.value
      ? await applyInTree(turn, direction, paths, found.value)
      : await reported.apply(turn, turn.turnId, direction, paths);
    const thread: ThreadRef = { serverId: turn.serverId, threadId: turn.threadId };
    if (!found.value && applied.ok) changed.emit(thread);
    if (!applied.ok) return applied;
    const gateway = rewinds ? histories.get(turn.serverId) : undefined;
    const history = gateway ? await rewindHistory(gateway, threads, thread, turn.turnId) : ({ kind: 'kept' } as const);
    return ok({ ...applied.value, copies: found.value === null, history });
  };

  return {
    beforeTurn: (thread) => captures.beforeTurn(thread),
    addServer: (server) => {
      histories.set(server.id, createHistoryGateway(server));
      const stops = [
        hearTurnNews(server, (news) => captures.hear({ serverId: server.id, threadId: news.threadId }, news)),
        server.onDown(() => captures.serverDown(server.id)),
      ];
      return () => stops.forEach((stop) => stop());
    },
    watch: (thread, sink) => {
      let ended = false;
      let asked = 0;
      const show = async () => {
        const mine = ++asked;
        const now = await list(thread);
        // A newer question is on its way, or nobody listens.
        if (ended || mine !== asked) return;
        if (now.ok) sink.emit(now.value);
        else sink.fail(now.error);
      };
      const stop = changed.add((other) => {
        if (threadKey(other) === threadKey(thread)) void show();
      });
      void show();
      return () => {
        ended = true;
        stop();
      };
    },
    preview,
    apply,
    treesOf: async (thread, turnId) => {
      const found = await recordOf({ ...thread, turnId });
      return found.ok ? { before: found.value.record.sides.before, after: found.value.record.sides.after } : null;
    },
    lastTurnWithChanges: async (thread) => {
      const known = await recordsOf(thread);
      if (!known.ok) return null;
      const last = known.value.records.findLast(({ sides }) => sides && sides.before !== sides.after);
      return last?.turnId ?? null;
    },
    onChange: (listener) => changed.add(listener),
    userWrote: async (folder, paths) => {
      if (captures.writers.isIdle()) return;
      const at = clock.now();
      const tree = await findWorkingTree(git, folder);
      if (tree.ok) captures.writers.userWrote(tree.value.root, paths, at);
    },
    threadGone: async (thread) => {
      await reported.forget(thread);
      const tree = await placeOf(thread);
      const root = tree.ok ? tree.value.root : roots.get(threadKey(thread));
      if (root === undefined) return;
      roots.delete(threadKey(thread));
      const gone = await inOrder(thread, () => store.forget(root, thread.threadId));
      if (!gone.ok) log.warn('Checkpoints of a removed thread stay', { threadId: thread.threadId, error: gone.error });
    },
    idle: async () => {
      await captures.idle();
      await Promise.all(writing.values());
    },
    dispose: async () => {
      await captures.idle();
      await Promise.all(writing.values());
      await reported.dispose();
    },
  };
}
