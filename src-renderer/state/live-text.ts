import { BlockLexer, type Fence, type LineVerdict } from './block-lexer.ts';
import { EMPTY_VIEW, type BlockShape, type TextPart, type TextRow, type TextView } from './text-parts.ts';

/** A block longer than this is cut at the next place that does not show; twice this long, anywhere. */
export const PART_CHARS = 2000;
const HARD_PART_CHARS = 2 * PART_CHARS;
/** A row takes further parts until it is this long. */
const ROW_CHARS = 2000;
const ROW_PARTS = 24;
/** What a line is, is decided by its beginning, so that the decision does not wait for the end of an endless line. */
const CLASSIFY_CHARS = 1000;

const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const DEFINITION = /^ {0,3}\[(?!\^)[^\]]+\]:[ \t]*\S/;
/** A line of a paragraph that is still one when it stands first. */
const PLAIN_START = /^ {0,3}[\p{L}\p{N}"'(`*_[~“‘\p{Extended_Pictographic}]/u;
/** Lines whose kind is certain from their first characters, so that a block does not stay open until the next one's line ends. */
const CERTAIN_START = new RegExp(
  [
    '["\'(“‘|>\\\\\\p{L}\\p{Extended_Pictographic}]',
    '\\*[^\\s*]',
    '\\*\\*[^\\s*]',
    '_[^\\s_]',
    '`[^`\\n]',
    '-[^\\s-]',
    '\\d{1,9}[^\\d.)\\n]',
    '#{1,6} [^\\s#]',
    '(?:[-+*]|\\d{1,9}[.)]) [\\p{L}"\'(`]',
  ]
    .map((start) => `^${start}`)
    .join('|'),
  'u',
);
const NUMBERED = /^ {0,3}(?:\d{1,9}[.)]|\*[ \t]|\[\^?[^\]]+\]:|~~~|```)/;

/**
 * Text that grows by appending, cut into parts that render alone, and the parts into rows. Whatever the sizes of the
 * pieces it is fed with, the result is the same as for the whole text at once. Work per append is proportional to the
 * text appended plus one open part (at most `HARD_PART_CHARS`).
 */
export class LiveText {
  private lexer = new BlockLexer();
  /** Text from the start of the open part on. */
  private buffer = '';
  /** Offset in `buffer` of the line that is being read; everything before it has been. */
  private lineAt = 0;
  private lineBegun = false;
  private joined = false;
  private dedent = 0;
  private prefix = '';
  private fence: Fence | null = null;
  private fenceFirst = false;
  private fenceLast = false;
  private finished = false;
  private atEnd = false;
  private closedChars = 0;
  private definitions = '';
  /** What the block is that the open part belongs to. */
  private shape: BlockShape | null = null;
  private rows: TextRow[] = [];
  private rowParts: TextPart[] = [];
  private rowChars = 0;
  private cached: TextView | null = EMPTY_VIEW;

  static whole(text: string): LiveText {
    const live = new LiveText();
    live.append(text);
    live.finish();
    return live;
  }

  get length(): number {
    return this.closedChars + this.buffer.length;
  }

  append(text: string): void {
    if (text === '') return;
    this.cached = null;
    this.buffer += text;
    this.read(false);
  }

  /** No more text comes. */
  finish(): void {
    if (this.finished) return;
    this.finished = true;
    this.cached = null;
    this.read(true);
    this.atEnd = true;
    this.close(this.buffer.length, true);
    this.endRow();
  }

  /**
   * The final text wins: what is cut already stays where the final text begins with it, else all is cut afresh.
   * Answers the text to go on with.
   */
  complete(text: string): LiveText {
    if (!this.isPrefixOf(text) || (this.finished && this.length !== text.length)) return LiveText.whole(text);
    this.append(text.slice(this.length));
    this.finish();
    return this;
  }

  isPrefixOf(text: string): boolean {
    if (text.length < this.length) return false;
    let at = 0;
    for (const row of this.rows)
      for (const part of row.parts) {
        if (!text.startsWith(part.source, at)) return false;
        at += part.source.length;
      }
    for (const part of this.rowParts) {
      if (!text.startsWith(part.source, at)) return false;
      at += part.source.length;
    }
    return text.startsWith(this.buffer, at);
  }

  view(): TextView {
    if (this.cached) return this.cached;
    const rows = this.rows.slice();
    const parts = this.rowParts.slice();
    if (this.buffer.trim() !== '') parts.push(this.part(this.buffer, true));
    if (parts.length > 0) rows.push({ parts, chars: this.rowChars + this.buffer.length });
    this.cached = { rows, chars: this.length, open: !this.finished, definitions: this.definitions };
    return this.cached;
  }

  private read(end: boolean): void {
    for (;;) {
      const newline = this.buffer.indexOf('\n', this.lineAt);
      const lineEnd = newline === -1 ? this.buffer.length : newline;
      if (!this.lineBegun) {
        const known = newline !== -1 || end || lineEnd - this.lineAt > CLASSIFY_CHARS || this.isCertain();
        if (!known || (newline === -1 && lineEnd === this.lineAt)) return;
        const line = this.buffer.slice(this.lineAt, Math.min(lineEnd, this.lineAt + CLASSIFY_CHARS));
        this.beginLine(line.endsWith('\r') ? line.slice(0, -1) : line);
        this.lineBegun = true;
        continue; // a cut has moved the buffer
      }
      const limit = Math.max(HARD_PART_CHARS, this.lineAt + CLASSIFY_CHARS);
      if (lineEnd > limit) {
        this.cutInsideLine(limit);
        continue;
      }
      if (newline === -1) {
        if (end) this.lineAt = this.buffer.length;
        return;
      }
      this.lineAt = newline + 1;
      this.lineBegun = false;
      if (this.afterLine) {
        this.afterLine = false;
        this.close(this.lineAt, true);
      }
    }
  }
  private isCertain(): boolean {
    const { open, itemIndent } = this.lexer;
    if (open === 'html') return false;
    const start = this.buffer.slice(this.lineAt, this.lineAt + 16);
    const indent = start.search(/[^ ]/);
    return CERTAIN_START.test(start) || (open === 'list' && indent >= itemIndent && start[indent] !== '\t');
  }

  /** The block ends with the line that is being read. */
  private afterLine = false;

  private beginLine(line: string): void {
    const wasFence = this.fence;
    const verdict = this.lexer.line(line);
    if (verdict.before) this.close(this.lineAt, true);
    else if (this.mayCutBefore(line, verdict)) this.cutBefore(line);
    if (verdict.fence === 'open') {
      this.fence = this.lexer.fence;
      this.fenceFirst = true;
    } else if (verdict.fence === 'close' && wasFence) this.fenceLast = true;
    if (!verdict.blank) this.shape = this.shapeAfter(verdict, line);
    if (this.lexer.open === 'paragraph' && DEFINITION.test(line)) this.definitions += `${line}\n`;
    this.afterLine = verdict.after;
  }

  private shapeAfter(verdict: LineVerdict, line: string): BlockShape | null {
    const { open } = this.lexer;
    if (open === 'paragraph' || open === 'list' || open === 'quote') return open;
    // A heading ends with its line, an underlined one with the line below.
    return verdict.before && verdict.after && line.trimStart().startsWith('#') ? 'heading' : null;
  }

  /** Whether a block that has grown long may be cut before this line. */
  private mayCutBefore(line: string, verdict: LineVerdict): boolean {
    if (verdict.item && this.dedent > 0) return true;
    const must = this.lineAt >= HARD_PART_CHARS;
    if (this.lineAt < PART_CHARS || (verdict.blank && !must)) return false;
    if (this.fence) return verdict.fence !== 'close';
    switch (this.lexer.open) {
      case 'list':
        return verdict.item || must;
      case 'quote':
        return line.trimStart().startsWith('>') || must;
      case 'paragraph':
        return this.tableHead(this.buffer) !== '' || must || (PLAIN_START.test(line) && !NUMBERED.test(line));
      default:
        return true;
    }
  }

  private cutBefore(line: string): void {
    const prefix = this.lexer.open === 'paragraph' && !this.fence ? this.tableHead(this.buffer) : '';
    const dedent = this.lexer.open === 'list' && /^\s/.test(line) ? this.lexer.itemIndent : 0;
    this.close(this.lineAt, false);
    this.prefix = prefix;
    this.dedent = dedent;
  }

  /** Head and delimiter row when the part is a table, else empty. */
  private tableHead(source: string): string {
    if (this.prefix !== '') return this.prefix;
    const first = source.indexOf('\n');
    const second = first === -1 ? -1 : source.indexOf('\n', first + 1);
    if (second === -1 || second > PART_CHARS) return '';
    const rule = source.slice(first + 1, second).replace('\r', '');
    return TABLE_RULE.test(rule) && source.slice(0, first).includes('|') ? source.slice(0, second + 1) : '';
  }

  /** A line without an end in sight: cut it at a word, best at the end of a sentence. */
  private cutInsideLine(limit: number): void {
    const from = Math.max(PART_CHARS, this.lineAt + 1);
    const window = this.buffer.slice(from, limit);
    const sentence = /[.!?。！？][)"'”]?\s+(?=\p{Lu}|\p{Lo})/gu;
    const word = /\s(?=\p{L})/gu;
    const at = this.fence ? null : (lastEnd(sentence, window) ?? lastEnd(word, window));
    let cut = from + (at ?? window.length);
    // A surrogate pair stays together.
    const before = this.buffer.charCodeAt(cut - 1);
    if (before >= 0xd800 && before < 0xdc00) cut--;
    this.close(cut, false);
    if (this.lexer.open === 'list') this.dedent = this.lexer.itemIndent;
  }

  /** Closes the open part at this offset. `ended`: the block is over; else its next part joins it. */
  private close(offset: number, ended: boolean): void {
    if (offset > 0) {
      const source = this.buffer.slice(0, offset);
      this.buffer = this.buffer.slice(offset);
      this.lineAt = Math.max(0, this.lineAt - offset);
      this.closedChars += offset;
      const part = this.part(source, false);
      this.rowParts.push(part);
      this.rowChars += offset;
      if (this.rowChars >= ROW_CHARS || this.rowParts.length >= ROW_PARTS) this.endRow();
      this.fenceFirst = false;
    }
    this.joined = !ended && (this.joined || offset > 0);
    if (ended) {
      this.prefix = '';
      this.dedent = 0;
      this.fence = null;
      this.fenceFirst = false;
      this.fenceLast = false;
    }
  }

  private shapeOf(source: string, open: boolean): BlockShape | null {
    // The line that is being read may be anything yet.
    const uncertain = open && !this.lineBegun && this.lineAt < this.buffer.length;
    if (this.dedent > 0 || uncertain) return null;
    if (this.shape !== 'paragraph') return this.shape;
    if (this.tableHead(source) !== '') return this.prefix === '' ? 'table' : null;
    return DEFINITION.test(source) ? null : 'paragraph';
  }

  private endRow(): void {
    if (this.rowParts.length === 0) return;
    this.rows.push({ parts: this.rowParts, chars: this.rowChars });
    this.rowParts = [];
    this.rowChars = 0;
  }

  private part(source: string, open: boolean): TextPart {
    const { joined, fence } = this;
    if (!fence)
      return {
        kind: 'markdown',
        source,
        open,
        joined,
        prefix: this.prefix,
        dedent: this.dedent,
        shape: this.shapeOf(source, open),
      };
    // A text may end with its fence still open.
    const last = this.fenceLast || this.atEnd;
    const code = codeOf(source, fence, this.fenceFirst, this.fenceLast);
    return { kind: 'code', source, open, joined, language: fence.language, code, first: this.fenceFirst, last };
  }
}

/** End of the last match, or null. */
function lastEnd(pattern: RegExp, text: string): number | null {
  let end: number | null = null;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}

/** The code between the fence lines, with as much indentation taken off as the opening fence has. */
function codeOf(source: string, fence: Fence, first: boolean, last: boolean): string {
  let body = source;
  if (first) {
    const end = body.indexOf('\n');
    body = end === -1 ? '' : body.slice(end + 1);
  }
  if (last) {
    const closing = body.trimEnd().lastIndexOf('\n');
    body = closing === -1 ? '' : body.slice(0, closing + 1);
  }
  if (fence.indent > 0) body = body.replace(new RegExp(`^ {1,${fence.indent}}`, 'gm'), '');
  return body;
}
