/** How long one go may hold the loop before other work gets its turn; a burst of notifications is read in several goes. */
const SLICE_MS = 8;
/** The clock is looked at once per so many lines: looking costs about as much as splitting a line. */
const LINES_PER_LOOK = 16;
const NEWLINE = 0x0a;

export interface JsonLinesOptions {
  /** One line without its newline, decoded. Blank lines are skipped. */
  readonly onLine: (line: string) => void;
  /** A line that cannot be text at all, because it is longer than a string can be. `bytes` is its length. */
  readonly onUnreadable: (bytes: number) => void;
  /** The consumer is behind: stop reading the pipe, so that the other side feels it. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Runs `next` after the loop has served everybody else (`setImmediate`). */
  readonly defer: (next: () => void) => void;
}

export interface JsonLines {
  readonly push: (chunk: Buffer) => void;
  /** Throws away what has not been read yet; nothing is called afterwards. */
  readonly stop: () => void;
}

/**
 * Cuts a byte stream into lines. Chunks may end anywhere, inside a UTF-8 sequence too: only whole lines are decoded, and a
 * newline byte never is part of a longer sequence. A long line is kept as a list of its chunks and joined once, so its cost
 * grows with its length and not with its square; there is no limit (app-server.md §6: lines of 14 MB are normal).
 */
export function createJsonLines({ onLine, onUnreadable, pause, resume, now, defer }: JsonLinesOptions): JsonLines {
  /** The chunks of the line that has no end yet. */
  let tail: Buffer[] = [];
  /** Decoded text, whole lines only, in order. */
  const blocks: string[] = [];
  let position = 0;
  let paused = false;
  let stopped = false;

  const decode = (block: Buffer) => {
    try {
      blocks.push(block.toString('utf8'));
    } catch {
      onUnreadable(block.length);
    }
  };

  const work = () => {
    const start = now();
    let lines = 0;
    for (let block = blocks[0]; block !== undefined; block = blocks[0]) {
      while (position < block.length) {
        const end = block.indexOf('\n', position);
        const stop = end < 0 ? block.length : end;
        const from = position;
        position = stop + 1;
        if (stop > from) onLine(from === 0 && stop === block.length ? block : block.slice(from, stop));
        if (stopped) return;
        if (++lines % LINES_PER_LOOK === 0 && now() - start > SLICE_MS) {
          rest();
          return;
        }
      }
      blocks.shift();
      position = 0;
    }
    if (paused) {
      paused = false;
      resume();
    }
  };

  const rest = () => {
    if (!paused) {
      paused = true;
      pause();
    }
    defer(() => {
      if (!stopped) work();
    });
  };

  return {
    push: (chunk) => {
      if (stopped) return;
      const last = chunk.lastIndexOf(NEWLINE);
      if (last < 0) {
        tail.push(chunk);
        return;
      }
      const head = chunk.subarray(0, last);
      decode(tail.length === 0 ? head : Buffer.concat([...tail, head]));
      tail = last + 1 < chunk.length ? [chunk.subarray(last + 1)] : [];
      if (!paused) work();
    },
    stop: () => {
      stopped = true;
      tail = [];
      blocks.length = 0;
    },
  };
}
