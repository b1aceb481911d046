/**
 * Reads Markdown line by line and says where one top-level block surely ends, so that growing text can be cut into pieces
 * that render the same alone as in the whole (CommonMark 0.31 §3–5 and GFM tables). It never reads back: each line is
 * looked at once. It may keep two blocks together, it must not part one.
 */

/** What the open top-level block is; `none` when the last one has ended. */
export type OpenBlock = 'none' | 'paragraph' | 'list' | 'quote' | 'indented' | 'fence' | 'html';

export interface Fence {
  readonly marker: string;
  readonly length: number;
  readonly indent: number;
  /** First word of the info string, lower case; empty without one. */
  readonly language: string;
}

export interface LineVerdict {
  /** The line begins a new top-level block: a cut may go before it. */
  readonly before: boolean;
  /** The block ends with this line: a cut may go after it. */
  readonly after: boolean;
  /** The line opens or closes a fence at the top level. */
  readonly fence: 'open' | 'close' | null;
  /** The line begins a further item of the list that is open. */
  readonly item: boolean;
  readonly blank: boolean;
}

interface ListMarker {
  /** Bullet character, or the character after an ordered item's number. */
  readonly type: string;
  readonly ordinal: number | null;
  /** Column where the item's content begins. */
  readonly content: number;
  readonly empty: boolean;
}

const HTML_BLOCK_NAMES =
  'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul';
