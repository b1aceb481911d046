import type { CommandAction } from '../../../src-shared/model/item.ts';
import type { CommandAction as CodexCommandAction } from './protocol/generated/v2/CommandAction';

/** A shell that was only asked to run one string: what it runs is what the reader wants to see. */
const SHELL_CALL = /^(?:\S*[\\/])?(?:bash|zsh|sh|dash|fish)\s+(?:-l\s+-c|-lc|-c)\s+(.+)$/s;

/** A command without the wrapping `/bin/bash -lc '…'` that Codex puts around what the model asked for. */
export function shownCommand(command: string): string {
  const script = SHELL_CALL.exec(command)?.[1];
  if (script === undefined) return command;
  const words = shellWords(script);
  // More words are arguments of the script: leave such a command as it is.
  return words?.length === 1 && words[0] !== undefined ? words[0] : command;
}

export function mapCommandActions(actions: readonly CodexCommandAction[]): readonly CommandAction[] {
  return actions.map((action) => {
    const { command } = action;
    switch (action.type) {
      case 'read':
        return { kind: 'read', command, path: action.path, query: null };
      case 'listFiles':
        return { kind: 'list', command, path: action.path, query: null };
      case 'search':
        return { kind: 'search', command, path: action.path, query: action.query };
      default:
        return { kind: 'other', command, path: null, query: null };
    }
  });
}

/** Splits as a POSIX shell does, quotes and backslashes only; null when a quote stays open. */
function shellWords(text: string): string[] | null {
  const words: string[] = [];
  let word = '';
  /** An empty pair of quotes is a word too. */
  let begun = false;
  let quote: string | null = null;
  const add = (chars: string) => {
    word += chars;
    begun = true;
  };
  const end = () => {
    if (begun) words.push(word);
    word = '';
    begun = false;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote === "'") {
      if (char === "'") quote = null;
      else add(char);
    } else if (char === '\\' && at + 1 < text.length) {
      const next = text.charAt(++at);
      add(quote === '"' && !'"\\$`\n'.includes(next) ? `\\${next}` : next);
    } else if (quote === '"') {
      if (char === '"') quote = null;
      else add(char);
    } else if (char === "'" || char === '"') {
      quote = char;
      add('');
    } else if (/\s/.test(char)) {
      end();
    } else {
      add(char);
    }
  }
  if (quote !== null) return null;
  end();
  return words;
}
