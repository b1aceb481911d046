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
  McpWritten,
} from '../../../src-shared/model/mcp.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { KeyEdit } from '../codex/config-edits.ts';
import type { ReadConfig } from '../codex/config-gateway.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import type { McpChange } from '../codex/mcp-config-edits.ts';
import type { ReadContent } from '../codex/mcp-gateway.ts';
import type { ConfigWriter } from '../config/config-service.ts';
import type { FileTokens } from '../files/file-tokens.ts';
import { createLiveValues } from '../live/live-values.ts';
import type { Clock, Log } from '../ports.ts';
import { openMcpBook, type McpBook } from './mcp-board.ts';
import { additionOf, changeOf, keyEditOf } from './mcp-edits.ts';
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
  /** `seen`: the stamp that was shown, null to overwrite; `isNew`: the name must be free. */
  save(
    server: CodexServer,
    change: McpChange,
    how: { readonly isNew: boolean; readonly seen: string | null },
  ): Answer<McpWritten>;
  setEnabled(server: CodexServer, name: string, enabled: boolean): Answer<null>;
  remove(server: CodexServer, name: string): Answer<McpWritten>;
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
  readonly config: ConfigWriter;
  readonly clock: Clock;
  readonly log: Log;
}

/** Longer texts of tools and resources are cut off here, and say so. */
const MAX_SHOWN_CHARS = 2_000_000;

export function createMcpService({ tokens, fileUrl, config, clock, log }: McpServiceOptions): McpService {
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
  const write = async (
    server: CodexServer,
    make: (read: ReadConfig) => Result<readonly KeyEdit[], AppError>,
  ): Answer<McpWritten> => {
    const written = await config.edit(server.id, make);
    if (!written.ok) {
      // Whoever was faster is shown.
      if (written.error.code === 'config.changed-elsewhere') await boards.reload(server.id);
      return written;
    }
    const taken = await takeUp(server);
    return taken.ok ? ok({ copy: written.value.copy }) : taken;
  };
  const image = (bytes: Uint8Array): McpPart => {
    const token = tokens.forBytes(bytes, 'resource');
    return token.ok ? { kind: 'image', source: fileUrl(token.value) } : { kind: 'binary', bytes: bytes.length };
  };
  const content = (read: ReadContent): McpContent => ({
    uri: read.uri,
    type: read.type,
    parts: 'text' in read ? bounded(read.text) : [image(Buffer.from(read.base64, 'base64'))],
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
    save: (server, change, { isNew, seen }) =>
      write(server, (read) => (isNew ? additionOf(change, read) : changeOf(change, seen, read))),
    setEnabled: async (server, name, enabled) => {
      const written = await write(server, (read) => keyEditOf(name, 'enabled', enabled ? null : false, read));
      return written.ok ? ok(null) : written;
    },
    remove: (server, name) => write(server, (read) => keyEditOf(name, null, null, read)),
    readResource: async (server, name, uri) => {
      const read = await bookOf(server).gateway.readResource(name, uri);
      return read.ok ? ok(read.value.map(content)) : read;
    },
    callTool: async (server, trial) => {
      const answer = await trials.run(server, trial);
      if (!answer.ok) return answer;
      return ok({ ...answer.value, parts: answer.value.parts.flatMap((part) => shownParts(part, image)) });
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
function shownParts(part: McpToolResult['parts'][number], image: (bytes: Uint8Array) => McpPart): readonly McpPart[] {
  if (part.kind === 'text') return bounded(part.text);
  if (part.kind !== 'image') return [part];
  const [, base64] = /^data:[^,]*;base64,(.*)$/s.exec(part.source) ?? [];
  return base64 === undefined ? bounded(part.source) : [image(Buffer.from(base64, 'base64'))];
}

function bounded(text: string): readonly McpPart[] {
  const rest = text.length - MAX_SHOWN_CHARS;
  if (rest <= 0) return [{ kind: 'text', text }];
  return [
    { kind: 'text', text: text.slice(0, MAX_SHOWN_CHARS) },
    { kind: 'cut', chars: rest },
  ];
}
