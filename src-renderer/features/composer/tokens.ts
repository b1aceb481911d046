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

/**
 * What is sent, saved as draft or queued: the text cut at its tokens, each token in its place, then the images. Whoever takes it decides
 * how a token reads (a chip, a path).
 */
export function toParts(content: Content): InputPart[] {
  const parts: InputPart[] = [];
  let from = 0;
  const text = (to: number) => {
    if (to > from) parts.push({ kind: 'text', text: content.text.slice(from, to) });
  };
  for (const { start, end, token } of tokenRanges(content.text, content.tokens)) {
    text(start);
    parts.push(token);
    from = end;
  }
  text(content.text.length);
  return [...parts, ...content.images];
}

/** The way back, for drafts, queued entries and earlier messages. */
export function fromParts(parts: readonly InputPart[]): Content {
  let text = '';
  let tokens: readonly TokenPart[] = [];
  const images: ImagePart[] = [];
  let before: InputPart['kind'] | null = null;
  for (const part of parts) {
    if (part.kind === 'image') images.push(part);
    // Another program may send a message in several texts, each a paragraph.
    else if (part.kind === 'text') text += before === 'text' ? `\n${part.text}` : part.text;
    else {
      text += tokenText(part);
      tokens = addToken(tokens, part);
    }
    before = part.kind;
  }
  return { text, tokens, images };
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

/** Several messages as one, each a paragraph; empty ones are left out. */
export function joinContents(contents: readonly Content[]): Content {
  const written = contents.filter((content) => !isEmptyContent(content));
  if (written.length === 1 && written[0]) return written[0];
  return {
    text: written
      .map((content) => content.text)
      .filter((text) => /\S/.test(text))
      .join('\n\n'),
    tokens: written.flatMap((content) => content.tokens).reduce(addToken, EMPTY_CONTENT.tokens),
    images: written.flatMap((content) => content.images),
  };
}
