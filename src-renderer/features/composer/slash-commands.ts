import type { PromptFile } from '../../../src-shared/model/catalog.ts';

/** What the composer itself does for a command. The core runs the others, at once or when their turn in the queue comes. */
export type UiCommand =
  | 'new'
  | 'plugins'
  | 'mcp'
  | 'apps'
  | 'hooks'
  | 'plan'
  | 'model'
  | 'permissions'
  | 'status'
  | 'skills'
  | 'fork'
  | 'rename'
  | 'archive'
  | 'copy'
  | 'export'
  | 'feedback'
  | 'memories'
  | 'diff'
  | 'logout';

export interface SlashCommand {
  readonly name: string;
  readonly description: string;
  /** Words after the name: never, if wanted (with what they are), or always. */
  readonly argument: { readonly kind: 'none' } | { readonly kind: 'optional' | 'required'; readonly hint: string };
  readonly runs: { readonly by: 'core' } | { readonly by: 'composer'; readonly command: UiCommand };
  /** Makes sense only in a thread that exists. */
  readonly needsThread: boolean;
  /** The core can run it when its turn in the queue comes. */
  readonly queued: boolean;
  /** What the server has to be able to do; without it the command is not offered, and says so when it is written out. */
  readonly needs?: 'goals';
}

const here = (command: UiCommand) => ({ by: 'composer', command }) as const;
const NO_ARGUMENT = { kind: 'none' } as const;

/** Every command that does something here. One table: the popup lists it, the parser looks it up. */
export const SLASH_COMMANDS: readonly SlashCommand[] = [
  {
    name: 'new',
    description: 'Start a new thread in this project',
    argument: NO_ARGUMENT,
    runs: here('new'),
    needsThread: false,
    queued: false,
  },
  {
    name: 'clear',
    description: 'Leave this thread and start a fresh one',
    argument: NO_ARGUMENT,
    runs: here('new'),
    needsThread: false,
    queued: false,
  },
  {
    name: 'compact',
    description: 'Summarise the thread to free its context',
    argument: NO_ARGUMENT,
    runs: { by: 'core' },
    needsThread: true,
    queued: true,
  },
  {
    name: 'review',
    description: 'Review the uncommitted changes, or what you name',
    argument: { kind: 'optional', hint: 'base BRANCH, commit SHA, or what to look at' },
    runs: { by: 'core' },
    needsThread: true,
    queued: true,
  },
  {
    name: 'plan',
    description: 'Switch plan mode on or off; with words, plan them',
    argument: { kind: 'optional', hint: 'what to plan' },
    runs: here('plan'),
    needsThread: false,
    queued: true,
  },
  {
    name: 'goal',
    description: 'Have the agent work turn after turn until a goal is reached',
    argument: { kind: 'required', hint: 'what is to be reached, or pause, resume, clear' },
    runs: { by: 'core' },
    needsThread: false,
    queued: true,
    needs: 'goals',
  },
  {
    name: 'model',
    description: 'Choose the model',
    argument: NO_ARGUMENT,
    runs: here('model'),
    needsThread: false,
    queued: false,
  },
  {
    name: 'permissions',
    description: 'Choose what the agent may do without asking',
    argument: NO_ARGUMENT,
    runs: here('permissions'),
    needsThread: false,
    queued: false,
  },
  {
    name: 'status',
    description: 'What this thread runs with, its context and its id',
    argument: NO_ARGUMENT,
    runs: here('status'),
    needsThread: true,
    queued: false,
  },
  {
    name: 'diff',
    description: 'What changed in the folder of this thread',
    argument: NO_ARGUMENT,
    runs: here('diff'),
    needsThread: true,
    queued: false,
  },
  {
    name: 'skills',
    description: 'Pick a skill',
    argument: NO_ARGUMENT,
    runs: here('skills'),
    needsThread: false,
    queued: false,
  },
  {
    name: 'plugins',
    description: 'Browse and install plugins',
    argument: NO_ARGUMENT,
    runs: here('plugins'),
    needsThread: false,
    queued: false,
  },
  {
    name: 'mcp',
    description: 'MCP servers and their tools',
    argument: NO_ARGUMENT,
    runs: here('mcp'),
    needsThread: false,
    queued: false,
  },
  {
    name: 'apps',
    description: 'Apps of your account',
    argument: NO_ARGUMENT,
    runs: here('apps'),
    needsThread: false,
    queued: false,
  },
  {
    name: 'hooks',
    description: 'Hooks, their trust and their last runs',
    argument: NO_ARGUMENT,
    runs: here('hooks'),
    needsThread: false,
    queued: false,
  },
  {
    name: 'fork',
    description: 'Continue in a copy of this thread',
    argument: NO_ARGUMENT,
    runs: here('fork'),
    needsThread: true,
    queued: true,
  },
  {
    name: 'rename',
    description: 'Give this thread a name',
    argument: { kind: 'required', hint: 'the new name' },
    runs: here('rename'),
    needsThread: true,
    queued: true,
  },
  {
    name: 'archive',
    description: 'Archive this thread',
    argument: NO_ARGUMENT,
    runs: here('archive'),
    needsThread: true,
    queued: true,
  },
  {
    name: 'init',
    description: 'Have the agent write an AGENTS.md for this folder',
    argument: NO_ARGUMENT,
    runs: { by: 'core' },
    needsThread: false,
    queued: true,
  },
  {
    name: 'stop',
    description: 'Stop the background terminals of this thread',
    argument: NO_ARGUMENT,
    runs: { by: 'core' },
    needsThread: true,
    queued: true,
  },
  {
    name: 'copy',
    description: 'Copy the latest finished answer',
    argument: NO_ARGUMENT,
    runs: here('copy'),
    needsThread: true,
    queued: false,
  },
  {
    name: 'export',
    description: 'Save this thread as Markdown',
    argument: NO_ARGUMENT,
    runs: here('export'),
    needsThread: true,
    queued: false,
  },
  {
    name: 'memories',
    description: 'What Codex remembers from threads',
    argument: NO_ARGUMENT,
    runs: here('memories'),
    needsThread: false,
    queued: false,
  },
  {
    name: 'feedback',
    description: 'Tell OpenAI about Codex',
    argument: NO_ARGUMENT,
    runs: here('feedback'),
    needsThread: false,
    queued: false,
  },
  {
    name: 'logout',
    description: 'Log out of Codex, after a question',
    argument: NO_ARGUMENT,
    runs: here('logout'),
    needsThread: false,
    queued: false,
  },
];

