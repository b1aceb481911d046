import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { McpServer, McpSignIn, McpStart, McpStatus } from '../../../src-shared/model/mcp.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createConfigGateway } from '../codex/config-gateway.ts';
import { mapMcpConfig, type ConfiguredMcp } from '../codex/map-mcp.ts';
import { createMcpGateway, type CheckedMcp, type McpGateway } from '../codex/mcp-gateway.ts';
import type { Clock } from '../ports.ts';
import { createSlots } from '../scheduling/slots.ts';
import { stampOf } from './mcp-stamp.ts';

/** What is known about the MCP servers of one app-server: checks, starts and sign-ins, whatever folder looks. */
export interface McpBook {
  readonly gateway: McpGateway;
  /** The servers of a folder with what is known of them. Those nobody has looked at are looked at. */
  list(cwd: string | null): Promise<Result<readonly McpServer[], AppError>>;
  /** The same list with what is known by now. */
  again(servers: readonly McpServer[]): readonly McpServer[];
  /** Looks at one server again; resolves when it has answered. */
  check(name: string): Promise<void>;
  /** Forgets what is known, so that the next list looks again. */
  forget(): void;
  /** The last look at a server that worked. */
  checked(name: string): CheckedMcp | null;
  setSignIn(name: string, signIn: McpSignIn | null): void;
  onChange(listener: () => void): Unsubscribe;
  dispose(): void;
}

/** Looks at once: each starts a process, or more. */
const CHECKS_AT_ONCE = 3;
/** What Codex itself waits for a server to start, and then some for its answers. */
const DEFAULT_START_MS = 30_000;
const ANSWERS_MS = 30_000;
const KEPT_STARTS = 20;

interface Known {
  readonly status: McpStatus;
  readonly checked: CheckedMcp | null;
}

export function openMcpBook(server: CodexServer, clock: Clock, isTrial: (threadId: string) => boolean): McpBook {
  const gateway = createMcpGateway(server);
  const slots = createSlots(CHECKS_AT_ONCE);
  const listeners = new Set<() => void>();
  const known = new Map<string, Known>();
  const starts = new Map<string, readonly McpStart[]>();
  const signIns = new Map<string, McpSignIn>();
  const waits = new Map<string, number>();
  /** Looks that were begun before a `forget` say nothing any more. */
  let generation = 0;
  const changed = () => {
    for (const listener of listeners) listener();
  };

  const look = async (name: string) => {
    const mine = generation;
    known.set(name, { status: { kind: 'checking' }, checked: known.get(name)?.checked ?? null });
    changed();
    const timeoutMs = (waits.get(name) ?? DEFAULT_START_MS) + ANSWERS_MS;
    const answer = await slots.run(() => gateway.check(name, timeoutMs));
    if (mine !== generation) return;
    if (!answer.ok) {
      const { error } = answer;
      const message = error.code === 'mcp.failed' ? error.detail : error.code;
      known.set(name, { status: { kind: 'failed', message }, checked: null });
    } else if (answer.value) known.set(name, { status: answer.value.status, checked: answer.value });
    else known.set(name, { status: { kind: 'failed', message: 'Codex does not know this server' }, checked: null });
    changed();
  };
  const statusOf = (name: string, enabled: boolean): McpStatus =>
    enabled ? (known.get(name)?.status ?? { kind: 'checking' }) : { kind: 'off' };
  const describe = ({ stored, ...entry }: ConfiguredMcp): McpServer => ({
    ...entry,
    stamp: stored && stampOf(stored),
    pluginId: null,
    ...facts(entry.name, entry.config.enabled),
  });
  const facts = (name: string, enabled: boolean) => ({
    status: statusOf(name, enabled),
    starts: starts.get(name) ?? [],
    signIn: signIns.get(name) ?? null,
  });

  const stopHearing = gateway.onEvent((event) => {
    if (event.kind === 'start') {
      if (isTrial(event.start.threadId)) return;
      const others = (starts.get(event.name) ?? []).filter(({ threadId }) => threadId !== event.start.threadId);
      starts.set(event.name, [{ ...event.start, atMs: clock.now() }, ...others].slice(0, KEPT_STARTS));
    } else {
      signIns.set(event.name, event.error === null ? { kind: 'done' } : { kind: 'failed', message: event.error });
      if (event.error === null) void look(event.name);
    }
    changed();
  });

  return {
    gateway,
    list: async (cwd) => {
      const [read, plugins] = await Promise.all([createConfigGateway(server).read(cwd), gateway.ofPlugins()]);
      if (!read.ok) return read;
      const configured = mapMcpConfig(read.value);
      const own = new Set(configured.map(({ name }) => name));
      // The servers of the configuration are of use without those of plugins.
      const brought = plugins.ok ? plugins.value.filter(({ name }) => !own.has(name)) : [];
      for (const { name, config } of configured) {
        if (config.startupTimeoutSec !== null) waits.set(name, config.startupTimeoutSec * 1000);
      }
      const names = [
        ...configured.filter(({ config }) => config.enabled).map(({ name }) => name),
        ...brought.map(({ name }) => name),
      ];
      for (const name of names) if (!known.has(name)) void look(name);
      return ok(
        [
          ...configured.map(describe),
          ...brought.map(({ name, pluginId }): McpServer => {
            return { name, config: null, origin: 'plugin', stamp: null, pluginId, ...facts(name, true) };
          }),
        ].sort((a, b) => a.name.localeCompare(b.name)),
      );
    },
    again: (servers) => servers.map((one) => ({ ...one, ...facts(one.name, one.config?.enabled ?? true) })),
    check: look,
    forget: () => {
      generation++;
      known.clear();
    },
    checked: (name) => known.get(name)?.checked ?? null,
    setSignIn: (name, signIn) => {
      if (signIn === null) signIns.delete(name);
      else signIns.set(name, signIn);
      changed();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => {
      generation++;
      stopHearing();
      listeners.clear();
    },
  };
}
