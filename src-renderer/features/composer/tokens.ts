import type { InputPart } from '../../../src-shared/model/composer.ts';

export type TokenPart = Extract<InputPart, { kind: 'mention' | 'skill' }>;
export type ImagePart = Extract<InputPart, { kind: 'image' }>;

/** A message as it is being written: plain text, what its `@` and `$` words stand for, and the pictures beside it. */
export interface Content {
  readonly text: string;
  readonly tokens: readonly TokenPart[];
  readonly images: readonly ImagePart[];
}
export const EMPTY_CONTENT: Content = { text: '', tokens: [], images: [] };

export const isEmptyContent = (content: Content): boolean => content.images.length === 0 && !/\S/.test(content.text);

/** How a token is written in the text. */
export const tokenText = (token: TokenPart): string => (token.kind === 'mention' ? `@${token.name}` : `$${token.name}`);

export interface TokenRange {
  readonly start: number;
  readonly end: number;
  readonly token: TokenPart;
}

const startsWord = (text: string, at: number) => at === 0 || /[\s([{"'`]/.test(text.charAt(at - 1));
/** A word ends at white space, a bracket or the text's end; a full stop or comma counts only when the word does not go on. */
const endsWord = (text: string, at: number) => {
  const next = text.charAt(at);
  if (next === '' || /[\s)\]}"'`]/.test(next)) return true;
  return /[.,;:!?]/.test(next) && /^$|[\s)\]}"'`]/.test(text.charAt(at + 1));
};

/**
 * Where the tokens stand in the text now. They are found by their words, not by remembered offsets: so they survive every kind of
 * edit, undo, a draft that comes back and text pasted from another message, and a word that was changed is no token any more.
 * Overlaps go to the longest.
 */
export function tokenRanges(text: string, tokens: readonly TokenPart[]): readonly TokenRange[] {
  const longestFirst = [...tokens].sort((a, b) => tokenText(b).length - tokenText(a).length);
  const found: TokenRange[] = [];
  for (const token of longestFirst) {
    const word = tokenText(token);
    for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + 1)) {
      const end = start + word.length;
      const free = !found.some((other) => start < other.end && other.start < end);
      if (free && startsWord(text, start) && endsWord(text, end)) found.push({ start, end, token });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Tokens that still stand in the text, each once, in the order of their first appearance. */
export function livingTokens(content: Content): readonly TokenPart[] {
  return [...new Set(tokenRanges(content.text, content.tokens).map((range) => range.token))];
}

/**
 * What is sent, saved as draft or queued: the whole text as written (the agent reads the `@` and `$` words too), then what
 * these words stand for, then the images.
 */
export function toParts(content: Content): InputPart[] {
  const text: InputPart[] = content.text === '' ? [] : [{ kind: 'text', text: content.text }];
  return [...text, ...livingTokens(content), ...content.images];
}

/** The way back, for drafts, queued entries and earlier messages. */
export function fromParts(parts: readonly InputPart[]): Content {
  const texts: string[] = [];
  const tokens: TokenPart[] = [];
  const images: ImagePart[] = [];
  for (const part of parts) {
    if (part.kind === 'text') texts.push(part.text);
    else if (part.kind === 'image') images.push(part);
    else tokens.push(part);
  }
  return { text: texts.join('\n'), tokens, images };
}

export interface Edit {
  readonly text: string;
  readonly caret: number;
}
/** Puts a token, followed by a space, in the place of the half-written word between `from` and `to`. */
export function insertWord(text: string, from: number, to: number, word: string): Edit {
  const rest = text.slice(to);
  const space = /^\s/.test(rest) ? '' : ' ';
  return { text: text.slice(0, from) + word + space + rest, caret: from + word.length + 1 };
}

/** The same token is known once. */
export const addToken = (tokens: readonly TokenPart[], token: TokenPart): readonly TokenPart[] =>
  tokens.some((other) => other.kind === token.kind && other.path === token.path && other.name === token.name)
    ? tokens
    : [...tokens, token];
