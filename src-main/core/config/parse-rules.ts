import type { ExecRule } from '../../../src-shared/model/config.ts';

/** One call in a rules file, as it stands there. */
export interface RuleEntry {
  /** From the name to the closing parenthesis; indices into the text. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly rule: ExecRule['rule'];
}

type Value = string | number | boolean | null | readonly Value[];

/**
 * The entries of a `.rules` file: calls such as `prefix_rule(pattern = ["git", ["status", "log"]], decision = "allow")`, one after the
 * other, with comments between them (the part of Starlark that Codex reads there). What is not understood comes as `other`; a text that
 * is no such file at all gives what was found up to there.
 */
export function parseRules(text: string): RuleEntry[] {
  const entries: RuleEntry[] = [];
  const reader = createReader(text);
  for (;;) {
    reader.skipSpace();
    const start = reader.at();
    const name = reader.name();
    if (name === null) {
      // Something else: on with the next line.
      if (!reader.skipLine()) return entries;
      continue;
    }
    reader.skipSpace();
    if (!reader.take('(')) continue;
    const values = new Map<string, Value>();
    const closed = readArguments(reader, values) || reader.skipTo(')');
    const end = reader.at();
    if (!closed) return entries;
    const line = text.slice(0, start).split('\n').length;
    entries.push({ start, end, line, text: text.slice(start, end), rule: ruleOf(name, values) });
  }
}

function ruleOf(name: string, values: ReadonlyMap<string, Value>): ExecRule['rule'] {
  const text = (key: string) => {
    const value = values.get(key);
    return typeof value === 'string' ? value : null;
  };
  const pattern = values.get('pattern');
  if (name === 'prefix_rule' && Array.isArray(pattern)) {
    const words = (pattern as readonly Value[]).map((part) =>
      (Array.isArray(part) ? (part as readonly Value[]) : [part]).map(String),
    );
    // Codex allows where nothing else is said.
    const decision = text('decision') ?? 'allow';
    if (decision === 'allow' || decision === 'prompt' || decision === 'forbidden') {
      return { kind: 'prefix', pattern: words, decision, why: text('justification') };
    }
  }
  const host = text('host');
  if (name === 'network_rule' && host !== null) {
    return { kind: 'network', host, protocol: text('protocol') ?? '', decision: text('decision') ?? 'allow' };
  }
  return { kind: 'other', name };
}

/** Reads `name = value, …` up to the closing parenthesis; false where something else stands there. */
function readArguments(reader: Reader, into: Map<string, Value>): boolean {
  for (;;) {
    reader.skipSpace();
    if (reader.take(')')) return true;
    const name = reader.name();
    if (name === null) return false;
    reader.skipSpace();
    if (!reader.take('=')) return false;
    const value = readValue(reader);
    if (value === undefined) return false;
    into.set(name, value);
    reader.skipSpace();
    if (!reader.take(',') && !reader.peek(')')) return false;
  }
}

function readValue(reader: Reader): Value | undefined {
  reader.skipSpace();
  const text = reader.string();
  if (text !== null) return text;
  if (reader.take('[')) {
    const values: Value[] = [];
    for (;;) {
      reader.skipSpace();
      if (reader.take(']')) return values;
      const value = readValue(reader);
      if (value === undefined) return undefined;
      values.push(value);
      reader.skipSpace();
      if (!reader.take(',') && !reader.peek(']')) return undefined;
    }
  }
  const word = reader.name();
  if (word === 'True' || word === 'False') return word === 'True';
  if (word === 'None') return null;
  return word === null ? reader.number() : undefined;
}

interface Reader {
  at(): number;
  /** Over blanks, line ends and comments. */
  skipSpace(): void;
  /** Over the rest of the line; false at the end of the text. */
  skipLine(): boolean;
  /** Past the next such character outside of strings, comments and inner parentheses; false when there is none. */
  skipTo(character: ')'): boolean;
  take(character: string): boolean;
  peek(character: string): boolean;
  name(): string | null;
  string(): string | null;
  number(): number | undefined;
}

function createReader(text: string): Reader {
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const reader: Reader = {
    at: () => at,
    skipSpace: () => void match(/(?:\s|#[^\n]*)*/y),
    skipLine: () => {
      if (at >= text.length) return false;
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end + 1;
      return at < text.length;
    },
    skipTo: (character) => {
      let depth = 0;
      while (at < text.length) {
        reader.skipSpace();
        if (reader.string() !== null) continue;
        if (text[at] === character && depth === 0) {
          at++;
          return true;
        }
        if (text[at] === '(') depth++;
        if (text[at] === ')') depth--;
        at++;
      }
      return false;
    },
    take: (character) => {
      if (text[at] !== character) return false;
      at++;
      return true;
    },
    peek: (character) => text[at] === character,
    name: () => match(/[A-Za-z_][A-Za-z0-9_]*/y),
    string: () => {
      const quoted = match(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y);
      if (quoted === null) return null;
      return quoted.slice(1, -1).replace(/\\(.)/g, (_whole, character: string) => ESCAPES[character] ?? character);
    },
    number: () => {
      const digits = match(/-?\d+/y);
      return digits === null ? undefined : Number(digits);
    },
  };
  return reader;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** A file's text without an entry, and without the line it stood on where nothing else is on it. */
export function withoutEntry(text: string, { start, end }: RuleEntry): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const before = text.slice(lineStart, start);
  const after = text.slice(end, lineEnd < 0 ? text.length : lineEnd);
  const alone = before.trim() === '' && after.trim() === '';
  return alone
    ? text.slice(0, lineStart) + (lineEnd < 0 ? '' : text.slice(lineEnd + 1))
    : text.slice(0, start) + text.slice(end);
}
