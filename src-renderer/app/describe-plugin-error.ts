import { assertNever } from '../../src-shared/assert-never.ts';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { PluginError } from '../../src-shared/contract/plugin-error.ts';
import type { ErrorWords } from '../state/error-words.ts';

const words = (title: string, text = ''): ErrorWords => ({ title, text, actions: [] });

export const isPluginError = (error: AppError): error is PluginError =>
  /^(?:plugin|marketplace|mcp|app)\./.test(error.code);

/** The words for what goes wrong with plugins, marketplaces, apps and MCP servers. */
export function describePluginError(error: PluginError): ErrorWords {
  switch (error.code) {
    case 'plugin.not-found':
      return words(
        'That plugin is not here any more',
        `No marketplace lists ${error.pluginId}. Refresh, and look again.`,
      );
    case 'plugin.broken':
      return words(
        `The plugin ${nameOf(error.pluginId)} is broken`,
        `Its files are not as Codex expects them: ${error.detail}\nTell its author, or refresh its marketplace.`,
      );
    case 'plugin.not-offered':
      return words(
        `The plugin ${nameOf(error.pluginId)} is not offered`,
        'Its marketplace shows it, and does not let it be installed.',
      );
    case 'plugin.busy':
      return words('One thing at a time', `Something is being done to ${nameOf(error.pluginId)} already.`);
    case 'plugin.failed':
      return words(`Codex could not do that with ${nameOf(error.pluginId)}`, error.detail);
    case 'marketplace.bad-source':
      return words(
        'That is no place for a marketplace',
        `“${error.source}” is neither owner/repo, nor a Git address, nor a folder of this machine.`,
      );
    case 'marketplace.no-folder':
      return words('There is no such folder', error.source);
    case 'marketplace.none-there':
      return words(
        'There is no marketplace in it',
        `${error.source}\nA marketplace has a file .agents/plugins/marketplace.json or .claude-plugin/marketplace.json.`,
      );
    case 'marketplace.broken':
      return words('Its marketplace file is broken', error.detail);
    case 'marketplace.no-ref':
      return words(
        'There is no such branch, tag or commit',
        `The repository was fetched; what was asked for is not in it.`,
      );
    case 'marketplace.git-only':
      return words(
        'That works with Git only',
        `${error.source} is a folder: it has no refs, and is read anew each time.`,
      );
    case 'marketplace.fetch-failed':
      return words(
        'Git could not fetch it',
        `${lastLine(error.detail)}\nCheck the address, the network, and that Git can sign in without asking.`,
      );
    case 'marketplace.not-added':
      return words('It was not added here', `${error.name} shows up by itself. Remove its file to be rid of it.`);
    case 'marketplace.failed':
      return words('Codex refused the marketplace', error.detail);
    case 'mcp.exists':
      return words('There is a server of that name', `Choose another name, or edit ${error.name}.`);
    case 'mcp.unknown':
      return words(
        'That MCP server is not set up',
        `Codex knows no ${error.name}. It may have been removed meanwhile.`,
      );
    case 'mcp.not-yours':
      return words(
        `The server ${error.name} is set up elsewhere`,
        'A project, a plugin or your administrator brings it. Change it there.',
      );
    case 'mcp.bad-arguments':
      return words('These arguments are no JSON object', error.detail);
    case 'mcp.cancelled':
      return words('You gave up waiting', 'The server may still be working on it.');
    case 'mcp.failed':
      return words(`The server ${error.name} did not do that`, error.detail);
    case 'app.service-failed':
      return words('The directory of apps could not be read', error.detail);
    default:
      return assertNever(error);
  }
}

const nameOf = (pluginId: string): string => pluginId.replace(/@[^@]*$/, '');
const lastLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(?:fatal|error|ssh|remote):/i.test(line))
    .at(-1) ?? text;
