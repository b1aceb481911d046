import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import { SCROLLBACK_BYTES, WATCH_WINDOW_BYTES, type TerminalEvent } from '../../../src-shared/contract/terminals.ts';
import type { Clock } from '../ports.ts';
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

interface Watcher {
  readonly sink: Pick<StreamSink<TerminalEvent>, 'emit'>;
  sent: number;
  seen: number;
}

/**
 * Keeps the newest output and gives each window what it can take: a window is sent no more than `WATCH_WINDOW_BYTES` ahead of what
 * it said it has drawn. One that is slower than the shell jumps to the newest output, since nobody reads what scrolls by at 40 MB a
 * second; the shell is not slowed down, and nothing is held for the window but a position.
 */
export function createOutputFeed(clock: Clock): OutputFeed {
  const history = createOutputHistory(SCROLLBACK_BYTES);
  const watchers = new Map<string, Watcher>();
  let cancelTimer: (() => void) | null = null;
  let lastFlushAt = Number.NEGATIVE_INFINITY;

  const snapshot = (watcher: Watcher) => {
    const { bytes, truncated } = history.tail(SCROLLBACK_BYTES);
    watcher.sent = history.end();
    watcher.seen = watcher.sent - bytes.length;
    watcher.sink.emit({ type: 'snapshot', base64: bytes.toString('base64'), truncated, end: watcher.sent });
  };

  const serve = (watcher: Watcher) => {
    for (;;) {
      const room = WATCH_WINDOW_BYTES - (watcher.sent - watcher.seen);
      if (room <= 0 || watcher.sent === history.end()) return;
      const bytes = history.read(watcher.sent, Math.min(room, EVENT_BYTES));
      if (!bytes) {
        snapshot(watcher);
        return;
      }
      watcher.sent += bytes.length;
      watcher.sink.emit({ type: 'output', base64: bytes.toString('base64'), end: watcher.sent });
    }
  };

  const flush = () => {
    lastFlushAt = clock.now();
    for (const watcher of watchers.values()) serve(watcher);
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
      schedule();
    },
    watch: (clientId, sink) => {
      const watcher: Watcher = { sink, sent: 0, seen: 0 };
      watchers.set(clientId, watcher);
      snapshot(watcher);
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
      watchers.clear();
    },
  };
}
