import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ThreadEvent } from '../../../src-shared/contract/threads.ts';
import type { ItemId, ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import type { CommandItem, TurnError } from '../../../src-shared/model/item.ts';
import type {
  SteeringMessage,
  ThreadInfo,
  ThreadSnapshot,
  ThreadStatus,
  Turn,
  TurnPage,
} from '../../../src-shared/model/thread.ts';
import type { ServerStatus } from '../codex/thread-events.ts';
import type { Clock } from '../ports.ts';
import type { CutTurns } from './cut-turns.ts';
import type { Flusher } from './flusher.ts';
import { planHistory } from './history-plan.ts';
import { composeStatus, isBusy, lastLineOf } from './thread-status.ts';
import { createThreadState } from './thread-state.ts';
import { withoutRead } from './unread-steers.ts';
import { createTurnTracker, type RunningTurn, type TurnEvent } from './turn-tracker.ts';

type Sink = StreamSink<ThreadEvent>;

/** One thread whose events arrive or that somebody looks at. */
export interface LiveThread {
  readonly threadId: ThreadId;
  receive(event: TurnEvent): void;
  changeInfo(change: Partial<ThreadInfo>): void;
  info(): ThreadInfo;
  snapshot(): ThreadSnapshot;
  running(): RunningTurn | null;
  busy(): boolean;
  /** Says what the server says; answers the status that follows from it. */
  setServerStatus(status: ServerStatus): void;
  serverStatus(): ServerStatus;
  setWaiting(reason: 'approval' | 'question' | null): void;
  status(): ThreadStatus;
  /** Commands that outlived their turn, and what ends one that is gone. */
  background(): readonly CommandItem[];
  endBackground(id: ItemId): void;
  adopt(turn: Turn): void;
  /** The running turn is being given a message; answers how to say that it was not taken. */
  steer(message: SteeringMessage): () => void;
  /** Settles with the next word of the server about a turn here, or after `timeoutMs`. */
  nextTurnEvent(timeoutMs: number): Promise<void>;
  serverDied(error: TurnError): void;

  /** Events from now on, beginning with a snapshot as soon as the history is there. */
  watch(sink: Sink): Unsubscribe;
  watchers(): number;
  failWatchers(error: AppError): void;
  /** Those that have not been shown anything. */
  failUnshown(error: AppError): void;
  /** Whether the newest stored turns are in the snapshot. */
  loaded(): boolean;
  /** Brings in the newest page of stored turns; everybody who waited for a snapshot gets it. */
  applyPage(page: TurnPage): void;
  /** Something of a turn that is over was missed: the stored turns have to be read. */
  hasGaps(): boolean;
  /** Shows what was heard of the thread although its history could not be read. False when that is nothing. */
  showAnyway(): boolean;
  /** Forgets turns before `page`, for threads that have run for long. Watchers keep what they have. */
  trimTo(page: TurnPage): void;
  /** Tells watchers what is new, now. */
  flush(): void;
  dispose(): void;
}

export interface LiveThreadOptions {
  readonly info: ThreadInfo;
  readonly clock: Clock;
  /** For threads that somebody watches. */
  readonly fast: Flusher;
  /** For the rest, and for the row's last line. */
  readonly slow: Flusher;
  readonly onStatus: (status: ThreadStatus) => void;
  readonly onLastLine: (line: string) => void;
  readonly onTurnStarted: () => void;
  readonly onTurnEnded: (turn: Turn) => void;
  /** The turn is over, and the agent never read these messages. Told before `onTurnEnded`. */
  readonly onUnread: (messages: readonly SteeringMessage[]) => void;
  readonly cutTurns: CutTurns;
}

/** Ends that came for turns nobody knew, kept for a page that may still say they run. */
const MAX_UNSEEN = 50;

export function createLiveThread(options: LiveThreadOptions): LiveThread {
  const { clock, fast, slow } = options;
  const state = createThreadState(options.info);
  const sinks = new Set<Sink>();
  /** Watchers that have had a snapshot. */
  const shown = new Set<Sink>();
  const cutOff = new Map<TurnId, TurnError>();
  const partial = new Set<TurnId>();
  const endedUnseen = new Map<TurnId, Turn>();
  let loaded = false;
  let server: ServerStatus = { kind: 'notLoaded' };
  let waiting: 'approval' | 'question' | null = null;
  let failure: TurnError | null = null;
  let busySince = 0;
  let spoke = false;

  const tracker = createTurnTracker({
    state,
    onTurnStarted: () => {
      failure = null;
      publishStatus();
      options.onTurnStarted();
    },
    onTurnEnded: (turn, joined) => {
      if (joined) partial.add(turn.id);
      failure = turn.status === 'failed' ? turn.error : null;
      const { items } = state.current();
      options.cutTurns.ended(
        turn,
        turn.itemIds.flatMap((id) => items[id] ?? []),
      );
      publishStatus();
      const unread = state.current().info.steering;
      if (unread.length > 0) {
        setSteering([]);
        options.onUnread(unread);
      }
      options.onTurnEnded(turn);
    },
  });

  const setSteering = (steering: readonly SteeringMessage[]) =>
    state.push({ type: 'infoChanged', change: { steering } });
  const facts = () => ({ server, running: tracker.running(), busySince, waiting, failure });
  const publishStatus = () => {
    if (!isBusy(facts())) busySince = 0;
    else if (busySince === 0) busySince = clock.now();
    options.onStatus(composeStatus(facts()));
  };

  /** Who waits for the server's next word about a turn. */
  const listening = new Set<() => void>();
  const tell = () => {
    for (const hear of [...listening]) hear();
  };

  const flush = () => {
    tracker.beforeBatch();
    const batch = state.takeBatch();
    if (!batch) return;
    for (const sink of shown) sink.emit({ type: 'patches', batch });
  };
  const slowly = () => {
    flush();
    if (!spoke) return;
    spoke = false;
    const id = tracker.lastSpoken();
    const snapshot = state.current();
    const item = id === null ? undefined : snapshot.items[id];
    const line = item?.kind === 'agentMessage' ? lastLineOf(snapshot.live[item.id] ?? item.text) : null;
    if (line !== null) options.onLastLine(line);
  };
  const mark = () => {
    if (shown.size > 0) fast.mark(flush);
    slow.mark(slowly);
  };
  const show = () => {
    if (sinks.size === 0) return;
    flush();
    const snapshot = state.current();
    for (const sink of sinks) {
      shown.add(sink);
      sink.emit({ type: 'snapshot', snapshot });
    }
  };

  return {
    threadId: options.info.threadId,
    receive: (event) => {
      if (event.type === 'text') spoke ||= event.source === 'agentMessage';
      else if (event.type === 'itemCompleted') spoke ||= event.item.kind === 'agentMessage';
      else if (event.type === 'turnEnded' && !state.current().turns[event.turn.id]) {
        endedUnseen.set(event.turn.id, event.turn);
        const [first] = endedUnseen.keys();
        if (endedUnseen.size > MAX_UNSEEN && first !== undefined) endedUnseen.delete(first);
      }
      if (event.type === 'itemStarted' || event.type === 'itemCompleted') {
        const { steering } = state.current().info;
        const unread = withoutRead(steering, event.item);
        if (unread !== steering) setSteering(unread);
      }
      tracker.receive(event);
      mark();
      if (event.type === 'turnStarted' || event.type === 'turnEnded') tell();
    },
    changeInfo: (change) => {
      state.push({ type: 'infoChanged', change });
      mark();
    },
    info: () => state.current().info,
    snapshot: () => state.current(),
    running: () => tracker.running(),
    busy: () => isBusy(facts()),
    setServerStatus: (status) => {
      server = status;
      if (status.kind !== 'active') tracker.dropUnannounced();
      publishStatus();
      if (status.kind !== 'active') tell();
    },
    serverStatus: () => server,
    setWaiting: (reason) => {
      waiting = reason;
      publishStatus();
    },
    status: () => composeStatus(facts()),
    background: () => tracker.background(),
    endBackground: (id) => {
      tracker.endBackground(id);
      mark();
    },
    adopt: (turn) => {
      tracker.adopt(turn);
      mark();
    },
    steer: (message) => {
      setSteering([...state.current().info.steering, message]);
      mark();
      return () => {
        setSteering(state.current().info.steering.filter(({ id }) => id !== message.id));
        mark();
      };
    },
    nextTurnEvent: (timeoutMs) =>
      new Promise((resolve) => {
        const done = () => {
          cancel();
          listening.delete(done);
          resolve();
        };
        const cancel = clock.after(timeoutMs, done);
        listening.add(done);
      }),
    serverDied: (error) => {
      server = { kind: 'notLoaded' };
      waiting = null;
      const cut = tracker.serverDied(error);
      if (cut !== null) {
        cutOff.set(cut, error);
        failure = error;
      }
      publishStatus();
      mark();
      tell();
    },
    watch: (sink) => {
      sinks.add(sink);
      if (loaded) {
        // The others first: a snapshot holds everything that is still on its way to them.
        flush();
        shown.add(sink);
        sink.emit({ type: 'snapshot', snapshot: state.current() });
      }
      return () => {
        sinks.delete(sink);
        shown.delete(sink);
      };
    },
    watchers: () => sinks.size,
    failUnshown: (error) => {
      for (const sink of [...sinks]) {
        if (shown.has(sink)) continue;
        sinks.delete(sink);
        sink.fail(error);
      }
    },
    failWatchers: (error) => {
      for (const sink of [...sinks]) sink.fail(error);
      sinks.clear();
      shown.clear();
    },
    loaded: () => loaded,
    applyPage: (read) => {
      const page = options.cutTurns.complete(read);
      const running = tracker.running();
      const stored = running ? page.turns.find(({ id }) => id === running.id) : undefined;
      if (stored && stored.status !== 'running')
        tracker.receive({ type: 'turnEnded', threadId: options.info.threadId, turn: stored });
      const runningId = tracker.running()?.id ?? null;
      const { plan, runs } = planHistory(state.current(), page, { loaded, runningId, cutOff, partial, endedUnseen });
      const first = !loaded;
      loaded = true;
      for (const { id, status } of page.turns) {
        cutOff.delete(id);
        if (status !== 'running') partial.delete(id);
      }
      if (plan.kind === 'patches') for (const patch of plan.patches) state.push(patch);
      if (plan.kind === 'replace') state.replace(plan.base);
      if (runs && server.kind === 'active') tracker.adopt(runs);
      if (first || plan.kind === 'replace') show();
      else mark();
    },
    hasGaps: () => partial.size > 0,
    showAnyway: () => {
      if (state.current().turnOrder.length === 0) return false;
      if (!loaded) show();
      return true;
    },
    trimTo: (page) => {
      const first = page.turns[0];
      const snapshot = state.current();
      const from = first ? snapshot.turnOrder.indexOf(first.id) : -1;
      if (from <= 0) return;
      const turnOrder = snapshot.turnOrder.slice(from);
      const turns = pick(snapshot.turns, turnOrder);
      const itemIds = turnOrder.flatMap((id) => snapshot.turns[id]?.itemIds ?? []);
      const items = pick(snapshot.items, itemIds);
      // What is on its way to the watchers was made before.
      flush();
      state.replace({ turnOrder, turns, items, live: snapshot.live, olderCursor: page.nextCursor });
    },
    flush,
    dispose: () => {
      fast.forget(flush);
      slow.forget(slowly);
      sinks.clear();
      shown.clear();
    },
  };
}

function pick<K extends string, V>(record: Readonly<Record<K, V>>, keys: readonly K[]): Record<K, V> {
  return Object.fromEntries(keys.flatMap((key) => (key in record ? [[key, record[key]]] : []))) as Record<K, V>;
}
