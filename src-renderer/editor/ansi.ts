/** A colour of the terminal: one of its 16 named ones (drawn with theme tokens), or an exact one. */
export type AnsiColor =
  { readonly kind: 'named'; readonly index: number } | { readonly kind: 'rgb'; readonly css: string };

export interface AnsiStyle {
  readonly color: AnsiColor | null;
  readonly background: AnsiColor | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strike: boolean;
  readonly inverse: boolean;
}
export interface AnsiSpan {
  readonly text: string;
  /** Null: plain text. */
  readonly style: AnsiStyle | null;
}
export type AnsiLine = readonly AnsiSpan[];

const PLAIN: AnsiStyle = {
  color: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strike: false,
  inverse: false,
};
/** Longest line that cursor movements may build; columns beyond are not filled up. */
const MAX_COLUMN = 4000;
/** Steps of one channel in the 6 × 6 × 6 cube of the 256 colours. */
const CUBE = [0, 95, 135, 175, 215, 255];

// CSI, OSC (ended by BEL or ST), other two-byte escapes, and the control characters that move the cursor.
// eslint-disable-next-line no-control-regex -- control characters are the subject
const TOKEN =
  /\u001b\[([0-9;:?<=>]*)[ -/]*([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\|$)|\u001b[PX^_][^\u001b]*(?:\u001b\\|$)|\u001b[ -/]*[0-~]?|[\r\n\b\t\u0000-\u0008\u000b-\u001f\u007f]/g;

interface Cell {
  text: string;
  style: AnsiStyle;
}

/**
 * Text of a terminal as lines of styled spans: SGR colours (16, 256, 24 bit), carriage return, backspace and erase-line as far as
 * progress bars use them (ECMA-48). Other sequences are left out. No cursor movement to other lines.
 */
export function parseAnsi(text: string): AnsiLine[] {
  const lines: AnsiLine[] = [];
  let style = PLAIN;
  let plain = '';
  /** Cells of the line; null while it is plain text written left to right, which is nearly always. */
  let cells: Cell[] | null = null;
  let spans: AnsiSpan[] = [];
  let column = 0;

  const flush = () => {
    if (plain === '') return;
    spans.push({ text: plain, style: style === PLAIN ? null : style });
    plain = '';
  };
  const toCells = (): Cell[] => {
    if (cells) return cells;
    flush();
    cells = spans.flatMap((span) => Array.from(span.text, (char) => ({ text: char, style: span.style ?? PLAIN })));
    spans = [];
    return cells;
  };
  const write = (words: string) => {
    if (words === '') return;
    if (!cells) {
      plain += words;
      return;
    }
    for (const char of words) {
      while (cells.length < column && column < MAX_COLUMN) cells.push({ text: ' ', style: PLAIN });
      cells[Math.min(column, cells.length)] = { text: char, style };
      column++;
    }
  };
  const endLine = () => {
    flush();
    lines.push(cells ? joinCells(cells) : spans);
    spans = [];
    cells = null;
    column = 0;
  };
  const setStyle = (next: AnsiStyle) => {
    if (!cells) flush();
    style = next;
  };
  const moveTo = (wanted: number) => {
    const line = toCells();
    column = Math.max(0, Math.min(wanted, Math.max(MAX_COLUMN, line.length)));
  };
  const control = (parameters: string, final: string) => {
    const first = Number.parseInt(parameters, 10);
    const count = Number.isNaN(first) ? 1 : Math.max(1, first);
    if (final === 'm') return setStyle(applySgr(style, parameters));
    if (final === 'K') {
      const at = cells ? column : Array.from(spans.map((span) => span.text).join('') + plain).length;
      const line = toCells();
      column = at;
      if (first === 2) line.length = 0;
      else if (first === 1)
        for (let cell = 0; cell < Math.min(at, line.length); cell++) line[cell] = { text: ' ', style: PLAIN };
      else line.length = Math.min(line.length, at);
      return;
    }
    if (!'CDG'.includes(final)) return;
    const at = cells ? column : Array.from(spans.map((span) => span.text).join('') + plain).length;
    moveTo(final === 'C' ? at + count : final === 'D' ? at - count : count - 1);
  };

  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    write(text.slice(from, match.index));
    from = match.index + match[0].length;
    const token = match[0];
    if (token === '\n') endLine();
    else if (token === '\r') {
      // A carriage return before the line's end moves nothing.
      if (text[from] !== '\n') moveTo(0);
    } else if (token === '\b') {
      const at = cells ? column : toCells().length;
      moveTo(at - 1);
    } else if (token === '\t') write('\t');
    else if (match[2] !== undefined) control(match[1] ?? '', match[2]);
  }
  write(text.slice(from));
  flush();
  if (cells ? (cells as Cell[]).length > 0 : spans.length > 0) endLine();
  return lines;
}

function joinCells(cells: readonly Cell[]): AnsiLine {
  const spans: { text: string; style: AnsiStyle | null }[] = [];
  for (const cell of cells) {
    const style = cell.style === PLAIN ? null : cell.style;
    const last = spans.at(-1);
    if (last && last.style === style) last.text += cell.text;
    else spans.push({ text: cell.text, style });
  }
  return spans;
}

const named = (index: number): AnsiColor => ({ kind: 'named', index });
const rgb = (r: number, g: number, b: number): AnsiColor => ({ kind: 'rgb', css: `rgb(${r} ${g} ${b})` });
const byte = (value: number | undefined): number => Math.min(255, Math.max(0, value ?? 0));

/** One of the 256 colours: 16 named, a cube of 216, 24 greys. */
function indexed(index: number): AnsiColor {
  if (index < 16) return named(index);
  if (index >= 232) return rgb(8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10);
  const at = index - 16;
  return rgb(CUBE[Math.floor(at / 36)] ?? 0, CUBE[Math.floor(at / 6) % 6] ?? 0, CUBE[at % 6] ?? 0);
}

function applySgr(before: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters === '' ? [0] : parameters.split(/[;:]/).map((part) => (part === '' ? 0 : Number(part)));
  let style = before;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48 || code === 58) {
      const [color, used] = extended(codes, at + 1, parameters.includes(':'));
      at += used;
      if (code === 38) style = { ...style, color };
      else if (code === 48) style = { ...style, background: color };
    } else style = code === 0 ? PLAIN : { ...style, ...sgr(code) };
  }
  return isPlain(style) ? PLAIN : style;
}

