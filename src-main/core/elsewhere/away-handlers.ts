import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { readOnServer } from '../codex/server-files.ts';
import { createEntry, duplicateEntry, renameEntry } from '../files/file-changes.ts';
import { previewKind } from '../files/preview-kind.ts';
import { isUnreachable } from '../hosts/host-files.ts';
import { createSerial } from '../scheduling/serial.ts';
import { isLocalServer } from '../servers/server-id.ts';
import { worktreeHandlers } from '../rpc/handlers-worktrees.ts';
import { createAwayBench, type AwayBench, type AwayBenchParts } from './away-bench.ts';
import { listRemote, readRemoteText, writeRemoteText } from './remote-files.ts';
import { createRemoteGit, type RemoteGit } from './remote-git.ts';
import type { AwayHandlers } from './route.ts';

type Here = Pick<AppHandlers, 'files' | 'review'>;

/** What works on the folders of other machines. */
export interface Away {
  /** Null: the server's files are this machine's. A server that is not known (any more) refuses everything. */
  handlers(serverId: ServerId): AwayHandlers | null;
  addServer(server: CodexServer): void;
  /** The machine was taken off the list: nothing of it is watched or kept in memory any more. */
  removeServer(serverId: ServerId): void;
  beforeTurn(thread: ThreadRef): Promise<void>;
  threadGone(thread: ThreadRef): Promise<void>;
  /** The user wrote in a working tree there. */
  userWrote(serverId: ServerId, folder: string): Promise<void>;
  /** What is under way for worktrees has been written down. */
  settle(): Promise<void>;
  dispose(): Promise<void>;
}

export interface AwayOptions extends AwayBenchParts {
  readonly here: Here;
}

export function createAway(options: AwayOptions): Away {
  const benches = new Map<ServerId, { readonly bench: AwayBench; readonly handlers: () => AwayHandlers }>();
  /** Of machines that were taken off the list. */
  const ending = new Set<Promise<void>>();
  return {
    handlers: (serverId) => (isLocalServer(serverId) ? null : (benches.get(serverId)?.handlers() ?? {})),
    addServer: (server) => {
      const bench = createAwayBench(server, options);
      const { full, plain } = handlersOf(server, bench, options);
      // What works on files there goes through the tools of POSIX systems.
      benches.set(server.id, { bench, handlers: () => (server.state().platform === 'windows' ? plain : full) });
    },
    removeServer: (serverId) => {
      const gone = benches.get(serverId)?.bench;
      benches.delete(serverId);
      const ended = gone?.worktrees.dispose().then(() => gone.dispose());
      if (ended) ending.add(ended.finally(() => ending.delete(ended)));
    },
    beforeTurn: async (thread) => benches.get(thread.serverId)?.bench.checkpoints.beforeTurn(thread),
    threadGone: async (thread) => benches.get(thread.serverId)?.bench.checkpoints.threadGone(thread),
    userWrote: async (serverId, folder) => benches.get(serverId)?.bench.checkpoints.userWrote(folder, null),
    settle: async () => {
      await Promise.all([...benches.values()].map(({ bench }) => bench.worktrees.dispose()));
    },
    dispose: async () => {
      await Promise.all([...ending, ...[...benches.values()].map(({ bench }) => bench.dispose())]);
    },
  };
}

