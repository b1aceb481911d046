import type { ItemId, TurnId } from '../../../src-shared/model/ids.ts';
import { itemId } from '../../../src-shared/model/ids.ts';
import type { CommandItem, HookItem, Item, TurnError } from '../../../src-shared/model/item.ts';
import type { TokenUsage, Turn } from '../../../src-shared/model/thread.ts';
import type { CodexEvent, TextSource } from '../codex/thread-events.ts';
import { asInBackground, asInterrupted, isStreamed, placeholder, settled } from './item-endings.ts';
import type { ThreadState } from './thread-state.ts';
import { createTurnDiff } from './turn-diff.ts';
import { createTurnNotices } from './turn-notices.ts';
import { minus, newTurn } from './turn-values.ts';

type Event<T extends CodexEvent['type']> = Extract<CodexEvent, { type: T }>;
export type TurnEvent = Event<
  | 'text'
  | 'itemStarted'
  | 'itemCompleted'
  | 'fileChanges'
  | 'toolProgress'
  | 'turnStarted'
  | 'turnEnded'
  | 'turnDiff'
  | 'plan'
  | 'usage'
  | 'error'
  | 'notice'
  | 'hook'
>;

export interface RunningTurn {
  readonly id: TurnId;
  /** What the server calls it when it is interrupted: a review runs in an inner turn of its own. */
  readonly serverId: TurnId;
  readonly review: boolean;
  readonly startedAt: number | null;
}

/** Follows the turns and items of one thread and writes them into its state as patches. */
export interface TurnTracker {
  receive(event: TurnEvent): void;
  running(): RunningTurn | null;
  /** A turn that runs already, found in the stored history or answered to a call. */
  adopt(turn: Turn): void;
  /** 0.124 answers a call beside a running turn with a turn that never comes: it is taken back. */
  dropUnannounced(): void;
  /** The server is gone: nothing runs any more. Answers the turn that was cut off. */
  serverDied(error: TurnError): TurnId | null;
  /** Commands that outlived their turn. */
  background(): readonly CommandItem[];
  /** A command in the background has ended without a word. */
  endBackground(id: ItemId): void;
  /** The message the agent wrote last. */
  lastSpoken(): ItemId | null;
  /** Work put off until watchers are told: counting a diff that comes whole with every change. */
  beforeBatch(): void;
}

export interface TurnTrackerOptions {
  readonly state: ThreadState;
  readonly onTurnStarted: (turn: RunningTurn) => void;
  /** `joined`: the turn ran already when it was first heard of, so that some of it was missed. */
  readonly onTurnEnded: (turn: Turn, joined: boolean) => void;
}

interface Running extends RunningTurn {
  readonly usageBefore: TokenUsage | null;
  /** The server has said that it has begun. */
  readonly announced: boolean;
  readonly joined: boolean;
}

/**
 * The rules are those of app-server.md §2, §6 and §8: items may lack their start or their end, ends may come twice or after the turn,
 * a retry abandons what was streaming, and a review announces an inner turn that never ends.
 */
