import type { Item } from '../../../src-shared/model/item.ts';
import type { TurnStatus } from '../../../src-shared/model/thread.ts';

/** `40 ms`, `0.2 s`, `6.8 s`, `42 s`, `3 min 5 s`, `2 h 4 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 0.1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1).replace(/\.0$/, '')} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `812`, `12.4k`, `1.2M`. */
export function compact(count: number): string {
  if (count < 1000) return String(count);
  if (count < 1_000_000) return `${trim(count / 1000)}k`;
  return `${trim(count / 1_000_000)}M`;
}
const trim = (value: number): string =>
  value < 100 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));

export const TURN_WORDS: Readonly<Record<TurnStatus, string>> = {
  running: 'Running',
  completed: 'Completed',
  interrupted: 'Interrupted',
  failed: 'Failed',
};

/** Accessible name of an item's group (product.md §16). */
export function itemName(item: Item): string {
  switch (item.kind) {
    case 'userMessage':
      return 'User message';
    case 'agentMessage':
      return 'Agent message';
    case 'reasoning':
      return 'Reasoning';
    case 'plan':
      return 'Plan';
    case 'command':
      return 'Command';
    case 'fileChange':
      return 'File change';
    case 'toolCall':
      return 'Tool call';
    case 'subAgent':
      return 'Sub-agent';
    case 'webSearch':
      return 'Web search';
    case 'image':
      return item.action === 'viewed' ? 'Image view' : 'Image generation';
    case 'review':
      return item.phase === 'entered' ? 'Review started' : 'Review';
    case 'compaction':
      return 'Compaction';
    case 'hook':
      return 'Hook';
    case 'autoReview':
      return 'Approval review';
    case 'notice':
      return item.level === 'error' ? 'Error' : item.level === 'warning' ? 'Warning' : 'Notice';
    case 'sleep':
      return 'Wait';
    case 'unknown':
      return item.type;
  }
}