/** `full`: on POSIX systems. `plain`: where only Git itself can be asked; review, staging, undo and snapshots are not among it. */
function handlersOf(
  server: CodexServer,
  bench: AwayBench,
  options: AwayOptions,
): { readonly full: AwayHandlers; readonly plain: AwayHandlers } {
  const { here, tokens, fileUrl, clock } = options;
  const { search, addImage, drafts, keepDraft, desk, setDesk } = here.files;
  const { watchComments, saveComment, removeComment, sendComments } = here.review;
  const { snapshots, trash, watching } = bench;
  const files: AwayHandlers['files'] = {
    ...{ search, addImage, drafts, keepDraft, desk, setDesk },
    list: (input) => {
      watching.saw(input.root, input.path);
      return listRemote(server, input);
    },
    readText: (input) => {
      watching.saw(input.root, input.path);
      return readRemoteText(server, input);
    },
    watch: ({ root }, sink) => watching.watch(root, sink),
    // What a page of another machine would load lies there: only what is whole in itself is shown.
    preview: ({ path }) => {
      const kind = previewKind(path);
      const isShown = kind === 'image' || kind === 'markdown';
      return Promise.resolve(isShown ? ok({ url: null, kind }) : err({ code: 'host.not-here' }));
    },
    imageUrl: async (input, context) => {
      // Pictures of messages are Skein's own, or carry their bytes with them.
      const own = input.source.startsWith('data:') || /^[0-9a-f]{64}\.[a-z]{3,4}$/.test(input.source);
      if (own) return here.files.imageUrl(input, context);
      const read = await readOnServer(server, input.source);
      const id = read.ok ? tokens.forBytes(read.value, input.source) : read;
      return id.ok ? ok({ url: fileUrl(id.value) }) : id;
    },
  };
  const worktrees: AwayHandlers['worktrees'] = {
    watch: (_input, sink) => none(sink, []),
    watchPreparations: (_input, sink) => none(sink, []),
    environments: () => Promise.resolve(ok([])),
  };
  /** Changes below a root, one after the other. */
  const inTurn = createSerial<string>();
  const change = async <T>(root: string, run: () => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const done = await inTurn.run(root, run);
    if (done.ok) void bench.checkpoints.userWrote(root, null);
    return done;
  };
  const changes: AwayHandlers['files'] = {
    writeText: (input) => change(input.root, () => writeRemoteText(server, input)),
    create: (input) => change(input.root, () => createEntry(input, bench.files)),
    rename: (input) => change(input.root, () => renameEntry(input, bench.files)),
    duplicate: (input) => change(input.root, () => duplicateEntry(input, bench.files)),
    remove: (input) =>
      change(input.root, async () => {
        const removed = await trash.remove(input);
        if (removed.ok) void trash.sweep();
        return removed;
      }),
    restoreRemoved: ({ id }) => trash.restore(id),
  };
  const asking = lazily(() => createRemoteGit(server, clock));
  const recover: Required<AwayHandlers>['recover'] = {
    copies: async () => ok(await trash.list()),
    restoreCopy: ({ id }) => trash.restore(id),
    removeCopy: ({ id }) => trash.forget(id),
    list: async () => ok(await snapshots.listAll(server.id)),
    restore: ({ id, to }) => snapshots.restore(server.id, id, to),
    remove: ({ ids }) => snapshots.remove(server.id, ids),
    take: async ({ folder, title }) => {
      const taken = await snapshots.take({ folder, reason: 'manual', title, thread: null });
      return taken.ok ? ok({ id: taken.value.id }) : taken;
    },
  };
  return {
    full: {
      ...lookingAfterwards(
        {
          ...bench.handlers,
          files: { ...files, ...changes },
          worktrees: worktreeHandlers(bench.worktrees),
          recover,
        },
        bench.poke,
      ),
    },
    plain: {
      files: { ...files, writeText: (input) => writeRemoteText(server, input) },
      worktrees,
      git: {
        watch: ({ folder }, sink) => asking().watch(folder, (state) => sink.emit(state)),
        branches: ({ folder, ...input }) => asking().branches(folder, input),
        commits: ({ folder, ...input }) => asking().commits(folder, input),
      },
      checkpoints: { watch: (_input, sink) => none(sink, []) },
      recover: {
        list: () => Promise.resolve(ok({ snapshots: [], failed: [] })),
        copies: () => Promise.resolve(ok([])),
      },
      review: { watchComments, saveComment, removeComment, sendComments },
    },
  };
}

const none = <T>(sink: { emit(event: T): void; fail(error: AppError): void }, event: T) => {
  sink.emit(event);
  return () => undefined;
};

/** Calls that leave everything as it is. */
const READS = new Set([
  ...['search', 'addImage', 'drafts', 'keepDraft', 'desk', 'setDesk', 'readText', 'imageUrl', 'copies'],
  ...['branches', 'commits', 'lastMessage', 'draftMessage', 'stashes', 'draftPullRequest', 'cancelJob'],
  ...['diffs', 'contents', 'image', 'setViewed', 'preview', 'saveComment', 'removeComment', 'sendComments'],
  ...['environments', 'handoffPreview', 'list'],
]);

/**
 * Nothing tells of changes on another machine, but what was done from here is known. A machine that went away in the midst of a call is a
 * failure with words, not a bug.
 */
function lookingAfterwards<H extends AwayHandlers>(handlers: H, look: () => void): H {
  type Any = Readonly<Record<string, Readonly<Record<string, (...args: readonly unknown[]) => unknown>>>>;
  const slices = Object.entries(handlers as unknown as Any).map(([slice, methods]) => {
    const looking = Object.entries(methods).map(([method, run]) => [
      method,
      (...args: readonly unknown[]) => {
        const answer = run(...args);
        if (!(answer instanceof Promise)) return answer;
        const answered = answer.catch((error: unknown) => {
          if (!isUnreachable(error)) throw error;
          return err({ code: 'server.not-running' });
        });
        return READS.has(method) ? answered : answered.finally(look);
      },
    ]);
    return [slice, Object.fromEntries(looking) as unknown];
  });
  return Object.fromEntries(slices) as H;
}

function lazily(make: () => RemoteGit): () => RemoteGit {
  let made: RemoteGit | null = null;
  return () => (made ??= make());
}
