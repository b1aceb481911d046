import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { threadKey, type ThreadKey, type ThreadRef, type TurnId } from '../../../src-shared/model/ids.ts';
import type { FileChange } from '../../../src-shared/model/item.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { TurnNews } from '../codex/turn-news.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Clock, Log } from '../ports.ts';
import { captureTree, type CapturedTree } from '../snapshots/capture-tree.ts';
import { findWorkingTree, type WorkingTree } from '../snapshots/working-tree.ts';
import type { CheckpointThreads } from './checkpoint-ports.ts';
import { pathInTree, pathsOfDiff } from './path-in-tree.ts';
import { createWritersLog, type WritersLog, type WritersTurn } from './writers-log.ts';

/** How long a turn's start waits for the state before it. A larger tree is captured beside the turn's first steps. */
const BEFORE_BUDGET_MS = 2_000;

/** One turn from its beginning to its end, and the working tree before and after. */
export interface CapturedTurn {
  readonly thread: ThreadRef;
  readonly turnId: TurnId;
  readonly cwd: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Null: the folder is no Git working tree. */
  readonly tree: WorkingTree | null;
  readonly before: Result<CapturedTree, AppError> | null;
  readonly after: Result<CapturedTree, AppError> | null;
  /** Something could write before the state before the turn was captured: it is not to be trusted. */
  readonly late: boolean;
  /** Paths the turn named, relative to the root (with a tree) or to `cwd`. */
  readonly named: ReadonlySet<string>;
  /** It ran something that can write without saying what. */
  readonly ran: boolean;
  readonly changes: readonly FileChange[];
  readonly others: readonly ThreadKey[];
  readonly user: ReadonlySet<string> | 'any';
}

/** Captures the working tree before and after every turn. */
export interface TurnCaptures {
  /** A turn is about to be started. Settles when the state before it is captured, or after the budget. */
  beforeTurn(thread: ThreadRef): Promise<void>;
  hear(thread: ThreadRef, news: TurnNews): void;
  /** The server of these threads is gone: what ran there runs no more. */
  serverDown(serverId: ThreadRef['serverId']): void;
  /** The turn that runs in the thread, when its id is known. */
  openTurn(thread: ThreadRef): { readonly turnId: TurnId } | null;
  readonly writers: WritersLog;
  /** Settles when every turn that has ended is dealt with. */
  idle(): Promise<void>;
}

interface OpenTurn {
  readonly thread: ThreadRef;
  readonly cwd: string;
  readonly startedAt: number;
  turnId: TurnId | null;
  tree: WorkingTree | null;
  before: Promise<Result<CapturedTree, AppError> | null>;
  captured: boolean;
  late: boolean;
  ran: boolean;
  readonly changes: FileChange[];
  diff: string;
  writer: WritersTurn | null;
}

export interface TurnCaptureOptions {
  readonly git: GitRunner;
  readonly threads: CheckpointThreads;
  readonly clock: Clock;
  readonly log: Log;
  readonly onOpened: (thread: ThreadRef) => void;
  readonly onEnded: (turn: CapturedTurn) => Promise<void>;
}

