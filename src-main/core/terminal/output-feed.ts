import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { TerminalEvent } from '../../../src-shared/contract/terminals.ts';
import { SCROLLBACK_BYTES, SEEN_STEP_BYTES, WATCH_WINDOW_BYTES } from '../../../src-shared/model/terminal.ts';
import type { Clock } from '../ports.ts';
import { createAlternateScreen } from './alternate-screen.ts';
import { createOutputHistory } from './output-history.ts';

/** Output of one terminal on its way to the windows that show it. */
export interface OutputFeed {
  append(chunk: Uint8Array): void;
  watch(clientId: string, sink: Pick<StreamSink<TerminalEvent>, 'emit'>): Unsubscribe;
  /** A window has drawn what came up to `end`. */
  seen(clientId: string, end: number): void;
  dispose(): void;
}

/** Shortest time between two events for one window: about a frame. What comes after a pause leaves at once. */
const FLUSH_MS = 16;
/** Longest output in one event. */
const EVENT_BYTES = 256 * 1024;
/** A window for which more than this waits is shown glimpses of the newest output until it is over. */
const BEHIND_BYTES = 512 * 1024;
const GLIMPSE_BYTES = 48 * 1024;
const GLIMPSE_MS = 120;
/** After this long without output a window that saw glimpses gets all that is kept. */
const QUIET_MS = 150;

interface Watcher {
  readonly sink: Pick<StreamSink<TerminalEvent>, 'emit'>;
  sent: number;
  seen: number;
  /** Since when it is shown glimpses. */
  glimpseAt: number | null;
}

/**
 * Keeps the newest output and gives each window what it can take: a window is sent no more than `WATCH_WINDOW_BYTES` ahead of what
 * it said it has drawn. One that is slower than the shell sees glimpses, since nobody reads what scrolls by at 40 MB a second, and the
 * whole scrollback as soon as it is quiet. The shell is not slowed down, and nothing is held for the window but a position.
 */
export function createOutputFeed(clock: Clock): OutputFeed {
  const history = createOutputHistory(SCROLLBACK_BYTES);
  const screen = createAlternateScreen();
  const watchers = new Map<string, Watcher>();
  let cancelTimer: (() => void) | null = null;
  let cancelQuiet: (() => void) | null = null;
  let lastFlushAt = Number.NEGATIVE_INFINITY;
  let lastOutputAt = Number.NEGATIVE_INFINITY;

  const snapshot = (watcher: Watcher, maxBytes: number) => {
    const { bytes, truncated } = history.tail(maxBytes);
    const prefix = truncated ? screen.prefixFor(bytes) : '';
    const base64 = Buffer.concat([Buffer.from(prefix), bytes]).toString('base64');
    watcher.sent = history.end();
    watcher.seen = watcher.sent - bytes.length;
    watcher.sink.emit({ type: 'snapshot', base64, truncated, end: watcher.sent });
  };

  const glimpse = (watcher: Watcher, now: number) => {
    const undrawn = watcher.sent - watcher.seen;
    // Of output a window tells in steps how far it is; of a snapshot at once.
    if (watcher.glimpseAt === null ? undrawn > SEEN_STEP_BYTES : undrawn > 0) return;
    if (watcher.glimpseAt !== null && now - watcher.glimpseAt < GLIMPSE_MS) return;
    watcher.glimpseAt = now;
    snapshot(watcher, GLIMPSE_BYTES);
  };

  const serve = (watcher: Watcher, now: number) => {
    const behind = history.end() - watcher.sent;
    if (watcher.glimpseAt !== null) {
      if (now - lastOutputAt < QUIET_MS) {
        if (behind > 0) glimpse(watcher, now);
      } else if (watcher.seen === watcher.sent) {
        watcher.glimpseAt = null;
        snapshot(watcher, SCROLLBACK_BYTES);
      }
      return;
    }
    while (watcher.sent < history.end()) {
      const room = WATCH_WINDOW_BYTES - (watcher.sent - watcher.seen);
      const bytes =
        room > 0 && behind <= BEHIND_BYTES + room ? history.read(watcher.sent, Math.min(room, EVENT_BYTES)) : null;
      if (!bytes) {
        if (history.end() - watcher.sent > BEHIND_BYTES) glimpse(watcher, now);
        return;
      }
      watcher.sent += bytes.length;
      watcher.sink.emit({ type: 'output', base64: bytes.toString('base64'), end: watcher.sent });
    }
  };

  const flush = () => {
    lastFlushAt = clock.now();
    for (const watcher of watchers.values()) serve(watcher, lastFlushAt);
    // What is quiet makes nobody look: glimpses end by time.
    const waits = [...watchers.values()].some(({ glimpseAt, sent, seen }) => glimpseAt !== null && sent === seen);
    if (waits && !cancelQuiet)
      cancelQuiet = clock.after(QUIET_MS, () => {
        cancelQuiet = null;
        flush();
      });
  };

  const schedule = () => {
    if (cancelTimer || watchers.size === 0) return;
    const sinceLast = clock.now() - lastFlushAt;
    // A clock that was set back must not hold the output.
    if (sinceLast >= FLUSH_MS || sinceLast < 0) {
      flush();
      return;
    }
    cancelTimer = clock.after(FLUSH_MS - sinceLast, () => {
      cancelTimer = null;
      flush();
    });
  };

  return {
    append: (chunk) => {
      history.append(chunk);
      screen.hear(chunk);
      lastOutputAt = clock.now();
      schedule();
    },
    watch: (clientId, sink) => {
      const watcher: Watcher = { sink, sent: 0, seen: 0, glimpseAt: null };
      watchers.set(clientId, watcher);
      snapshot(watcher, SCROLLBACK_BYTES);
      return () => {
        if (watchers.get(clientId) === watcher) watchers.delete(clientId);
      };
    },
    seen: (clientId, end) => {
      const watcher = watchers.get(clientId);
      if (!watcher || end <= watcher.seen) return;
      watcher.seen = Math.min(end, watcher.sent);
      schedule();
    },
    dispose: () => {
      cancelTimer?.();
      cancelTimer = null;
      cancelQuiet?.();
      cancelQuiet = null;
      watchers.clear();
    },
  };
}
