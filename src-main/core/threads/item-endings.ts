import type { ItemId, TurnId } from '../../../src-shared/model/ids.ts';
import type { CommandItem, Item } from '../../../src-shared/model/item.ts';
import { capOutput } from '../codex/map-item.ts';
import type { TextSource } from '../codex/thread-events.ts';

/** What comes from the model's stream and is lost with it. */
export function isStreamed(item: Item): boolean {
  return item.kind === 'agentMessage' || item.kind === 'reasoning' || item.kind === 'plan';
}

/** An item that will hear nothing more, with the text it had grown to. */
export function asInterrupted(item: Item, live: string | undefined): Item {
  switch (item.kind) {
    case 'agentMessage':
    case 'reasoning':
    case 'plan':
      return { ...item, text: live ?? item.text, status: 'interrupted' };
    case 'command':
      return { ...withOutput(item, live), status: 'interrupted' };
    case 'fileChange':
    case 'toolCall':
    case 'subAgent':
    case 'webSearch':
    case 'image':
    case 'compaction':
    case 'hook':
    case 'autoReview':
    case 'sleep':
      return { ...item, status: 'interrupted' };
    default:
      return item;
  }
}

/**
 * A completed item as it is kept. What it says wins over what was accumulated, where it says something; a command that
 * ended without its output keeps what was seen of it.
 */
export function settled(item: Item, started: Item | undefined, live: string | undefined): Item {
  const startedAt = item.startedAt ?? started?.startedAt ?? null;
  if (item.kind !== 'command') return { ...item, startedAt };
  const whole = item.outputChars === 0 ? withOutput(item, live) : item;
  const source = started?.kind === 'command' && started.source === 'background' ? 'background' : item.source;
  return { ...whole, source, startedAt };
}

export function asInBackground(item: CommandItem): CommandItem {
  return { ...item, source: 'background' };
}

function withOutput(item: CommandItem, live: string | undefined): CommandItem {
  if (live === undefined || live === '') return item;
  return { ...item, output: capOutput(live), outputChars: Math.max(item.outputChars, live.length) };
}

/** A stand-in for an item whose start was missed; null where too little is known to show anything. */
export function placeholder(id: ItemId, turnId: TurnId, source: TextSource): Item | null {
  const base = { id, turnId, startedAt: null, completedAt: null, text: '', status: 'running' } as const;
  switch (source) {
    case 'agentMessage':
      return { ...base, kind: 'agentMessage', phase: null };
    case 'reasoning':
    case 'rawReasoning':
      return { ...base, kind: 'reasoning' };
    case 'plan':
      return { ...base, kind: 'plan' };
    default:
      return null;
  }
}
