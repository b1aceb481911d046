import { assertNever } from '../../../src-shared/assert-never.ts';
import type {
  Marketplace,
  PluginBlock,
  PluginCard,
  PluginParts,
  PluginSource,
} from '../../../src-shared/model/plugin.ts';

const counted = (count: number, one: string, many: string): string | null =>
  count === 0 ? null : count === 1 ? `1 ${one}` : `${count} ${many}`;

/** What a plugin adds, in a line; empty when it adds nothing that is known. */
export const partsWords = ({ skills, apps, mcpServers, hooks }: PluginParts): string =>
  [
    counted(skills, 'skill', 'skills'),
    counted(apps, 'app', 'apps'),
    counted(mcpServers, 'MCP server', 'MCP servers'),
    counted(hooks, 'hook', 'hooks'),
  ]
    .filter((part) => part !== null)
    .join(' · ');

export function blockWords(block: PluginBlock): string {
  switch (block) {
    case 'admin':
      return 'Blocked by your administrator';
    case 'plan':
      return 'Not in your plan';
    case 'app':
      return 'An app that it needs is not available';
    case 'notOffered':
      return 'Not offered for installing';
    case 'unknown':
      return 'Not available';
    default:
      return assertNever(block);
  }
}

export function sourceWords(source: PluginSource): string {
  switch (source.kind) {
    case 'local':
      return source.path;
    case 'git':
      return [source.url, source.path === null ? null : `folder ${source.path}`]
        .filter((part) => part !== null)
        .join(', ');
    case 'npm':
      return `npm package ${source.package}${source.version === null ? '' : ` ${source.version}`}`;
    case 'remote':
      return 'Kept by the marketplace';
    default:
      return assertNever(source);
  }
}

const KINDS: Readonly<Record<Marketplace['kind'], string>> = {
  curated: 'Curated by OpenAI',
  added: 'Added',
  repo: 'Of this folder’s repository',
  claude: 'Of this folder, as Claude keeps them',
  personal: 'Your own',
  remote: 'Of your account',
};

/** Where a marketplace comes from. */
export function marketplaceWords({ kind, origin, path }: Marketplace): string {
  if (!origin) return [KINDS[kind], path].filter((part) => part !== null).join(' · ');
  const parts = [
    origin.source,
    origin.ref === null ? null : `at ${origin.ref}`,
    origin.sparsePaths.length === 0 ? null : `only ${origin.sparsePaths.join(', ')}`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

export const workWords = (work: NonNullable<PluginCard['work']>): string =>
  ({ installing: 'Installing…', uninstalling: 'Uninstalling…', changing: 'Changing…' })[work];
