import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { readOnServer } from '../codex/server-files.ts';
import type { FileTokens } from '../files/file-tokens.ts';
import type { Clock } from '../ports.ts';
import { listRemote, readRemoteText, writeRemoteText } from './remote-files.ts';
import { createRemoteGit, type RemoteGit } from './remote-git.ts';
import type { AwayHandlers } from './route.ts';

type Here = Pick<AppHandlers, 'files' | 'review'>;

/** What works on the folders of another machine. Worktrees, undo and staging need this machine's files, and are not among it. */
export function awayHandlers(options: {
  readonly here: Here;
  readonly find: (serverId: ServerId) => CodexServer | null;
  readonly tokens: FileTokens;
  readonly fileUrl: (fileId: string) => string;
  readonly clock: Clock;
}): AwayHandlers {
  const { here, find, tokens, fileUrl, clock } = options;
  const gits = new Map<CodexServer, RemoteGit>();
  const gitOf = (server: CodexServer): RemoteGit => {
    const git = gits.get(server) ?? createRemoteGit(server, clock);
    gits.set(server, git);
    return git;
  };
  const on = async <T>(serverId: ServerId, run: (server: CodexServer) => Promise<Result<T, AppError>>) => {
    const server = find(serverId);
    return server ? run(server) : err({ code: 'server.unknown', serverId } as const);
  };
  const none = <T>(sink: { emit(event: T): void }, event: T) => {
    sink.emit(event);
    return () => undefined;
  };
  const { search, addImage, drafts, keepDraft, desk, setDesk } = here.files;
  const { watchComments, saveComment, removeComment, sendComments } = here.review;
  return {
    files: {
      ...{ search, addImage, drafts, keepDraft, desk, setDesk },
      list: ({ serverId, ...input }) => on(serverId, (server) => listRemote(server, input)),
      readText: ({ serverId, ...input }) => on(serverId, (server) => readRemoteText(server, input)),
      writeText: ({ serverId, ...input }) => on(serverId, (server) => writeRemoteText(server, input)),
      // Nothing tells of changes there: what is shown is as it was opened.
      watch: () => () => undefined,
      imageUrl: async (input, context) => {
        // Pictures of messages are Skein's own, or carry their bytes with them.
        const own = input.source.startsWith('data:') || /^[0-9a-f]{64}\.[a-z]{3,4}$/.test(input.source);
        if (own) return here.files.imageUrl(input, context);
        return on(input.serverId, async (server) => {
          const read = await readOnServer(server, input.source);
          const id = read.ok ? tokens.forBytes(read.value, input.source) : read;
          return id.ok ? ok({ url: fileUrl(id.value) }) : id;
        });
      },
    },
    git: {
      watch: ({ serverId, folder }, sink) => {
        const server = find(serverId);
        if (server) return gitOf(server).watch(folder, (state) => sink.emit(state));
        sink.fail({ code: 'server.unknown', serverId });
        return () => undefined;
      },
      branches: ({ serverId, folder, ...input }) => on(serverId, (server) => gitOf(server).branches(folder, input)),
      commits: ({ serverId, folder, ...input }) => on(serverId, (server) => gitOf(server).commits(folder, input)),
    },
    checkpoints: { watch: (_input, sink) => none(sink, []) },
    recover: { list: () => Promise.resolve(ok({ snapshots: [], failed: [] })) },
    review: { watchComments, saveComment, removeComment, sendComments },
    worktrees: {
      watch: (_input, sink) => none(sink, []),
      watchPreparations: (_input, sink) => none(sink, []),
      environments: () => Promise.resolve(ok([])),
    },
  };
}
