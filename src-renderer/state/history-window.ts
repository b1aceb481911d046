import type { ItemId, TurnId } from '../../src-shared/model/ids.ts';
import type { Item } from '../../src-shared/model/item.ts';
import type { Turn, TurnPage } from '../../src-shared/model/thread.ts';

/** How many stored turns one request brings. */
export const PAGE_TURNS = 20;
/** Most turns and characters kept besides the live end; what is further from the reader is let go and paged in again. */
export const MAX_TURNS = 160;
const MAX_CHARS = 6_000_000;

/** Neighbouring stored turns, with the cursors that lead on from either side. */
interface HistoryPage {
  readonly turns: readonly Turn[];
  readonly items: readonly Item[];
  readonly chars: number;
  readonly older: string | null;
  readonly newer: string | null;
}

/**
 * The stored turns that are loaded in front of a thread's live end, without a hole between them. `joined`: the live end follows
 * at once. Else turns in between are not loaded, and only what is in here is shown.
 */
export interface HistoryWindow {
  readonly pages: readonly HistoryPage[];
  readonly joined: boolean;
  readonly order: readonly TurnId[];
  readonly turns: Readonly<Record<TurnId, Turn>>;
  readonly items: Readonly<Record<ItemId, Item>>;
}

export const EMPTY_HISTORY: HistoryWindow = { pages: [], joined: true, order: [], turns: {}, items: {} };

/** Characters that an item keeps in memory, roughly. */
function weigh(item: Item): number {
  switch (item.kind) {
    case 'userMessage':
      return item.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 200), 200);
    case 'agentMessage':
    case 'reasoning':
    case 'plan':
    case 'review':
      return item.text.length + 200;
    case 'command':
      return item.output.length + item.command.length + 300;
    case 'fileChange':
      return item.changes.reduce((sum, change) => sum + change.diff.length + 200, 200);
    case 'toolCall':
      return item.result.reduce(
        (sum, part) =>
          sum +
          (part.kind === 'text' ? part.text.length : part.kind === 'json' ? part.json.length : part.source.length),
        item.arguments.length + 300,
      );
    case 'unknown':
      return item.json.length + 200;
    default:
      return 400;
  }
}

function build(pages: readonly HistoryPage[], joined: boolean): HistoryWindow {
  const order: TurnId[] = [];
  const turns: Record<TurnId, Turn> = {};
  const items: Record<ItemId, Item> = {};
  for (const page of pages) {
    for (const turn of page.turns) {
      order.push(turn.id);
      turns[turn.id] = turn;
    }
    for (const item of page.items) items[item.id] = item;
  }
  return { pages, joined, order, turns, items };
}

/** The page without turns that are there already, or null when nothing of it is left. */
function fresh(answer: TurnPage, known: (id: TurnId) => boolean, older: string | null, newer: string | null) {
  const turns = answer.turns.filter((turn) => !known(turn.id));
  const ids = new Set(turns.map((turn) => turn.id));
  const items = answer.items.filter((item) => ids.has(item.turnId));
  const chars = items.reduce((sum, item) => sum + weigh(item), 0);
  return { turns, items, chars, older, newer } satisfies HistoryPage;
}

const tooMuch = (pages: readonly HistoryPage[]): boolean =>
  pages.length > 2 &&
  (pages.reduce((sum, page) => sum + page.turns.length, 0) > MAX_TURNS ||
    pages.reduce((sum, page) => sum + page.chars, 0) > MAX_CHARS);

/** Cursor for the turns before everything shown; null at the thread's beginning. `tailCursor`: that of the live end. */
export const olderCursor = (window: HistoryWindow, tailCursor: string | null): string | null =>
  window.pages[0] ? window.pages[0].older : tailCursor;
/** Cursor for the turns after the window while the live end does not follow at once. */
export const newerCursor = (window: HistoryWindow): string | null =>
  window.joined ? null : (window.pages.at(-1)?.newer ?? null);

/** Adds the page before the first one, and lets go of the newest pages when it is too much. */
export function prepend(window: HistoryWindow, answer: TurnPage, inTail: (id: TurnId) => boolean): HistoryWindow {
  const page = fresh(answer, (id) => id in window.turns || inTail(id), answer.nextCursor, answer.backwardsCursor);
  const first = window.pages[0];
  let pages: readonly HistoryPage[] =
    page.turns.length > 0
      ? [page, ...window.pages]
      : // Nothing new in it, but it says where older turns are.
        first
        ? [{ ...first, older: answer.nextCursor }, ...window.pages.slice(1)]
        : [page];
  let joined = window.joined;
  while (tooMuch(pages)) {
    // Turns that came live have no cursor to be read again by: they go together, up to a page that has one. The reader is in the first two.
    const last = pages.findLastIndex((one, at) => at >= 1 && at < pages.length - 1 && one.newer !== null);
    if (last === -1) break;
    pages = pages.slice(0, last + 1);
    joined = false;
  }
  return build(pages, joined);
}

/** Adds the page after the last one, joins the live end when it reaches it, and lets go of the oldest pages. */
export function append(window: HistoryWindow, answer: TurnPage, inTail: (id: TurnId) => boolean): HistoryWindow {
  const joined = answer.nextCursor === null || answer.turns.some((turn) => inTail(turn.id));
  const page = fresh(answer, (id) => id in window.turns || inTail(id), answer.backwardsCursor, answer.nextCursor);
  const last = window.pages.at(-1);
  let pages: readonly HistoryPage[] =
    page.turns.length > 0 || !last
      ? [...window.pages, page]
      : [...window.pages.slice(0, -1), { ...last, newer: answer.nextCursor }];
  while (tooMuch(pages) && pages[1]?.older) pages = pages.slice(1);
  return build(pages, joined);
}

/** A window around one page, away from the live end unless the page reaches it. `direction`: the one it was asked with. */
export function jumpTo(answer: TurnPage, direction: 'older' | 'newer', inTail: (id: TurnId) => boolean): HistoryWindow {
  const older = direction === 'older' ? answer.nextCursor : answer.backwardsCursor;
  const newer = direction === 'older' ? answer.backwardsCursor : answer.nextCursor;
  const page = fresh(answer, inTail, older, newer);
  const joined = answer.turns.some((turn) => inTail(turn.id)) || newer === null;
  return build(page.turns.length > 0 ? [page] : [], joined || page.turns.length === 0);
}

/**
 * Turns that leave the beginning of the live end go on as a page of the window, so that a reader among them stays where he is. The
 * oldest pages go when it is too much. `older`: the live end's cursor before.
 */
export function takeOver(
  window: HistoryWindow,
  turns: readonly Turn[],
  items: readonly Item[],
  older: string | null,
): HistoryWindow {
  if (turns.length === 0 || !window.joined) return window;
  const chars = items.reduce((sum, item) => sum + weigh(item), 0);
  let pages: readonly HistoryPage[] = [...window.pages, { turns, items, chars, older, newer: null }];
  while (tooMuch(pages) && pages[1]?.older) pages = pages.slice(1);
  return build(pages, true);
}

/** The window with other turns or items in place of stored ones: a turn was replaced or removed while it was loaded. */
export function withChanges(
  window: HistoryWindow,
  turns: Readonly<Record<TurnId, Turn>>,
  items: Readonly<Record<ItemId, Item>>,
): HistoryWindow {
  const pages = window.pages.map((page) => {
    const left = page.turns.flatMap((turn) => turns[turn.id] ?? []);
    const kept = left.flatMap((turn) => turn.itemIds.flatMap((id) => items[id] ?? []));
    return { ...page, turns: left, items: kept };
  });
  return build(pages, window.joined);
}
