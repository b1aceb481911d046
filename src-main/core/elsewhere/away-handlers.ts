import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { ok } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { readOnServer } from '../codex/server-files.ts';
import type { ProjectService } from '../projects/project-service.ts';
import { isLocalServer } from '../servers/server-id.ts';
import type { GitBenchParts } from '../workbench-git.ts';
import { createAwayBench, type AwayBench } from './away-bench.ts';
import { listRemote, readRemoteText, writeRemoteText } from './remote-files.ts';
import { createRemoteGit, type RemoteGit } from './remote-git.ts';
import type { AwayHandlers } from './route.ts';

type Here = Pick<AppHandlers, 'files' | 'review'>;

/** What works on the folders of other machines. */
export interface Away {
  /** Null: the server's files are this machine's. A server that is not known (any more) refuses everything. */
  handlers(serverId: ServerId): AwayHandlers | null;
  addServer(server: CodexServer): void;
  beforeTurn(thread: ThreadRef): Promise<void>;
  threadGone(thread: ThreadRef): Promise<void>;
  /** The user wrote in a working tree there. */
  userWrote(serverId: ServerId, folder: string): Promise<void>;
  dispose(): Promise<void>;
}

export interface AwayOptions extends GitBenchParts {
  readonly here: Here;
  readonly projects: Pick<ProjectService, 'list'>;
}

export function createAway(options: AwayOptions): Away {
  const benches = new Map<ServerId, { readonly bench: AwayBench; readonly handlers: () => AwayHandlers }>();
  return {
    handlers: (serverId) => (isLocalServer(serverId) ? null : (benches.get(serverId)?.handlers() ?? {})),
    addServer: (server) => {
      const bench = createAwayBench(server, options);
      const { full, plain } = handlersOf(server, bench, options);
      // What works on files there goes through the tools of POSIX systems.
      benches.set(server.id, { bench, handlers: () => (server.state().platform === 'windows' ? plain : full) });
    },
    beforeTurn: async (thread) => benches.get(thread.serverId)?.bench.checkpoints.beforeTurn(thread),
    threadGone: async (thread) => benches.get(thread.serverId)?.bench.checkpoints.threadGone(thread),
    userWrote: async (serverId, folder) => benches.get(serverId)?.bench.checkpoints.userWrote(folder, null),
    dispose: async () => {
      await Promise.all([...benches.values()].map(({ bench }) => bench.dispose()));
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
  const files: AwayHandlers['files'] = {
    ...{ search, addImage, drafts, keepDraft, desk, setDesk },
    list: (input) => listRemote(server, input),
    readText: (input) => readRemoteText(server, input),
    writeText: (input) => writeRemoteText(server, input),
    // Nothing tells of changes there: what is shown is as it was opened.
    watch: () => () => undefined,
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
  const asking = lazily(() => createRemoteGit(server, clock));
  const { snapshots } = bench;
  return {
    full: {
      ...{ files, worktrees },
      ...lookingAfterwards(bench.handlers, bench.poke),
      recover: {
        list: async () => ok(await snapshots.listAll(server.id)),
        restore: ({ id, to }) => snapshots.restore(server.id, id, to).finally(bench.poke),
        remove: ({ ids }) => snapshots.remove(server.id, ids),
        take: async ({ folder, title }) => {
          const taken = await snapshots.take({ folder, reason: 'manual', title, thread: null });
          return taken.ok ? ok({ id: taken.value.id }) : taken;
        },
      },
    },
    plain: {
      ...{ files, worktrees },
      git: {
        watch: ({ folder }, sink) => asking().watch(folder, (state) => sink.emit(state)),
        branches: ({ folder, ...input }) => asking().branches(folder, input),
        commits: ({ folder, ...input }) => asking().commits(folder, input),
      },
      checkpoints: { watch: (_input, sink) => none(sink, []) },
      recover: { list: () => Promise.resolve(ok({ snapshots: [], failed: [] })) },
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
  ...['branches', 'commits', 'lastMessage', 'draftMessage', 'stashes', 'draftPullRequest', 'cancelJob'],
  ...['diffs', 'contents', 'image', 'setViewed', 'preview', 'saveComment', 'removeComment', 'sendComments'],
]);

/** Nothing tells of changes on another machine, but what was done from here is known. */
function lookingAfterwards<H extends AwayHandlers>(handlers: H, look: () => void): H {
  type Any = Readonly<Record<string, Readonly<Record<string, (...args: readonly unknown[]) => unknown>>>>;
  const slices = Object.entries(handlers as unknown as Any).map(([slice, methods]) => {
    const looking = Object.entries(methods).map(([method, run]) => [
      method,
      (...args: readonly unknown[]) => {
        const answer = run(...args);
        return answer instanceof Promise && !READS.has(method) ? answer.finally(look) : answer;
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