/** What a message that begins with `/` turns out to be. */
export type SlashParse =
  | { readonly kind: 'command'; readonly command: SlashCommand; readonly argument: string }
  | { readonly kind: 'prompt'; readonly prompt: PromptFile; readonly argument: string }
  | { readonly kind: 'unknown'; readonly name: string }
  /** Prose that happens to begin with a slash, such as a path. */
  | { readonly kind: 'text' };

/** Longest name that is looked for after the slash, so that a pasted megabyte is not searched. */
const MAX_NAME_CHARS = 100;

export function parseSlash(text: string, prompts: readonly PromptFile[]): SlashParse {
  const match = /^\/(\S*)/.exec(text.slice(0, MAX_NAME_CHARS));
  const name = match?.[1] ?? '';
  if (!match || !/^[\w:.-]+$/.test(name)) return { kind: 'text' };
  const argument = text.slice(match[0].length).trim();
  const command = SLASH_COMMANDS.find((one) => one.name === name.toLowerCase());
  if (command) return { kind: 'command', command, argument };
  const prompt = prompts.find((one) => one.name === name);
  return prompt ? { kind: 'prompt', prompt, argument } : { kind: 'unknown', name };
}

/** Why a known command cannot run like this, in words; null when it can. */
export function slashProblem(command: SlashCommand, argument: string, inThread: boolean): string | null {
  if (command.needsThread && !inThread) return `/${command.name} works in a thread: send a first message, then use it.`;
  if (command.argument.kind === 'none' && argument !== '')
    return `/${command.name} takes no words after it. Take them away, or begin the message with something else.`;
  if (command.argument.kind === 'required' && argument === '')
    return `/${command.name} needs ${command.argument.hint} after it.`;
  return null;
}

/**
 * The text of a prompt file with the words that follow its name filled in: `$ARGUMENTS` is all of them, `$1` … `$9` one each, `$$` a
 * dollar sign (as Codex's own prompts have it). A front matter is left out. Words that the prompt has no place for follow it.
 */
export function fillPrompt(file: string, argument: string): string {
  const body = file.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n?/, '').trim();
  const words = argument === '' ? [] : argument.split(/\s+/);
  const place = /\$(\$|ARGUMENTS|[1-9])/g;
  const filled = body.replace(place, (whole, name: string) => {
    if (name === '$') return '$';
    if (words.length === 0) return whole;
    return name === 'ARGUMENTS' ? argument : (words[Number(name) - 1] ?? '');
  });
  const hasPlace = [...body.matchAll(place)].some((match) => match[1] !== '$');
  return hasPlace || argument === '' ? filled : `${filled}\n\n${argument}`;
}
