import type { Item } from '../../../src-shared/model/item.ts';
import { textView } from '../../state/open-thread.ts';
import { itemOf, type ThreadState } from '../../state/thread-store.ts';
import type { TextRow } from '../../state/text-parts.ts';
import type { TimelineRow } from '../../state/timeline-rows.ts';

const LINE_PX = 21;
const CODE_LINE_PX = 19;
/** Characters of prose on one line of the column. */
const LINE_CHARS = 105;
const GAP_PX = 12;

function textHeight(row: TextRow): number {
  let height = 0;
  for (const part of row.parts) {
    if (part.kind === 'code') {
      let lines = 1;
      for (let at = part.code.indexOf('\n'); at !== -1; at = part.code.indexOf('\n', at + 1)) lines++;
      height += lines * CODE_LINE_PX + (part.first ? 30 : 0) + (part.last ? 12 : 0);
      continue;
    }
    let lines = 0;
    let from = 0;
    for (;;) {
      const end = part.source.indexOf('\n', from);
      const length = (end === -1 ? part.source.length : end) - from;
      if (length > 0) lines += Math.ceil(length / LINE_CHARS);
      if (end === -1) break;
      from = end + 1;
    }
    if (lines > 0) height += lines * LINE_PX + 8;
  }
  return height;
}

function itemHeight(item: Item): number {
  switch (item.kind) {
    case 'userMessage': {
      const chars = item.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 20), 0);
      const images = item.parts.some((part) => part.kind === 'image') ? 80 : 0;
      return 22 + images + Math.min(26, Math.ceil(chars / 90)) * LINE_PX;
    }
    case 'command':
      return item.status === 'failed' ? 36 + 16 + CODE_LINE_PX * Math.min(14, Math.ceil(item.output.length / 60)) : 36;
    case 'fileChange':
      return 44 + 25 * Math.min(60, item.changes.length);
    case 'toolCall':
    case 'unknown':
      return 36;
    case 'subAgent':
      return 90;
    case 'autoReview':
      return item.status === 'declined' && !item.overruled ? 96 : 22;
    case 'notice':
      return item.level === 'info' ? 22 : 72;
    default:
      return 22;
  }
}

/** How high a row will be, before it is measured. Near enough that scrolling up does not visibly correct itself. */
export function estimateSize(state: ThreadState, row: TimelineRow): number {
  if (row.kind === 'foot') return 24 + 28;
  if (row.kind === 'text') {
    const text = textView(state, row.itemId).rows[row.index];
    return text ? textHeight(text) + GAP_PX : LINE_PX + GAP_PX;
  }
  const item = itemOf(state, row.itemId);
  return item ? itemHeight(item) + GAP_PX : 40;
}
