import type { TurnId } from '../../../src-shared/model/ids.ts';
import type { Item } from '../../../src-shared/model/item.ts';
import type { Turn, TurnPage } from '../../../src-shared/model/thread.ts';
import { isStreamed } from './item-endings.ts';

/** Turns kept; the ones that were cut off first are forgotten first. */
const MAX_KEPT = 100;

/**
 * What was received of turns that were cut off. The server stores no half answers: after an interrupt, or when it is killed, it knows
 * the user's message and the finished items alone. What stood on the screen is kept here as long as the core lives.
 */
export interface CutTurns {
  /** Takes note of a turn that has ended early, if something of it would be lost. */
  ended(turn: Turn, items: readonly Item[]): void;
  /** A page of stored turns, with what was received of those that were cut off. */
  complete(page: TurnPage): TurnPage;
}

interface Kept {
  readonly turn: Turn;
  readonly items: readonly Item[];
}

export function createCutTurns(): CutTurns {
  const kept = new Map<TurnId, Kept>();
  return {
    ended: (turn, items) => {
      if (turn.status !== 'interrupted' && turn.status !== 'failed') return;
      if (turn.error?.code !== 'server-died' && !items.some(isHalf)) return;
      kept.set(turn.id, { turn, items });
      const [first] = kept.keys();
      if (kept.size > MAX_KEPT && first !== undefined) kept.delete(first);
    },
    complete: (page) => {
      if (!page.turns.some(({ id }) => kept.has(id))) return page;
      const stored = new Map(page.items.map((item) => [item.id, item]));
      const items: Item[] = [];
      const turns = page.turns.map((turn): Turn => {
        const own = turn.itemIds.flatMap((id) => stored.get(id) ?? []);
        const received = kept.get(turn.id);
        // What came to a good end after all is stored whole.
        const all = received && turn.status !== 'completed' ? merge(received.items, own) : own;
        items.push(...all);
        if (!received || all === own) return turn;
        const { error, changed, tokens } = received.turn;
        return {
          ...turn,
          error: turn.error ?? error,
          changed: turn.changed ?? changed,
          tokens: turn.tokens ?? tokens,
          itemIds: all.map(({ id }) => id),
        };
      });
      return { ...page, turns, items };
    },
  };
}

const isHalf = (item: Item): boolean =>
  isStreamed(item) && 'text' in item && item.text !== '' && 'status' in item && item.status === 'interrupted';

/**
 * The items as they came in, each in its stored form where that says more. 0.124 gives stored items other ids, so nothing can be
 * matched there: then what was received has everything but, for a turn that was joined midway, the user's message.
 */
function merge(received: readonly Item[], stored: readonly Item[]): readonly Item[] {
  const byId = new Map(stored.map((item) => [item.id, item]));
  const ids = new Set(received.map(({ id }) => id));
  const firstShared = stored.findIndex(({ id }) => ids.has(id));
  if (firstShared < 0) {
    const asked = received.some(({ kind }) => kind === 'userMessage');
    return asked ? received : [...stored.filter(({ kind }) => kind === 'userMessage'), ...received];
  }
  const isMissing = ({ id }: Item) => !ids.has(id);
  return [
    ...stored.slice(0, firstShared),
    ...received.map((item) => fuller(item, byId.get(item.id))),
    ...stored.slice(firstShared).filter(isMissing),
  ];
}

function fuller(received: Item, stored: Item | undefined): Item {
  if (!stored || ('status' in stored && stored.status === 'running')) return received;
  const isLonger = 'text' in received && 'text' in stored && received.text.length > stored.text.length;
  return isLonger ? received : stored;
}
