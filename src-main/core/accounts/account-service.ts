import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type {
  AccountState,
  AccountUsage,
  NudgeAnswer,
  NudgeSubject,
  ResetAnswer,
  ThreadUsage,
} from '../../../src-shared/model/account.ts';
import type { ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import { limitBlock } from '../../../src-shared/model/limit-block.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import type { Clock, Log } from '../ports.ts';
import type { LimitWatch } from '../queue/reset-watch.ts';
import { openAccountBook, type AccountBook } from './account-book.ts';
import type { TokenCommand } from './token-command.ts';

/** Signing in and out, and limits, of every server. Each call fails with `server.unknown` where there is no such server. */
export interface AccountService {
  addServer(server: CodexServer): void;
  watch(serverId: ServerId, sink: StreamSink<AccountState>): Unsubscribe;
  signIn(serverId: ServerId, way: 'chatgpt' | 'deviceCode' | 'hostTokens'): Promise<Result<null, AppError>>;
  signInWithKey(serverId: ServerId, apiKey: string): Promise<Result<null, AppError>>;
  cancelSignIn(serverId: ServerId): Promise<Result<null, AppError>>;
  gatewaySignIn(serverId: ServerId, way: 'chatgpt' | 'deviceCode'): Promise<Result<null, AppError>>;
  cancelGatewaySignIn(serverId: ServerId): Promise<Result<null, AppError>>;
  /** Another model provider may be in use, which asks for a sign-in of its own. */
  configChanged(serverId: ServerId): void;
  logOut(serverId: ServerId): Promise<Result<null, AppError>>;
  /** `focus` fails for nothing: what could not be read is told by the stream. `asked` fails with `account.*`. */
  readLimits(serverId: ServerId, why: 'focus' | 'asked'): Promise<Result<null, AppError>>;
  usage(serverId: ServerId): Promise<Result<AccountUsage, AppError>>;
  threadUsage(serverId: ServerId, threadId: ThreadId): Promise<Result<ThreadUsage | null, AppError>>;
  /** Reads the limits afterwards, which the stream brings. */
  useResetCredit(serverId: ServerId, attemptId: string): Promise<Result<ResetAnswer, AppError>>;
  notifyOwner(serverId: ServerId, about: NudgeSubject): Promise<Result<NudgeAnswer, AppError>>;
  /** For what waits until an account may go on. */
  readonly limits: LimitWatch;
  readonly gates: SignInGates;
  dispose(): void;
}

/** Sign-ins that model providers ask for before they take messages: without one Codex opens a page and leaves the turn waiting. */
export interface SignInGates {
  /** Fails with `account.provider-sign-in`. Where nobody was signed in, the server is asked once more. */
  check(serverId: ServerId): Promise<Result<null, AppError>>;
  /** Tells, whenever it was looked at, that messages may go to the provider of a server. */
  onOpen(listener: (serverId: ServerId) => void): Unsubscribe;
}

export interface AccountPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** What keeps the sign-in of a server outside of Codex; null for most. */
  readonly tokensFor: (serverId: ServerId) => TokenCommand | null;
}

export function createAccountService({ clock, log, tokensFor }: AccountPorts): AccountService {
  const books = new Map<ServerId, AccountBook>();
  const reads = createListeners<ServerId>('limits', log);
  const opened = createListeners<ServerId>('sign-in gates', log);
  const use = async <T>(serverId: ServerId, run: (book: AccountBook) => Promise<Result<T, AppError>>) => {
    const book = books.get(serverId);
    return book ? run(book) : err<AppError>({ code: 'server.unknown', serverId });
  };
  return {
    addServer: (server) => {
      books.get(server.id)?.dispose();
      books.set(
        server.id,
        openAccountBook(server, {
          ...{ clock, log, tokens: tokensFor(server.id) },
          onRead: () => reads.emit(server.id),
          onOpen: () => opened.emit(server.id),
        }),
      );
    },
    watch: (serverId, sink) => {
      const book = books.get(serverId);
      if (book) return book.watch((state) => sink.emit(state));
      sink.fail({ code: 'server.unknown', serverId });
      return () => undefined;
    },
    signIn: (serverId, way) =>
      use(serverId, async ({ signIn }) => {
        await (way === 'hostTokens' ? signIn.beginWithTokens() : signIn.begin(way));
        return ok(null);
      }),
    signInWithKey: (serverId, apiKey) =>
      use(serverId, ({ signIn }) => signIn.beginWithKey(apiKey).then(() => ok(null))),
    cancelSignIn: (serverId) => use(serverId, ({ signIn }) => signIn.cancel().then(() => ok(null))),
    gatewaySignIn: (serverId, way) =>
      use(serverId, ({ gatewayDesk }) => gatewayDesk.flow.begin(way).then(() => ok(null))),
    cancelGatewaySignIn: (serverId) =>
      use(serverId, ({ gatewayDesk }) => gatewayDesk.flow.cancel().then(() => ok(null))),
    configChanged: (serverId) => void books.get(serverId)?.gatewayDesk.read(),
    logOut: (serverId) => use(serverId, ({ gateway }) => gateway.logOut()),
    readLimits: (serverId, why) =>
      use(serverId, async ({ limits }) => {
        if (why === 'asked') return limits.read();
        await limits.readIfOld();
        return ok(null);
      }),
    usage: (serverId) => use(serverId, ({ gateway }) => gateway.usage()),
    threadUsage: (serverId, threadId) => use(serverId, ({ gateway }) => gateway.threadUsage(threadId)),
    useResetCredit: (serverId, attemptId) =>
      use(serverId, async ({ gateway, limits }) => {
        const answer = await gateway.useResetCredit(attemptId);
        if (answer.ok) await limits.read();
        return answer;
      }),
    notifyOwner: (serverId, about) => use(serverId, ({ gateway }) => gateway.notifyOwner(about)),
    limits: {
      block: (serverId) => {
        const book = books.get(serverId);
        return book ? limitBlock(book.current(), clock.now()) : null;
      },
      askBlock: (serverId) =>
        use(serverId, async (book) => {
          const read = await book.limits.read();
          if (read.ok) return ok(limitBlock(book.current(), 0));
          return read.error.code.startsWith('server.') ? read : ok(null);
        }),
      onRead: (listener) => reads.add(listener),
    },
    gates: {
      check: (serverId) =>
        use(serverId, async ({ gatewayDesk }) => {
          if (gatewayDesk.current()?.ready === false) await gatewayDesk.read();
          const gateway = gatewayDesk.current();
          return gateway?.ready === false
            ? err({ code: 'account.provider-sign-in', provider: gateway.provider })
            : ok(null);
        }),
      onOpen: (listener) => opened.add(listener),
    },
    dispose: () => {
      for (const book of books.values()) book.dispose();
      books.clear();
    },
  };
}
