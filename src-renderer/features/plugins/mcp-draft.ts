import type { McpEnvVar, McpSecret, McpServer, McpTransportChange } from '../../../src-shared/model/mcp.ts';
import { joinArguments, parseAssignments, splitArguments } from './mcp-words.ts';

/** What the form of an MCP server holds: every field as text. */
export interface McpDraft {
  readonly name: string;
  readonly kind: 'stdio' | 'http';
  readonly command: string;
  readonly args: string;
  readonly cwd: string;
  /** `NAME=value` a line; a name alone keeps the stored value. */
  readonly env: string;
  /** `NAME` or `NAME=source` a line. */
  readonly envVars: string;
  readonly url: string;
  readonly tokenVar: string;
  readonly headers: string;
  /** `Name=VARIABLE` a line. */
  readonly envHeaders: string;
  readonly required: boolean;
  readonly startupTimeout: string;
  readonly toolTimeout: string;
  /** One a line; none: all of them. */
  readonly enabledTools: string;
  readonly disabledTools: string;
}
/** The fields of text, which all have the same kind of control. */
export type McpField = Exclude<keyof McpDraft, 'kind' | 'required'>;

export function draftOf(server: McpServer | null): McpDraft {
  const config = server?.config ?? null;
  const transport = config?.transport;
  const stdio = transport?.kind === 'stdio' ? transport : null;
  const http = transport?.kind === 'http' ? transport : null;
  return {
    name: server?.name ?? '',
    kind: transport?.kind ?? 'stdio',
    command: stdio?.command ?? '',
    args: joinArguments(stdio?.args ?? []),
    cwd: stdio?.cwd ?? '',
    env: (stdio?.env ?? []).join('\n'),
    envVars: (stdio?.envVars ?? [])
      .map(({ name, source }) => (source === null ? name : `${name}=${source}`))
      .join('\n'),
    url: http?.url ?? '',
    tokenVar: http?.tokenVar ?? '',
    headers: (http?.headers ?? []).join('\n'),
    envHeaders: (http?.envHeaders ?? []).map(({ name, variable }) => `${name}=${variable}`).join('\n'),
    required: config?.required ?? false,
    startupTimeout: config?.startupTimeoutSec?.toString() ?? '',
    toolTimeout: config?.toolTimeoutSec?.toString() ?? '',
    enabledTools: (config?.enabledTools ?? []).join('\n'),
    disabledTools: (config?.disabledTools ?? []).join('\n'),
  };
}

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const HEADER = /^[\w!#$%&'*+.^`|~-]+$/;
const isSource = (value: string | null): value is McpEnvVar['source'] =>
  value === null || value === 'local' || value === 'remote';

/** What is wrong with the fields that count for the chosen kind, in words; nothing: it can be saved. */
export function problemsOf(draft: McpDraft): Partial<Readonly<Record<McpField, string>>> {
  const transport: Partial<Record<McpField, string | undefined>> =
    draft.kind === 'stdio'
      ? {
          command: draft.command.trim() === '' ? 'A command is needed' : undefined,
          env: lineProblem(draft.env, VARIABLE),
          envVars:
            lineProblem(draft.envVars, VARIABLE) ??
            (parseAssignments(draft.envVars).entries.every(({ value }) => isSource(value))
              ? undefined
              : 'After = stands local or remote'),
        }
      : {
          url: /^https?:\/\/\S+$/.test(draft.url.trim()) ? undefined : 'An address that begins with https://',
          tokenVar:
            draft.tokenVar.trim() === '' || VARIABLE.test(draft.tokenVar.trim())
              ? undefined
              : 'The name of a variable: letters, digits and _ only',
          headers: lineProblem(draft.headers, HEADER),
          envHeaders:
            lineProblem(draft.envHeaders, HEADER) ??
            (parseAssignments(draft.envHeaders).entries.every(({ value }) => value !== null && VARIABLE.test(value))
              ? undefined
              : 'After = stands the name of a variable'),
        };
  const all: Partial<Record<McpField, string | undefined>> = {
    name: /^[A-Za-z0-9_-]{1,100}$/.test(draft.name.trim()) ? undefined : 'Letters, digits, - and _ only',
    ...transport,
    startupTimeout: secondsProblem(draft.startupTimeout),
    toolTimeout: secondsProblem(draft.toolTimeout),
  };
  return Object.fromEntries(Object.entries(all).filter(([, problem]) => problem !== undefined));
}

function lineProblem(text: string, name: RegExp): string | undefined {
  const { entries, badLine } = parseAssignments(text);
  if (badLine !== null) return `Line ${badLine} is not NAME=value`;
  const bad = entries.find((entry) => !name.test(entry.name));
  return bad && `${bad.name} is no name that can be used here`;
}

const secondsProblem = (text: string): string | undefined =>
  text.trim() === '' || (Number(text) > 0 && Number.isFinite(Number(text))) ? undefined : 'A number of seconds';
const secondsOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));
const secretsOf = (text: string): McpSecret[] => [...parseAssignments(text).entries];
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** The draft as the core takes it. */
export function changeOf(draft: McpDraft) {
  const enabledTools = linesOf(draft.enabledTools);
  return {
    name: draft.name.trim(),
    transport: transportOf(draft),
    required: draft.required,
    startupTimeoutSec: secondsOf(draft.startupTimeout),
    toolTimeoutSec: secondsOf(draft.toolTimeout),
    enabledTools: enabledTools.length === 0 ? null : enabledTools,
    disabledTools: linesOf(draft.disabledTools),
  };
}

function transportOf(draft: McpDraft) {
  const empty = (text: string) => (text.trim() === '' ? null : text.trim());
  return (
    draft.kind === 'http'
      ? {
          kind: 'http' as const,
          url: draft.url.trim(),
          tokenVar: empty(draft.tokenVar),
          headers: secretsOf(draft.headers),
          envHeaders: parseAssignments(draft.envHeaders).entries.flatMap(({ name, value }) =>
            value === null ? [] : [{ name, variable: value }],
          ),
        }
      : {
          kind: 'stdio' as const,
          command: draft.command.trim(),
          args: [...splitArguments(draft.args)],
          cwd: empty(draft.cwd),
          env: secretsOf(draft.env),
          envVars: parseAssignments(draft.envVars).entries.map(({ name, value }) => ({
            name,
            source: isSource(value) ? value : null,
          })),
        }
  ) satisfies McpTransportChange;
}