/** `5;n` or `2;r;g;b` (with colons an empty colour space may come first). Answers the colour and how many codes it took. */
function extended(codes: readonly number[], at: number, colons: boolean): [AnsiColor | null, number] {
  if (codes[at] === 5) return [indexed(byte(codes[at + 1])), 2];
  if (codes[at] !== 2) return [null, 1];
  const skip = colons && codes.length - at >= 5 ? 1 : 0;
  return [rgb(byte(codes[at + 1 + skip]), byte(codes[at + 2 + skip]), byte(codes[at + 3 + skip])), 4 + skip];
}

function sgr(code: number): Partial<AnsiStyle> {
  if (code >= 30 && code <= 37) return { color: named(code - 30) };
  if (code >= 90 && code <= 97) return { color: named(code - 82) };
  if (code >= 40 && code <= 47) return { background: named(code - 40) };
  if (code >= 100 && code <= 107) return { background: named(code - 92) };
  switch (code) {
    case 1:
      return { bold: true };
    case 2:
      return { dim: true };
    case 3:
      return { italic: true };
    case 4:
    case 21:
      return { underline: true };
    case 7:
      return { inverse: true };
    case 9:
      return { strike: true };
    case 22:
      return { bold: false, dim: false };
    case 23:
      return { italic: false };
    case 24:
      return { underline: false };
    case 27:
      return { inverse: false };
    case 29:
      return { strike: false };
    case 39:
      return { color: null };
    case 49:
      return { background: null };
    default:
      return {};
  }
}

const isPlain = (style: AnsiStyle): boolean =>
  style.color === null && style.background === null && !style.bold && !style.dim && !style.italic && !style.underline && !style.strike && !style.inverse; // prettier-ignore

/** The text without any terminal sequence, as a copy of it should be. */
export const withoutAnsi = (text: string): string =>
  parseAnsi(text)
    .map((line) => line.map((span) => span.text).join(''))
    .join('\n');
