import type { InputPart } from '../../../src-shared/model/composer.ts';

/**
 * A long text that was pasted: a short name stands for it in the box, since a text area that holds a megabyte takes 100 ms for a key
 * press (measured). It is sent word for word in its place.
 */
export interface PastedText {
  readonly kind: 'pasted';
  readonly name: string;
  readonly text: string;
}
export type TokenPart = Extract<InputPart, { kind: 'mention' | 'skill' }> | PastedText;
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
export function tokenText(token: TokenPart): string {
  switch (token.kind) {
    case 'mention':
      return `@${token.name}`;
    case 'skill':
      return `$${token.name}`;
    case 'pasted':
      return token.name;
  }
}

/** From this length on a pasted text is folded into its name. */
export const FOLD_CHARS = 10_000;
let pastes = 0;
/** A name that no other text of this page has. */
export const foldText = (text: string): PastedText => ({
  kind: 'pasted',
  name: `[Pasted text ${++pastes}: ${text.length.toLocaleString('en-US')} characters]`,
  text,
});

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
      const whole = token.kind === 'pasted' || (startsWord(text, start) && endsWord(text, end));
      if (free && whole) found.push({ start, end, token });
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
    parts.push(token.kind === 'pasted' ? { kind: 'text', text: token.text } : token);
    from = end;
  }
  text(content.text.length);
  return [...parts, ...content.images];
}

/** What goes out: neighbouring texts are one. */
export function toMessage(content: Content): InputPart[] {
  const parts: InputPart[] = [];
  for (const part of toParts(content)) {
    const last = parts.at(-1);
    if (part.kind === 'text' && last?.kind === 'text')
      parts[parts.length - 1] = { kind: 'text', text: last.text + part.text };
    else parts.push(part);
  }
  return parts;
}

/** The message as plain words, as the prompt history keeps it. */
export const toWords = (content: Content): string =>
  toParts(content)
    .map((part) => (part.kind === 'text' ? part.text : part.kind === 'image' ? '' : tokenText(part)))
    .join('');

/** The way back, for drafts, queued entries and earlier messages. */
export function fromParts(parts: readonly InputPart[]): Content {
  let text = '';
  let tokens: readonly TokenPart[] = [];
  const images: ImagePart[] = [];
  let before: 'text' | 'other' = 'other';
  for (const part of parts) {
    if (part.kind === 'image') images.push(part);
    else if (part.kind === 'text' && part.text.length < FOLD_CHARS) {
      // Another program may send a message in several texts, each a paragraph.
      text += before === 'text' ? `\n${part.text}` : part.text;
    } else {
      const token = part.kind === 'text' ? foldText(part.text) : part;
      text += tokenText(token);
      tokens = addToken(tokens, token);
    }
    before = part.kind === 'text' && part.text.length < FOLD_CHARS ? 'text' : 'other';
  }
  return { text, tokens, images };
}

/** The same token is known once. */
export const addToken = (tokens: readonly TokenPart[], token: TokenPart): readonly TokenPart[] =>
  tokens.some((other) => tokenText(other) === tokenText(token) && samePlace(other, token))
    ? tokens
    : [...tokens, token];

const samePlace = (a: TokenPart, b: TokenPart): boolean =>
  a.kind === b.kind && (a.kind === 'pasted' || b.kind === 'pasted' || a.path === b.path);

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