export function createTurnCaptures({ git, threads, clock, log, onOpened, onEnded }: TurnCaptureOptions): TurnCaptures {
  const open = new Map<ThreadKey, OpenTurn>();
  /** Ends that are being dealt with, by thread: the next turn waits for its predecessor's last look. */
  const ending = new Map<ThreadKey, Promise<unknown>>();
  const writers = createWritersLog();

  const begin = (thread: ThreadRef, cwd: string, turnId: TurnId | null): OpenTurn => {
    const key = threadKey(thread);
    const turn: OpenTurn = {
      thread,
      cwd,
      turnId,
      startedAt: clock.now(),
      tree: null,
      before: Promise.resolve(null),
      captured: false,
      late: false,
      ran: false,
      changes: [],
      diff: '',
      writer: null,
    };
    // One that was never heard of again did not begin.
    open.get(key)?.writer?.leave(turn.startedAt);
    open.set(key, turn);
    turn.before = captureBefore(turn);
    return turn;
  };
  const captureBefore = async (turn: OpenTurn): Promise<Result<CapturedTree, AppError> | null> => {
    const key = threadKey(turn.thread);
    await ending.get(key);
    const tree = await findWorkingTree(git, turn.cwd);
    if (!tree.ok) {
      turn.captured = true;
      return tree.error.code === 'git.no-repository' ? null : tree;
    }
    turn.tree = tree.value;
    // Over by now: then nobody waits for it.
    if (open.get(key) === turn) {
      turn.writer = writers.begin(tree.value.root, key, turn.startedAt);
      if (turn.turnId !== null) turn.writer.start();
    }
    const captured = await captureTree(git, tree.value);
    turn.captured = true;
    return captured;
  };

  const finish = async (turn: OpenTurn, turnId: TurnId): Promise<void> => {
    const key = threadKey(turn.thread);
    const endedAt = clock.now();
    const before = await turn.before;
    const { tree, startedAt, cwd, thread } = turn;
    const root = tree?.root ?? cwd;
    const after = tree && before?.ok ? await captureTree(git, tree) : null;
    const inTree = (from: string, path: string) => pathInTree(root, from, path, git.files.paths);
    const names = [
      ...pathsOfDiff(turn.diff).flatMap((path) => [inTree(root, path), inTree(cwd, path)]),
      ...turn.changes
        .flatMap(({ path, movedTo }) => [path, ...(movedTo === null ? [] : [movedTo])])
        .map((path) => inTree(cwd, path)),
    ];
    const others = tree ? writers.othersDuring(root, key, startedAt, endedAt) : [];
    const user = tree ? writers.userDuring(root, startedAt, endedAt) : new Set<string>();
    turn.writer?.leave(endedAt);
    await onEnded({
      thread,
      turnId,
      cwd,
      startedAt,
      endedAt,
      tree,
      before,
      after,
      late: turn.late,
      named: new Set(names.filter((path) => path !== null)),
      ran: turn.ran,
      changes: turn.changes,
      others,
      user,
    });
  };
  const end = (turn: OpenTurn, turnId: TurnId): void => {
    const key = threadKey(turn.thread);
    open.delete(key);
    const done: Promise<void> = (ending.get(key) ?? Promise.resolve())
      .then(() => finish(turn, turnId))
      // Nobody waits for it who could be told.
      .catch((error: unknown) => log.error('A turn could not be recorded', { error: String(error) }))
      .finally(() => {
        if (ending.get(key) === done) ending.delete(key);
      });
    ending.set(key, done);
  };

  const hear: TurnCaptures['hear'] = (thread, news) => {
    const key = threadKey(thread);
    let turn = open.get(key);
    if (news.type === 'ended') {
      // A review ends under the id of its outer turn.
      if (turn) end(turn, news.turnId);
      return;
    }
    if (!turn) {
      const cwd = news.type === 'started' ? threads.cwd(thread) : null;
      if (cwd === null) return;
      turn = begin(thread, cwd, news.turnId);
      onOpened(thread);
      return;
    }
    if (turn.turnId === null) {
      turn.turnId = news.turnId;
      turn.writer?.start();
      onOpened(thread);
    }
    switch (news.type) {
      case 'started':
        return;
      case 'works':
        if (!turn.captured) turn.late = true;
        if (news.unseen) turn.ran = true;
        return;
      case 'wrote':
        turn.changes.push(...news.changes);
        return;
      case 'diff':
        turn.diff = news.diff;
    }
  };

  return {
    beforeTurn: async (thread) => {
      const cwd = threads.cwd(thread);
      if (cwd === null) return;
      const turn = begin(thread, cwd, null);
      await withinBudget(clock, turn.before);
    },
    hear,
    serverDown: (serverId) => {
      for (const turn of [...open.values()]) {
        if (turn.thread.serverId !== serverId) continue;
        if (turn.turnId !== null) end(turn, turn.turnId);
        else {
          open.delete(threadKey(turn.thread));
          turn.writer?.leave(clock.now());
        }
      }
    },
    openTurn: (thread) => {
      const turnId = open.get(threadKey(thread))?.turnId ?? null;
      return turnId === null ? null : { turnId };
    },
    writers,
    idle: async () => {
      while (ending.size > 0) await Promise.all(ending.values());
    },
  };
}

async function withinBudget(clock: Clock, work: Promise<unknown>): Promise<void> {
  let cancel = () => {};
  const over = new Promise<void>((resolve) => {
    cancel = clock.after(BEFORE_BUDGET_MS, resolve);
  });
  await Promise.race([work, over]);
  cancel();
}
