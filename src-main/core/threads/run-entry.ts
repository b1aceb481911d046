import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { MAX_GOAL_CHARS, MAX_INPUT_CHARS } from '../../../src-shared/contract/fields.ts';
import type { GoalChange } from '../../../src-shared/contract/threads.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';

/** What one entry asks for. Parsed when it runs, not when it is queued. */
export type Entry =
  | { readonly kind: 'prompt'; readonly parts: readonly InputPart[] }
  /** `!command`: the user's own shell command, run in the thread. */
  | { readonly kind: 'shell'; readonly command: string }
  | { readonly kind: 'compact' }
  /** Without instructions: the uncommitted changes. */
  | { readonly kind: 'review'; readonly instructions: string | null }
  /** A prompt in plan mode. */
  | { readonly kind: 'plan'; readonly parts: readonly InputPart[] }
  | { readonly kind: 'goal'; readonly change: GoalChange }
  | { readonly kind: 'init' }
  | { readonly kind: 'rename'; readonly title: string }
  | { readonly kind: 'archive' }
  | { readonly kind: 'fork' }
  | { readonly kind: 'stopBackground' };

const TITLE_CAP_CHARS = 200;

/**
 * Parses an entry. `/command` counts only at the very start of the first text; `//` and a path like `/etc/hosts` are text. A command
 * that opens something in the window is `input.unknown-command` here: the window runs those itself.
 */
export function parseEntry(parts: readonly InputPart[]): Result<Entry, AppError> {
  const chars = parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);
  if (chars > MAX_INPUT_CHARS) return err({ code: 'input.too-large', chars, maxChars: MAX_INPUT_CHARS });
  const [first] = parts;
  if (parts.every((part) => part.kind === 'text' && part.text.trim() === '')) return err({ code: 'input.empty' });
  if (first?.kind !== 'text') return ok({ kind: 'prompt', parts });
  const text = first.text.trimStart();
  if (text.startsWith('!')) return parseShell(parts, text.slice(1));
  const command = /^\/([a-z][\w-]*)(?:\s+|$)/i.exec(text);
  const name = command?.[1]?.toLowerCase();
  if (!command || name === undefined) return ok({ kind: 'prompt', parts });
  const rest = withFirstText(parts, text.slice(command[0].length));
  return parseCommand(name, rest);
}

function parseShell(parts: readonly InputPart[], text: string): Result<Entry, AppError> {
  const command = plainText(withFirstText(parts, text)).trim();
  return command === '' ? err({ code: 'input.needs-argument', command: '!' }) : ok({ kind: 'shell', command });
}

function parseCommand(name: string, rest: readonly InputPart[]): Result<Entry, AppError> {
  const argument = plainText(rest).trim();
  switch (name) {
    case 'compact':
      return ok({ kind: 'compact' });
    case 'review':
      return ok({ kind: 'review', instructions: argument === '' ? null : argument });
    case 'plan':
      return rest.length === 0
        ? err({ code: 'input.needs-argument', command: '/plan' })
        : ok({ kind: 'plan', parts: rest });
    case 'goal':
      return parseGoal(argument);
    case 'init':
      return ok({ kind: 'init' });
    case 'rename':
      return argument === ''
        ? err({ code: 'input.needs-argument', command: '/rename' })
        : ok({ kind: 'rename', title: argument.slice(0, TITLE_CAP_CHARS) });
    case 'archive':
      return ok({ kind: 'archive' });
    case 'fork':
      return ok({ kind: 'fork' });
    case 'stop':
      return ok({ kind: 'stopBackground' });
    default:
      return err({ code: 'input.unknown-command', command: `/${name}` });
  }
}

/** As Codex's own command line has it: one of three words, or the objective. */
function parseGoal(argument: string): Result<Entry, AppError> {
  if (argument === '') return err({ code: 'input.needs-argument', command: '/goal' });
  if (argument === 'pause' || argument === 'resume' || argument === 'clear')
    return ok({ kind: 'goal', change: { kind: argument } });
  if (argument.length > MAX_GOAL_CHARS)
    return err({ code: 'input.too-large', chars: argument.length, maxChars: MAX_GOAL_CHARS });
  return ok({ kind: 'goal', change: { kind: 'set', objective: argument } });
}

/** The parts with another first text; none of it when nothing is left of it. */
function withFirstText(parts: readonly InputPart[], text: string): readonly InputPart[] {
  const others = parts.slice(1);
  return text.trim() === '' ? others : [{ kind: 'text', text }, ...others];
}

/** Mentions keep their place in a command line as paths. */
export function plainText(parts: readonly InputPart[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'image' ? '' : part.path)).join('');
}

/** What `/init` asks the agent for. */
export const INIT_PROMPT = `Create a file named AGENTS.md in the root of this project, a guide for people and coding agents who work here.

Look at the project first. Then write, in plain words and in at most 400 words:
- how the code is laid out: the main folders and what belongs where;
- the commands to build, run, lint and test, exactly as they are run here;
- the style and naming rules that the code follows;
- how tests are written and run;
- what to mind in commits and pull requests, as far as the history shows it.

Say only what you found in the project. If an AGENTS.md exists already, improve it instead of replacing it.`;

/** What the agent is told when the user allows what the reviewing agent denied. */
export const OVERRULED_WORDS = 'I allow the action that the reviewer denied. Try it once more, exactly as it was.';
