import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ImportKind, ImportOutcome } from '../../../src-shared/model/imports.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import type { ExternalAgentConfigImportTypeResult } from './protocol/generated/v2/ExternalAgentConfigImportTypeResult';
import type { ExternalAgentConfigMigrationItem } from './protocol/generated/v2/ExternalAgentConfigMigrationItem';
import type { ExternalAgentConfigMigrationItemType } from './protocol/generated/v2/ExternalAgentConfigMigrationItemType';

export interface FoundItem {
  readonly kind: ImportKind;
  readonly description: string;
  readonly cwd: string | null;
  readonly names: readonly string[];
  /** As the server wants it back. */
  readonly raw: unknown;
}

export type ImportEvent =
  | { readonly type: 'progress'; readonly outcomes: readonly ImportOutcome[] }
  /** `outcomes`: all of them once more. */
  | { readonly type: 'completed'; readonly outcomes: readonly ImportOutcome[] };

/** What other agents have left behind, and taking it over, on one server. */
export interface ImportGateway {
  detect(folders: readonly string[]): Promise<Result<readonly FoundItem[], AppError>>;
  begin(items: readonly FoundItem[]): Promise<Result<null, AppError>>;
  onEvent(listener: (event: ImportEvent) => void): Unsubscribe;
}

const KINDS: Readonly<Record<ExternalAgentConfigMigrationItemType, ImportKind>> = {
  AGENTS_MD: 'instructions',
  CONFIG: 'config',
  SKILLS: 'skills',
  PLUGINS: 'plugins',
  MCP_SERVER_CONFIG: 'mcpServers',
  SUBAGENTS: 'subagents',
  HOOKS: 'hooks',
  COMMANDS: 'commands',
  MEMORY: 'memory',
  SESSIONS: 'threads',
};

export function createImportGateway(server: CodexServer): ImportGateway {
  return {
    detect: async (folders) => {
      const answer = await server.call('externalAgentConfig/detect', { includeHome: true, cwds: [...folders] });
      if (!answer.ok) return answer;
      return ok(
        answer.value.items.map((item) => ({
          kind: KINDS[item.itemType],
          description: item.description,
          cwd: item.cwd,
          names: namesIn(item),
          raw: item,
        })),
      );
    },
    begin: async (items) => {
      const answer = await server.call('externalAgentConfig/import', {
        migrationItems: items.map(({ raw }) => raw as ExternalAgentConfigMigrationItem),
      });
      return answer.ok ? ok(null) : answer;
    },
    onEvent: (listener) =>
      server.onNotification((notification) => {
        if (notification.method === 'externalAgentConfig/import/progress') {
          listener({ type: 'progress', outcomes: outcomesOf(notification.params.itemTypeResults) });
        }
        if (notification.method === 'externalAgentConfig/import/completed') {
          // 0.124 only says that it is done.
          const { itemTypeResults } = notification.params as Partial<typeof notification.params>;
          listener({ type: 'completed', outcomes: outcomesOf(itemTypeResults ?? []) });
        }
      }),
  };
}

function namesIn({ details }: ExternalAgentConfigMigrationItem): readonly string[] {
  if (!details) return [];
  // 0.124 knows fewer kinds.
  const { plugins, skills, sessions, mcpServers, hooks, subagents, commands, memory } = details as Partial<
    typeof details
  >;
  return [
    ...(plugins ?? []).flatMap(({ pluginNames }) => pluginNames),
    ...[skills, mcpServers, hooks, subagents, commands].flatMap((list) => (list ?? []).map(({ name }) => name)),
    ...(sessions ?? []).map(({ title, path }) => title ?? path),
    ...(memory ?? []),
  ];
}

const outcomesOf = (results: readonly ExternalAgentConfigImportTypeResult[]): ImportOutcome[] =>
  results.flatMap(({ itemType, successes, failures }) => {
    const kind = KINDS[itemType];
    return [
      ...successes.map(({ cwd, source, target }) => ({ kind, cwd, source, target, failure: null })),
      ...failures.map(({ cwd, source, message }) => ({ kind, cwd, source, target: null, failure: message })),
    ];
  });
