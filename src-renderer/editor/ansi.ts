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
  return new Reader().read(text);
}

class Reader {
  private readonly lines: AnsiLine[] = [];
  private style = PLAIN;
  private plain = '';
  private spans: AnsiSpan[] = [];
  /** Cells of the line; null while it is written left to right, which is nearly always. */
  private cells: Cell[] | null = null;
  private column = 0;

  read(text: string): AnsiLine[] {
    let from = 0;
    for (const match of text.matchAll(TOKEN)) {
      this.write(text.slice(from, match.index));
      from = match.index + match[0].length;
      const token = match[0];
      if (token === '\n') this.endLine();
      // A carriage return before the line's end moves nothing.
      else if (token === '\r') {
        if (text[from] !== '\n') this.moveTo(0);
      } else if (token === '\b') this.moveTo(this.position() - 1);
      else if (token === '\t') this.write('\t');
      else if (match[2] !== undefined) this.control(match[1] ?? '', match[2]);
    }
    this.write(text.slice(from));
    this.flush();
    if (this.cells ? this.cells.length > 0 : this.spans.length > 0) this.endLine();
    return this.lines;
  }

  private flush(): void {
    if (this.plain === '') return;
    this.spans.push({ text: this.plain, style: this.style === PLAIN ? null : this.style });
    this.plain = '';
  }

  private toCells(): Cell[] {
    if (this.cells) return this.cells;
    this.flush();
    this.cells = this.spans.flatMap((span) =>
      Array.from(span.text, (char) => ({ text: char, style: span.style ?? PLAIN })),
    );
    this.column = this.cells.length;
    this.spans = [];
    return this.cells;
  }

  private write(words: string): void {
    if (words === '') return;
    const { cells } = this;
    if (!cells) {
      this.plain += words;
      return;
    }
    for (const char of words) {
      while (cells.length < this.column && this.column < MAX_COLUMN) cells.push({ text: ' ', style: PLAIN });
      cells[Math.min(this.column, cells.length)] = { text: char, style: this.style };
      this.column++;
    }
  }

  private endLine(): void {
    this.flush();
    this.lines.push(this.cells ? joinCells(this.cells) : this.spans);
    this.spans = [];
    this.cells = null;
    this.column = 0;
  }

  private position(): number {
    this.toCells();
    return this.column;
  }

  private moveTo(wanted: number): void {
    const line = this.toCells();
    this.column = Math.max(0, Math.min(wanted, Math.max(MAX_COLUMN, line.length)));
  }

  private control(parameters: string, final: string): void {
    const first = Number.parseInt(parameters, 10);
    const count = Number.isNaN(first) ? 1 : Math.max(1, first);
    if (final === 'm') {
      if (!this.cells) this.flush();
      this.style = applySgr(this.style, parameters);
    } else if (final === 'K') this.erase(first);
    else if (final === 'C') this.moveTo(this.position() + count);
    else if (final === 'D') this.moveTo(this.position() - count);
    else if (final === 'G') this.moveTo(count - 1);
  }

  /** Erase in line: 1 up to the cursor, 2 all of it, else from the cursor on. */
  private erase(what: number): void {
    const line = this.toCells();
    if (what === 2) line.length = 0;
    else if (what === 1) line.fill({ text: ' ', style: PLAIN }, 0, Math.min(this.column, line.length));
    else line.length = Math.min(line.length, this.column);
  }
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
