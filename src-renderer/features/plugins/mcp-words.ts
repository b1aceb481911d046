import { assertNever } from '../../../src-shared/assert-never.ts';
import type { McpServer, McpStatus, McpTransport } from '../../../src-shared/model/mcp.ts';
import type { BadgeTone } from '../../ui/badge.tsx';

export function statusWords(status: McpStatus): { readonly words: string; readonly tone: BadgeTone } {
  switch (status.kind) {
    case 'checking':
      return { words: 'Starting…', tone: 'accent' };
    case 'off':
      return { words: 'Off', tone: 'neutral' };
    case 'ready':
      return {
        words: status.tools === 1 ? '1 tool' : `${status.tools} tools`,
        tone: 'good',
      };
    case 'signIn':
      return { words: 'Sign-in needed', tone: 'needs' };
    case 'failed':
      return { words: 'Failed', tone: 'bad' };
    default:
      return assertNever(status);
  }
}

const FAILURES: readonly (readonly [pattern: RegExp, words: (found: RegExpExecArray) => string])[] = [
  [
    /timed out[^\d]*(?:after )?([\d.]+) ?s/,
    ([, seconds]) => `It did not answer within ${Math.round(Number(seconds))} seconds.`,
  ],
  [/connection closed: initialize response/, () => 'The program ended before it answered.'],
  [/Transport closed/, () => 'The program ended.'],
  [/No such file or directory|program not found|cannot find the/i, () => 'There is no such program or folder.'],
  [/Permission denied/i, () => 'The program may not be run.'],
  [/error sending request for url \(([^)]*)\)/, ([, url]) => `Nothing answers at ${url ?? 'its address'}.`],
  [/\b40[13]\b|Auth(?:orization)? ?required|Unauthorized/i, () => 'It wants a sign-in or a token.'],
  [/\b404\b/, () => 'There is no MCP server at its address.'],
];

/** Why a server failed, in a line. Codex's own words where the cause is none that is known. */
export function failureWords(message: string): string {
  for (const [pattern, words] of FAILURES) {
    const found = pattern.exec(message);
    if (found) return words(found);
  }
  return message.replace(/^MCP (?:client for `[^`]*` failed to start|startup failed): /, '');
}

export const transportWords = (transport: McpTransport): string =>
  transport.kind === 'http' ? transport.url : [transport.command, ...transport.args].join(' ');

export function originWords({ origin, pluginId }: McpServer): string {
  switch (origin) {
    case 'user':
      return 'Your config.toml';
    case 'project':
      return 'The project’s configuration; change it there';
    case 'managed':
      return 'Your administrator';
    case 'plugin':
      return `The plugin ${pluginId ?? ''}`;
    default:
      return assertNever(origin);
  }
}

/** What a name is taken from: one assignment a line, in the form a shell has. Bad lines are told by number, from 1. */
export function parseAssignments(text: string): {
  readonly entries: readonly { readonly name: string; readonly value: string | null }[];
  readonly badLine: number | null;
} {
  const lines = text.split('\n');
  const entries: { name: string; value: string | null }[] = [];
  for (const [at, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const [, name, value] = /^([^=\s]+)\s*(?:=(.*))?$/.exec(line) ?? [];
    if (name === undefined) return { entries, badLine: at + 1 };
    entries.push({ name, value: value === undefined ? null : value.trim() });
  }
  return { entries, badLine: null };
}

/** The words of a command line after the program; quotes keep words together, as a shell's do. */
export function splitArguments(text: string): readonly string[] {
  const words = text.match(/(?:[^\s"']+|"(?:\\.|[^"\\])*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_all, double: string | undefined, single: string | undefined) =>
      double === undefined ? (single ?? '') : double.replace(/\\(.)/g, '$1'),
    ),
  );
}

/** The opposite of `splitArguments`. */
export const joinArguments = (words: readonly string[]): string =>
  words
    .map((word) =>
      /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, (character) => `\\${character}`)}"`,
    )
    .join(' ');