export function createTurnTracker({ state, onTurnStarted, onTurnEnded }: TurnTrackerOptions): TurnTracker {
  let running: Running | null = null;
  /** Items that have started and not ended. */
  const open = new Map<ItemId, Item>();
  const inBackground = new Set<ItemId>();
  /** Items whose reasoning comes as a summary: the raw text is left out. */
  const summarised = new Set<ItemId>();
  const notices = createTurnNotices(state);
  const diff = createTurnDiff(state);
  let failure: TurnError | null = null;
  // The key of the text that grows, so that it is not put together anew for each delta.
  let lastTurn = '';
  let lastCodexItem = '';
  let lastKey = '' as ItemId;
  let lastSpoken: ItemId | null = null;

  const canonical = (turnId: TurnId): TurnId => (running?.serverId === turnId ? running.id : turnId);
  const inSnapshot = (id: ItemId): Item | undefined => state.current().items[id];
  const openOf = (turnId: TurnId): Item[] => [...open.values()].filter((item) => item.turnId === turnId);

  const begin = (turn: Turn, joined = false) => {
    if (running && !running.announced) state.push({ type: 'turnRemoved', turnId: running.id });
    else if (running) finish({ ...newTurn(running.id, running.startedAt), status: 'interrupted' });
    failure = null;
    notices.retryIsOver();
    const usageBefore = state.current().info.usage?.total ?? null;
    running = {
      id: turn.id,
      serverId: turn.id,
      review: false,
      startedAt: turn.startedAt,
      usageBefore,
      announced: true,
      joined,
    };
    const known = state.current().turns[turn.id];
    if (!known) state.push({ type: 'turnStarted', turn: { ...turn, itemIds: [] } });
    else if (known.status !== 'running')
      state.push({ type: 'turnChanged', turnId: turn.id, change: { status: 'running' } });
    onTurnStarted(running);
    notices.begin(turn.id);
  };

  const announce = ({ startedAt }: Turn) => {
    if (!running) return;
    running = { ...running, announced: true, startedAt: startedAt ?? running.startedAt };
    if (startedAt !== null) state.push({ type: 'turnChanged', turnId: running.id, change: { startedAt } });
  };
  const end = (item: Item) => {
    open.delete(item.id);
    inBackground.delete(item.id);
    summarised.delete(item.id);
    state.push({ type: 'itemCompleted', item });
  };
  const drop = (item: Item) => {
    open.delete(item.id);
    summarised.delete(item.id);
    state.push({ type: 'itemRemoved', itemId: item.id, turnId: item.turnId });
  };
  const interruptItem = (item: Item) => end(asInterrupted(item, state.current().live[item.id]));

  const finish = (turn: Turn) => {
    diff.count();
    for (const item of openOf(turn.id)) {
      // Codex lets a command go on that has not answered in time; its end comes later, or is asked for.
      const lives =
        item.kind === 'command' && item.processId !== null && item.source !== 'user' && turn.status !== 'failed';
      if (!lives) {
        interruptItem(item);
        continue;
      }
      const changed = asInBackground(item);
      open.set(item.id, changed);
      inBackground.add(item.id);
      state.push({ type: 'itemChanged', item: changed });
    }
    const { status, completedAt, durationMs, startedAt } = turn;
    const error = turn.error ?? (status === 'failed' ? failure : null);
    const times = startedAt === null ? {} : { startedAt };
    state.push({ type: 'turnChanged', turnId: turn.id, change: { status, completedAt, durationMs, error, ...times } });
    const joined = running?.joined === true;
    running = null;
    const ended = state.current().turns[turn.id];
    if (ended) onTurnEnded(ended, joined);
  };

  const receiveText = ({ turnId, codexItemId, source, text }: Event<'text'>) => {
    if (codexItemId !== lastCodexItem || turnId !== lastTurn) {
      lastTurn = turnId;
      lastCodexItem = codexItemId;
      lastKey = itemId(canonical(turnId), codexItemId);
    }
    if (!open.has(lastKey) && !joinMidway(lastKey, turnId, source)) return;
    if (source === 'reasoning') summarised.add(lastKey);
    else if (source === 'rawReasoning' && summarised.has(lastKey)) return;
    if (source === 'agentMessage') lastSpoken = lastKey;
    state.appendText(lastKey, text);
  };

  /** Text of an item whose start was missed: shown from here on, made whole when it is completed. */
  const joinMidway = (id: ItemId, turnId: TurnId, source: TextSource): boolean => {
    const turn = canonical(turnId);
    const started = turn === running?.id && !inSnapshot(id) ? placeholder(id, turn, source) : null;
    if (!started) return false;
    open.set(id, started);
    state.push({ type: 'itemStarted', item: started });
    return true;
  };

  const startItem = (item: Item) => {
    if (item.kind === 'review' && item.phase === 'entered') {
      // A review's own turn is never announced.
      if (running?.id !== item.turnId) begin(newTurn(item.turnId, item.startedAt));
      if (running) running = { ...running, review: true };
    } else if (!running && !state.current().turns[item.turnId]) {
      begin(newTurn(item.turnId, item.startedAt), true);
    }
    if (item.kind === 'userMessage') {
      // Inside a review this is the review's prompt, which nobody wrote.
      if (running?.review) return;
      // A steer: 0.169 leaves what was streaming where it was.
      openOf(item.turnId).filter(isStreamed).forEach(interruptItem);
    }
    // What a review streams is its raw answer, without text; the findings come when it has ended.
    if (item.kind === 'review' && item.phase === 'exited') openOf(item.turnId).filter(isStreamed).forEach(drop);
    const known = inSnapshot(item.id);
    if (known && !open.has(item.id)) return;
    if ('status' in item && item.status === 'running') open.set(item.id, item);
    state.push({ type: known ? 'itemChanged' : 'itemStarted', item });
  };

  const completeItem = (item: Item) => {
    if (item.kind === 'userMessage' && running?.review && running.id === item.turnId) return;
    const started = open.get(item.id) ?? inSnapshot(item.id);
    if (item.kind !== 'userMessage') notices.retryIsOver();
    if (item.kind === 'agentMessage') {
      lastSpoken = item.id;
      silenceReviewEcho(item.turnId, item.text);
    }
    end(settled(item, started, state.current().live[item.id]));
  };

  /** The findings come twice; see `withoutReviewEcho`. */
  const silenceReviewEcho = (turnId: TurnId, text: string) => {
    if (!running?.review) return;
    const { turns, items } = state.current();
    for (const id of turns[turnId]?.itemIds ?? []) {
      const item = items[id];
      if (item?.kind === 'review' && item.phase === 'exited' && item.text === text) {
        state.push({ type: 'itemChanged', item: { ...item, text: '' } });
      }
    }
  };

  const receiveError = (event: Event<'error'>) => {
    const turnId = canonical(event.turnId);
    const { error } = event;
    if (!error.willRetry) {
      failure = error;
      state.push({ type: 'turnChanged', turnId, change: { error } });
      return;
    }
    // The next try says everything again.
    openOf(turnId).filter(isStreamed).forEach(drop);
    notices.retrying(turnId, error);
  };

  const receiveHook = (event: Event<'hook'>) => {
    const place = event.turnId === null ? running?.id : canonical(event.turnId);
    if (place === undefined) {
      notices.later((turnId) => receiveHook({ ...event, turnId }));
      return;
    }
    const { runId, ...run } = event.run;
    const item: HookItem = { ...run, id: itemId(place, `hook-${runId}`), turnId: place };
    if (item.status === 'running') startItem(item);
    else end(item);
  };

  const receiveUsage = ({ turnId, total, last, contextWindow }: Event<'usage'>) => {
    state.push({ type: 'infoChanged', change: { usage: { total, last, contextWindow } } });
    if (!running || canonical(turnId) !== running.id) return;
    const usageBefore = running.usageBefore ?? minus(total, last);
    running = { ...running, usageBefore };
    state.push({ type: 'turnChanged', turnId: running.id, change: { tokens: minus(total, usageBefore) } });
  };

  const changeItem = <K extends Item['kind']>(
    id: ItemId,
    kind: K,
    change: (item: Extract<Item, { kind: K }>) => Item,
  ) => {
    const item = open.get(id) ?? inSnapshot(id);
    if (item?.kind !== kind) return;
    const changed = change(item as Extract<Item, { kind: K }>);
    if (open.has(id)) open.set(id, changed);
    state.push({ type: 'itemChanged', item: changed });
  };

  const receive = (event: TurnEvent): void => {
    switch (event.type) {
      case 'text': {
        receiveText(event);
        return;
      }
      case 'itemStarted': {
        startItem(event.item);
        return;
      }
      case 'itemCompleted': {
        completeItem(event.item);
        return;
      }
      case 'fileChanges': {
        changeItem(event.itemId, 'fileChange', (item) => ({ ...item, changes: event.changes }));
        return;
      }
      case 'toolProgress': {
        changeItem(event.itemId, 'toolCall', (item) => ({ ...item, progress: event.message }));
        return;
      }
      case 'turnStarted':
        if (running?.review && running.id !== event.turn.id) running = { ...running, serverId: event.turn.id };
        else if (running?.id !== event.turn.id) begin(event.turn);
        else announce(event.turn);
        return;
      case 'turnEnded':
        // Of a turn that is over, or of an inner one: nothing new.
        if (running?.id === event.turn.id) finish(event.turn);
        return;
      case 'turnDiff':
        diff.heard(canonical(event.turnId), event.diff);
        return;
      case 'plan': {
        state.push({ type: 'infoChanged', change: { plan: event.plan } });
        return;
      }
      case 'usage': {
        receiveUsage(event);
        return;
      }
      case 'error': {
        receiveError(event);
        return;
      }
      case 'notice': {
        notices.say(event.turnId === null ? (running?.id ?? null) : canonical(event.turnId), event.level, event.error);
        return;
      }
      case 'hook': {
        receiveHook(event);
        return;
      }
    }
  };

  return {
    receive,
    running: () => running,
    adopt: (turn) => {
      const known = state.current().turns[turn.id];
      // Its end may have been heard before the answer that tells of it was read.
      if (running?.id === turn.id || (known && known.status !== 'running')) return;
      begin(turn, known !== undefined);
      if (running && !known) running = { ...running, announced: false };
    },
    dropUnannounced: () => {
      if (running?.announced !== false) return;
      state.push({ type: 'turnRemoved', turnId: running.id });
      running = null;
    },
    serverDied: (error) => {
      for (const item of [...open.values()]) interruptItem(item);
      if (!running) return null;
      const { id, startedAt } = running;
      finish({ ...newTurn(id, startedAt), status: 'interrupted', error });
      return id;
    },
    background: () =>
      [...inBackground].flatMap((id) => {
        const item = open.get(id);
        return item?.kind === 'command' ? [item] : [];
      }),
    endBackground: (id) => {
      const item = open.get(id);
      if (item && inBackground.has(id)) interruptItem(item);
    },
    lastSpoken: () => lastSpoken,
    beforeBatch: () => diff.count(),
  };
}
