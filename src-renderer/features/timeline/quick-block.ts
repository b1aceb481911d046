import type { BlockShape } from '../../state/text-parts.ts';
import { endMarks, quickInline, type InlineNode } from './quick-inline.ts';

export interface QuickItem {
  readonly task: 'open' | 'done' | null;
  readonly inline: readonly InlineNode[];
  readonly lists: readonly QuickList[];
}
export interface QuickList {
  readonly kind: 'list';
  /** Null: bullets. */
  readonly start: number | null;
  readonly items: readonly QuickItem[];
}
export interface QuickTable {
  readonly kind: 'table';
  readonly align: readonly ('left' | 'center' | 'right' | undefined)[];
  readonly head: readonly (readonly InlineNode[])[];
  readonly rows: readonly (readonly (readonly InlineNode[])[])[];
}
export type QuickBlock =
  | { readonly kind: 'paragraph' | 'quote'; readonly inline: readonly InlineNode[] }
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4 | 5 | 6; readonly inline: readonly InlineNode[] }
  | QuickList
  | QuickTable;

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/;
const MARKER = /^( *)(?:[-+*]|(\d{1,9})[.)]) +(?:\[([ xX])\] +)?(\S.*)$/;
/** Inside a list or quote: other blocks, which only the real parser reads. */
const BLOCK_START = /^\s*(?:[-+*>#|]|\d{1,9}[.)]\s|`{3}|~{3}|<|={2,}|\[)/;

/**
 * A block as it will be, where it is one of the plain shapes that agents mostly write; null where only the real parser can tell.
 * `source` is one top-level block of that shape. `open`: its end is still being written, and marks without an end are taken as ended.
 */
export function quickBlock(shape: BlockShape, source: string, open = false): QuickBlock | null {
  const text = open && shape !== 'list' && shape !== 'table' ? endMarks(source.trim()) : source.trim();
  switch (shape) {
    case 'paragraph':
      return { kind: 'paragraph', inline: quickInline(text) };
    case 'heading': {
      const [, marks = '', words = ''] = HEADING.exec(text) ?? [];
      if (marks === '') return null;
      return { kind: 'heading', level: Math.min(6, marks.length) as 1, inline: quickInline(words) };
    }
    case 'quote':
      return quickQuote(text);
    case 'list':
      return quickList(source.trimEnd().split('\n'), open);
    case 'table':
      return quickTable(text.split('\n'));
  }
}

function quickQuote(text: string): QuickBlock | null {
  const lines = text.split('\n').map((line) => /^ {0,3}> ?(.*)$/.exec(line)?.[1]);
  if (lines.some((line) => line === undefined || line.trim() === '' || BLOCK_START.test(line))) return null;
  return { kind: 'quote', inline: quickInline(lines.join('\n')) };
}

interface OpenItem {
  readonly indent: number;
  readonly task: QuickItem['task'];
  words: string;
  readonly lists: QuickList[];
}
/** A tight list, nested by indentation. */
function quickList(lines: readonly string[], open: boolean): QuickList | null {
  let at = 0;
  const read = (indent: number, depth: number): QuickList | null => {
    const items: OpenItem[] = [];
    let start: number | null = null;
    let bullets: boolean | null = null;
    for (; at < lines.length; at++) {
      const line = lines[at] ?? '';
      const marker = MARKER.exec(line);
      if (!marker) {
        const item = items.at(-1);
        if (!item || line.trim() === '' || BLOCK_START.test(line)) return null;
        item.words += `\n${line.trimStart()}`;
        continue;
      }
      const own = (marker[1] ?? '').length;
      if (own < indent) break;
      if (own > indent + 1) {
        const item = items.at(-1);
        const nested = item && depth < 4 ? read(own, depth + 1) : null;
        if (!item || !nested) return null;
        item.lists.push(nested);
        at--;
        continue;
      }
      const words = marker[4] ?? '';
      if (BLOCK_START.test(words) && !/^\[/.test(words)) return null;
      const isBullet = marker[2] === undefined;
      if (bullets !== null && bullets !== isBullet) return null;
      bullets = isBullet;
      if (start === null && !isBullet) start = Number(marker[2]);
      const task = marker[3] === undefined ? null : marker[3] === ' ' ? 'open' : 'done';
      items.push({ indent: own, task, words, lists: [] });
    }
    const last = items.at(-1);
    if (!last) return null;
    if (open && at === lines.length && last.lists.length === 0) last.words = endMarks(last.words);
    return {
      kind: 'list',
      start,
      items: items.map(({ task, words, lists }) => ({ task, inline: quickInline(words), lists })),
    };
  };
  const list = read(MARKER.exec(lines[0] ?? '')?.[1]?.length ?? 0, 0);
  return at === lines.length ? list : null;
}

function quickTable(lines: readonly string[]): QuickTable | null {
  const [head, rule, ...rows] = lines.map(cells);
  if (!head || !rule) return null;
  const align = rule.map((cell) => {
    const [left, right] = [cell.startsWith(':'), cell.endsWith(':')];
    return right ? (left ? 'center' : 'right') : left ? 'left' : undefined;
  });
  const drawn = (row: readonly string[]) =>
    head.map((_, index) => quickInline((row[index] ?? '').replaceAll('\\|', '|')));
  return { kind: 'table', align, head: drawn(head), rows: rows.map(drawn) };
}

/** Cells of a row; a pipe behind a backslash divides nothing. */
function cells(line: string): string[] {
  const row = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return row.split(/(?<!\\)\|/).map((cell) => cell.trim());
}
