import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { HookEntry, HookRun, HookShelf } from '../../../src-shared/model/extension.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import type { HookMetadata } from './protocol/generated/v2/HookMetadata';
import type { HookRunSummary } from './protocol/generated/v2/HookRunSummary';
import { featuresOf, unsupported } from './server-access.ts';

/** Hooks of one server. */
export interface HookGateway {
  /** Fails with `codex.unsupported` on versions that do not list them. */
  list(cwd: string | null): Promise<Result<Omit<HookShelf, 'runs'>, AppError>>;
  /** Begun and ended runs, of every thread. */
  onRun(listener: (run: HookRun) => void): Unsubscribe;
}

/** Each piece of what a hook printed is cut off here. */
const MAX_OUTPUT_CHARS = 20_000;

export function createHookGateway(server: CodexServer): HookGateway {
  return {
    list: async (cwd) => {
      const features = await featuresOf(server);
      if (!features.ok) return features;
      if (!features.value.capabilities.hookLists) return unsupported('hookLists', features.value);
      const answer = await server.call('hooks/list', { ...(cwd !== null && { cwds: [cwd] }) });
      if (!answer.ok) return answer;
      const { data } = answer.value;
      return ok({
        hooks: data.flatMap(({ hooks }) => hooks.map(mapHook)),
        warnings: data.flatMap(({ warnings }) => warnings),
        problems: data.flatMap(({ errors }) => errors.map(({ path, message }) => ({ path, message }))),
      });
    },
    onRun: (listener) =>
      server.onNotification((notification) => {
        if (notification.method !== 'hook/started' && notification.method !== 'hook/completed') return;
        listener(mapRun(notification.params.threadId, notification.params.run));
      }),
  };
}

function mapHook(hook: HookMetadata): HookEntry {
  return {
    key: hook.key,
    event: hook.eventName,
    matcher: hook.matcher,
    handler: handlerOf(hook),
    timeoutSec: Number(hook.timeoutSec),
    message: hook.statusMessage,
    source: hook.source,
    sourcePath: hook.sourcePath,
    pluginId: hook.pluginId,
    enabled: hook.enabled,
    trust: hook.isManaged ? 'managed' : hook.trustStatus,
    hash: hook.currentHash,
  };
}

function handlerOf(hook: HookMetadata): HookEntry['handler'] {
  switch (hook.handlerType) {
    case 'command':
      return { kind: 'command', command: hook.command };
    case 'mcpTool':
      return { kind: 'tool', server: hook.server, tool: hook.tool };
    default:
      return { kind: hook.handlerType };
  }
}

const mapRun = (threadId: string, run: HookRunSummary): HookRun => ({
  id: run.id,
  threadId: threadId as ThreadId,
  event: run.eventName,
  sourcePath: run.sourcePath,
  status: run.status,
  startedAtMs: toMilliseconds(Number(run.startedAt)),
  durationMs: run.durationMs === null ? null : Number(run.durationMs),
  output: run.entries.map(({ kind, text }) => ({ kind, text: text.slice(0, MAX_OUTPUT_CHARS) })),
});

/** Some versions count seconds. */
const SECONDS_BEFORE = 100_000_000_000;
const toMilliseconds = (time: number): number => (time < SECONDS_BEFORE ? time * 1000 : time);