/** Start conditions 1 to 5 of HTML blocks with their end conditions. */
const HTML_UNTIL: readonly (readonly [start: RegExp, end: RegExp])[] = [
  [/^<(?:script|pre|style|textarea)(?:[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<![a-z]/i, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
];
/** Condition 6: ends at a blank line and may interrupt a paragraph. */
const HTML_BLOCK = new RegExp(`^</?(?:${HTML_BLOCK_NAMES})(?:\\s|/?>|$)`, 'i');
/** Condition 7: one complete tag alone on its line; may not interrupt a paragraph. */
const HTML_TAG =
  /^(?:<[a-z][a-z0-9-]*(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?>|<\/[a-z][a-z0-9-]*\s*>)\s*$/i;

const FENCE = /^(`{3,}|~{3,})(.*)$/;
const HEADING = /^#{1,6}(?:[ \t]|$)/;
const RULE = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const SETEXT = /^(?:=+|-+)[ \t]*$/;
const MARKER = /^(?:([-+*])|(\d{1,9})([.)]))(?=[ \t]|$)/;
const FOOTNOTE = /^\[\^[^\]\s]+\]:/;

const NOTHING: LineVerdict = { before: false, after: false, fence: null, item: false, blank: false };

/** Columns of leading white space; a tab goes to the next multiple of four. */
function indentOf(line: string): number {
  let columns = 0;
  for (let at = 0; at < line.length; at++) {
    const char = line.charCodeAt(at);
    if (char === 32) columns++;
    else if (char === 9) columns += 4 - (columns % 4);
    else break;
  }
  return columns;
}

function markerOf(text: string, indent: number): ListMarker | null {
  const match = MARKER.exec(text);
  if (!match) return null;
  const width = match[0].length;
  const rest = text.slice(width);
  const empty = rest.trim() === '';
  const spaces = indentOf(rest);
  return {
    type: match[1] ?? match[3] ?? '',
    ordinal: match[2] === undefined ? null : Number(match[2]),
    content: indent + width + (empty || spaces > 4 ? 1 : spaces),
    empty,
  };
}

export class BlockLexer {
  open: OpenBlock = 'none';
  /** The fence that is open at the top level. */
  fence: Fence | null = null;
  /** Column of the content of the open list's current item. */
  itemIndent = 0;
  private listType = '';
  private htmlEnd: RegExp | null = null;
  private afterBlank = false;

  /** Takes the next line, without its line ending. */
  line(line: string): LineVerdict {
    const indent = indentOf(line);
    const text = line.trimStart();
    const { open, fence } = this;
    if (fence) return this.insideFence(fence, text, indent);
    if (open === 'html') return this.insideHtml(text);
    if (text === '') {
      this.afterBlank = true;
      return { ...NOTHING, blank: true };
    }
    const afterBlank = this.afterBlank;
    this.afterBlank = false;
    switch (open) {
      case 'none':
      case 'fence':
        return this.begin(text, indent, false);
      case 'list':
        return this.insideList(text, indent, afterBlank);
      case 'quote':
        if (!afterBlank && (text.startsWith('>') || !this.interrupts(text, indent, false))) return NOTHING;
        return this.begin(text, indent, false);
      case 'indented':
        return indent >= 4 ? NOTHING : this.begin(text, indent, false);
      case 'paragraph':
        if (afterBlank) return this.begin(text, indent, false);
        if (indent < 4 && SETEXT.test(text)) {
          this.open = 'none';
          return { ...NOTHING, after: true };
        }
        return this.interrupts(text, indent, true) ? this.begin(text, indent, true) : NOTHING;
    }
  }

  private insideFence(fence: Fence, text: string, indent: number): LineVerdict {
    const run = text.trimEnd();
    const closes =
      indent < 4 && run.length >= fence.length && run[0] === fence.marker && run === fence.marker.repeat(run.length);
    if (!closes) return NOTHING;
    this.fence = null;
    this.open = 'none';
    return { ...NOTHING, after: true, fence: 'close' };
  }

  private insideHtml(text: string): LineVerdict {
    const ends = this.htmlEnd ? this.htmlEnd.test(text) : text === '';
    if (!ends) return NOTHING;
    this.open = 'none';
    return { ...NOTHING, after: true };
  }

  private insideList(text: string, indent: number, afterBlank: boolean): LineVerdict {
    if (indent >= this.itemIndent) return NOTHING;
    if (indent < 4 && !RULE.test(text)) {
      const marker = markerOf(text, indent);
      if (marker && marker.type === this.listType) {
        this.itemIndent = marker.content;
        return { ...NOTHING, item: true };
      }
      if (marker) return this.begin(text, indent, false);
    }
    return afterBlank || this.interrupts(text, indent, false) ? this.begin(text, indent, false) : NOTHING;
  }

  /** Whether the line begins a block although a paragraph is open and no blank line came before. */
  private interrupts(text: string, indent: number, inParagraph: boolean): boolean {
    if (indent >= 4) return false;
    if (text.startsWith('>') || HEADING.test(text) || RULE.test(text)) return true;
    const fence = FENCE.exec(text);
    if (fence && !(text.startsWith('`') && fence[2]?.includes('`'))) return true;
    if (text.startsWith('<')) return HTML_BLOCK.test(text) || HTML_UNTIL.some(([start]) => start.test(text));
    const marker = markerOf(text, indent);
    if (!marker) return false;
    return !inParagraph || (!marker.empty && (marker.ordinal === null || marker.ordinal === 1));
  }

  private begin(text: string, indent: number, inParagraph: boolean): LineVerdict {
    const verdict = { ...NOTHING, before: true };
    if (indent >= 4) {
      this.open = 'indented';
      return verdict;
    }
    const fence = FENCE.exec(text);
    if (fence && !(text.startsWith('`') && fence[2]?.includes('`'))) {
      const run = fence[1] ?? '';
      const language = (fence[2] ?? '').trim().split(/\s/, 1)[0] ?? '';
      this.fence = { marker: run.charAt(0), length: run.length, indent, language: language.toLowerCase() };
      this.open = 'fence';
      return { ...verdict, fence: 'open' };
    }
    if (HEADING.test(text) || RULE.test(text)) {
      this.open = 'none';
      return { ...verdict, after: true };
    }
    if (text.startsWith('<')) {
      const until = HTML_UNTIL.find(([start]) => start.test(text));
      if (until) {
        const ends = until[1].test(text.slice(until[0].exec(text)?.[0].length ?? 0));
        this.open = ends ? 'none' : 'html';
        this.htmlEnd = until[1];
        return { ...verdict, after: ends };
      }
      if (HTML_BLOCK.test(text) || (!inParagraph && HTML_TAG.test(text))) {
        this.open = 'html';
        this.htmlEnd = null;
        return verdict;
      }
    }
    const marker = markerOf(text, indent);
    if (marker) {
      this.open = 'list';
      this.listType = marker.type;
      this.itemIndent = marker.content;
    } else if (FOOTNOTE.test(text)) {
      this.open = 'list';
      this.listType = '';
      this.itemIndent = 4;
    } else this.open = text.startsWith('>') ? 'quote' : 'paragraph';
    return verdict;
  }
}
