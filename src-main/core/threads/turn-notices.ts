import type { ItemId, TurnId } from '../../../src-shared/model/ids.ts';
import { itemId } from '../../../src-shared/model/ids.ts';
import type { NoticeItem, TurnError } from '../../../src-shared/model/item.ts';
import type { ThreadState } from './thread-state.ts';

/** What the server says beside the items of a turn: warnings, and that it tries again. */
export interface TurnNotices {
  /** Says it once in a thread: some warnings come with every turn. A null place waits for the next turn. */
  say(place: TurnId | null, level: NoticeItem['level'], error: TurnError): void;
  /** One notice says how the retries of a turn go. */
  retrying(turnId: TurnId, error: TurnError): void;
  /** Something came of the last retry, or a new turn has begun: the next one gets a notice of its own. */
  retryIsOver(): void;
  /** Something that belongs to the next turn, whatever it is. */
  later(add: (turnId: TurnId) => void): void;
  /** A turn has begun: what waited for it comes in. */
  begin(turnId: TurnId): void;
}

export function createTurnNotices(state: ThreadState): TurnNotices {
  let early: ((turnId: TurnId) => void)[] = [];
  const said = new Set<string>();
  let retryNotice: ItemId | null = null;
  let count = 0;

  const add = (turnId: TurnId, level: NoticeItem['level'], error: TurnError): ItemId => {
    const id = itemId(turnId, `notice-${++count}`);
    const item: NoticeItem = { id, turnId, startedAt: null, completedAt: null, kind: 'notice', level, error };
    state.push({ type: 'itemStarted', item });
    return id;
  };

  return {
    say: (place, level, error) => {
      const words = `${error.code} ${error.message}`;
      if (said.has(words)) return;
      said.add(words);
      if (place === null) early.push((turn) => add(turn, level, error));
      else add(place, level, error);
    },
    retrying: (turnId, error) => {
      const shown = retryNotice === null ? undefined : state.current().items[retryNotice];
      if (shown?.kind === 'notice') state.push({ type: 'itemChanged', item: { ...shown, error } });
      else retryNotice = add(turnId, 'warning', error);
    },
    retryIsOver: () => void (retryNotice = null),
    later: (adding) => void early.push(adding),
    begin: (turnId) => {
      const waiting = early;
      early = [];
      for (const each of waiting) each(turnId);
    },
  };
}
