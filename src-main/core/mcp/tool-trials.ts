import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import type { ToolResultPart } from '../../../src-shared/model/item.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createMcpGateway } from '../codex/mcp-gateway.ts';
import type { Clock } from '../ports.ts';

export interface Trial {
  readonly name: string;
  readonly tool: string;
  /** JSON text. */
  readonly arguments: string;
  readonly callId: string;
}

/** Tools tried by hand, in one thread per server that no list shows. */
export interface ToolTrials {
  run(
    server: CodexServer,
    trial: Trial,
  ): Promise<
    Result<
      { readonly parts: readonly ToolResultPart[]; readonly failed: boolean; readonly durationMs: number },
      AppError
    >
  >;
  cancel(callId: string): void;
  isTrial(threadId: string): boolean;
  dispose(): void;
}

export function createToolTrials(clock: Clock): ToolTrials {
  const threads = new Map<
    ServerId,
    { readonly server: CodexServer; readonly opened: Promise<Result<ThreadId, AppError>> }
  >();
  const ids = new Set<string>();
  const running = new Map<string, AbortController>();

  const open = (server: CodexServer) => {
    const known = threads.get(server.id);
    if (known) return known.opened;
    const opened = createMcpGateway(server)
      .openTrial(server.state().codexHome)
      .then((thread) => {
        if (thread.ok) ids.add(thread.value);
        else threads.delete(server.id);
        return thread;
      });
    threads.set(server.id, { server, opened });
    return opened;
  };
  /** A server that has crashed stays gone for its thread: the next trial gets another. */
  const close = (server: CodexServer, threadId: ThreadId) => {
    threads.delete(server.id);
    createMcpGateway(server).closeTrial(threadId);
  };

  return {
    run: async (server, { name, tool, arguments: given, callId }) => {
      const parsed = parseArguments(given);
      if (!parsed.ok) return parsed;
      const thread = await open(server);
      if (!thread.ok) return thread;
      const controller = new AbortController();
      running.set(callId, controller);
      const began = clock.now();
      try {
        const answer = await createMcpGateway(server).callTool(
          thread.value,
          { name, tool, arguments: parsed.value },
          controller.signal,
        );
        if (!answer.ok) {
          close(server, thread.value);
          return answer;
        }
        return ok({ ...answer.value, durationMs: clock.now() - began });
      } finally {
        running.delete(callId);
      }
    },
    cancel: (callId) => running.get(callId)?.abort(),
    isTrial: (threadId) => ids.has(threadId),
    dispose: () => {
      for (const controller of running.values()) controller.abort();
      for (const { server, opened } of threads.values()) {
        void opened.then((thread) => thread.ok && createMcpGateway(server).closeTrial(thread.value));
      }
      threads.clear();
    },
  };
}

type JsonObject = Record<string, null | boolean | number | string>;

function parseArguments(text: string): Result<JsonObject, AppError> {
  try {
    const value: unknown = text.trim() === '' ? {} : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok(value as JsonObject);
    return err({ code: 'mcp.bad-arguments', detail: 'A tool takes an object: { "name": value }' });
  } catch (error) {
    return err({ code: 'mcp.bad-arguments', detail: error instanceof Error ? error.message : String(error) });
  }
}
