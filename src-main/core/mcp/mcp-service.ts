import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type {
  McpBoard,
  McpContent,
  McpDetail,
  McpPart,
  McpServer,
  McpToolResult,
} from '../../../src-shared/model/mcp.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import type { McpChange } from '../codex/mcp-config-edits.ts';
import type { ReadContent } from '../codex/mcp-gateway.ts';
import type { FileTokens } from '../files/file-tokens.ts';
import { createLiveValues } from '../live/live-values.ts';
import type { Clock, Log } from '../ports.ts';
import { openMcpBook, type McpBook } from './mcp-board.ts';
import { createToolTrials, type Trial } from './tool-trials.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** MCP servers: what is set up, how it does, its tools and resources. */
export interface McpService {
  /** How its servers come up in threads is remembered from now on. */
  addServer(server: CodexServer): void;
  watch(server: CodexServer, cwd: string | null, sink: StreamSink<McpBoard>): Unsubscribe;
  reload(server: CodexServer): Answer<null>;
  check(server: CodexServer, name: string): Answer<null>;
  detail(server: CodexServer, name: string): Answer<McpDetail>;
  save(server: CodexServer, change: McpChange, isNew: boolean): Answer<null>;
  setEnabled(server: CodexServer, name: string, enabled: boolean): Answer<null>;
  remove(server: CodexServer, name: string): Answer<null>;
  readResource(server: CodexServer, name: string, uri: string): Answer<readonly McpContent[]>;
  callTool(server: CodexServer, trial: Trial): Answer<McpToolResult>;
  cancelCall(callId: string): void;
  signIn(server: CodexServer, name: string): Answer<{ readonly url: string }>;
  /** Something else brought or took servers. */
  changed(serverId: ServerId): void;
  dispose(): void;
}

export interface McpServiceOptions {
  readonly tokens: FileTokens;
  readonly fileUrl: (fileId: string) => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Texts of tools and resources are cut off here. */
const MAX_SHOWN_CHARS = 2_000_000;

export function createMcpService({ tokens, fileUrl, clock, log }: McpServiceOptions): McpService {
  const books = new Map<ServerId, McpBook>();
  const trials = createToolTrials(clock);
  const bookOf = (server: CodexServer): McpBook => {
    const known = books.get(server.id);
    if (known) return known;
    const book = openMcpBook(server, clock, (threadId) => trials.isTrial(threadId));
    books.set(server.id, book);
    book.onChange(() => boards.change(server.id, (servers) => book.again(servers)));
    return book;
  };
  const boards = createLiveValues<readonly McpServer[]>({
    name: 'MCP servers',
    read: (server, cwd) => bookOf(server).list(cwd),
    log,
  });
  /** After a change of the configuration: loaded threads take it up, and what was changed is looked at again. */
  const takeUp = async (server: CodexServer): Answer<null> => {
    bookOf(server).forget();
    const [reloaded, listed] = await Promise.all([bookOf(server).gateway.reload(), boards.reload(server.id)]);
    return reloaded.ok ? listed : reloaded;
  };
  const ownConfig = async (server: CodexServer, name: string): Answer<null> => {
    const configured = await bookOf(server).gateway.configured(null);
    if (!configured.ok) return configured;
    const found = configured.value.find((one) => one.name === name);
    if (!found) return err({ code: 'mcp.unknown', name });
    return found.origin === 'user' ? ok(null) : err({ code: 'mcp.not-yours', name });
  };
  const write = async (server: CodexServer, name: string, run: () => Answer<null>): Answer<null> => {
    const own = await ownConfig(server, name);
    if (!own.ok) return own;
    const written = await run();
    return written.ok ? takeUp(server) : written;
  };
  const image = (bytes: Uint8Array): McpPart => {
    const token = tokens.forBytes(bytes, 'resource');
    return token.ok ? { kind: 'image', source: fileUrl(token.value) } : { kind: 'binary', bytes: bytes.length };
  };
  const content = (read: ReadContent): McpContent => ({
    uri: read.uri,
    type: read.type,
    part:
      'text' in read
        ? { kind: 'text', text: read.text.slice(0, MAX_SHOWN_CHARS) }
        : image(Buffer.from(read.base64, 'base64')),
  });

  return {
    addServer: (server) => void bookOf(server),
    watch: (server, cwd, sink) =>
      boards.watch(server, cwd, {
        emit: (servers) => sink.emit({ servers }),
        fail: (error) => sink.fail(error),
      }),
    reload: takeUp,
    check: async (server, name) => {
      await bookOf(server).check(name);
      return ok(null);
    },
    detail: async (server, name) => {
      const book = bookOf(server);
      if (!book.checked(name)) await book.check(name);
      const checked = book.checked(name);
      return checked ? ok(checked.detail) : err({ code: 'mcp.unknown', name });
    },
    save: async (server, change, isNew) => {
      const { gateway } = bookOf(server);
      if (!isNew) return write(server, change.name, () => gateway.save(change));
      const configured = await gateway.configured(null);
      if (!configured.ok) return configured;
      if (configured.value.some(({ name }) => name === change.name)) {
        return err({ code: 'mcp.exists', name: change.name });
      }
      const written = await gateway.save(change);
      return written.ok ? takeUp(server) : written;
    },
    setEnabled: (server, name, enabled) => write(server, name, () => bookOf(server).gateway.setEnabled(name, enabled)),
    remove: (server, name) => write(server, name, () => bookOf(server).gateway.remove(name)),
    readResource: async (server, name, uri) => {
      const read = await bookOf(server).gateway.readResource(name, uri);
      return read.ok ? ok(read.value.map(content)) : read;
    },
    callTool: async (server, trial) => {
      const answer = await trials.run(server, trial);
      if (!answer.ok) return answer;
      return ok({ ...answer.value, parts: answer.value.parts.map((part) => servedPart(part, image)) });
    },
    cancelCall: (callId) => trials.cancel(callId),
    signIn: async (server, name) => {
      const book = bookOf(server);
      const answer = await book.gateway.signIn(name);
      if (!answer.ok) return answer;
      book.setSignIn(name, { kind: 'waiting', url: answer.value });
      return ok({ url: answer.value });
    },
    changed: (serverId) => {
      books.get(serverId)?.forget();
      void boards.reload(serverId);
    },
    dispose: () => {
      trials.dispose();
      boards.dispose();
      for (const book of books.values()) book.dispose();
    },
  };
}

/** Pictures of tools come as data addresses; the page loads them from the core. */
function servedPart(part: McpToolResult['parts'][number], image: (bytes: Uint8Array) => McpPart): McpPart {
  if (part.kind !== 'image') return part;
  const [, base64] = /^data:[^,]*;base64,(.*)$/s.exec(part.source) ?? [];
  return base64 === undefined ? { kind: 'text', text: part.source } : image(Buffer.from(base64, 'base64'));
}
