import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonLines } from './json-lines.ts';

const CASES = process.env['SKEIN_LONG'] === '1' ? 10_000 : 300;

/** A reader whose clock and loop the test drives; `events` is everything it did, in order. */
function reader({ msPerLine = 0 } = {}) {
  const events: string[] = [];
  const deferred: (() => void)[] = [];
  let time = 0;
  const lines = createJsonLines({
    onLine: (line) => {
      time += msPerLine;
      events.push(line);
    },
    onUnreadable: (bytes) => events.push(`unreadable ${bytes}`),
    pause: () => events.push('pause'),
    resume: () => events.push('resume'),
    now: () => time,
    defer: (next) => deferred.push(next),
  });
  const runDeferred = () => deferred.splice(0).forEach((next) => next());
  return { lines, events, runDeferred };
}

describe('line reader', () => {
  const text = 'plain\nåäö\n日本語🧵 ok\n\n{"a":1}\r\n';
  const whole = ['plain', 'åäö', '日本語🧵 ok', '{"a":1}\r'];

  it.each(Array.from({ length: Buffer.byteLength(text) }, (_, size) => size + 1))(
    'gives the same lines for chunks of %i bytes',
    (size) => {
      const { lines, events } = reader();
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += size) lines.push(bytes.subarray(at, at + size));
      expect(events).toEqual(whole);
    },
  );

  it('gives the same lines however bytes of any kind are cut', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('\n', '\n\n', '{"id":1}\n', '🧵', '\u0000').map((part) => new TextEncoder().encode(part)),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }),
        (parts, sizes) => {
          const bytes = Buffer.concat(parts);
          const { lines, events } = reader();
          let at = 0;
          for (const size of sizes) {
            lines.push(bytes.subarray(at, at + size));
            at += size;
          }
          lines.push(bytes.subarray(at));
          const whole: string[] = [];
          for (let from = 0, end = bytes.indexOf(10); end >= 0; from = end + 1, end = bytes.indexOf(10, from))
            if (end > from) whole.push(bytes.subarray(from, end).toString('utf8'));
          expect(events).toEqual(whole);
        },
      ),
      { numRuns: CASES },
    );
  });

  it('keeps an unfinished line until its end comes', () => {
    const { lines, events } = reader();
    lines.push(Buffer.from('ab'));
    lines.push(Buffer.from('cd'));
    expect(events).toEqual([]);
    lines.push(Buffer.from('ef\ngh'));
    expect(events).toEqual(['abcdef']);
  });

  it('reads a line of 12 MB that comes in small pieces', () => {
    const { lines, events } = reader();
    const piece = Buffer.alloc(1024, 'x');
    for (let count = 0; count < 12 * 1024; count++) lines.push(piece);
    lines.push(Buffer.from('\nnext\n'));
    expect(events.map((line) => line.length)).toEqual([12 * 1024 * 1024, 4]);
  });

  it('turns bytes that are no UTF-8 into replacement characters and goes on', () => {
    const { lines, events } = reader();
    lines.push(Buffer.from([0xff, 0xc3, 0x28, 0x0a, 0x6f, 0x6b, 0x0a]));
    expect(events).toEqual(['��(', 'ok']);
  });

  it('stops reading the pipe while it is behind, keeps the order, and reads on when it has caught up', () => {
    const { lines, events, runDeferred } = reader({ msPerLine: 1 });
    const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `${from + index}`);
    lines.push(Buffer.from(`${numbered(0, 40).join('\n')}\n`));
    expect(events).toEqual([...numbered(0, 16), 'pause']);
    // What was on its way when the pipe was paused still arrives, and waits behind the rest.
    lines.push(Buffer.from('late\n'));
    expect(events).toHaveLength(17);
    runDeferred();
    expect(events.slice(17)).toEqual(numbered(16, 32));
    runDeferred();
    expect(events.slice(33)).toEqual([...numbered(32, 40), 'late', 'resume']);
  });

  it('calls nothing after it was stopped', () => {
    const { lines, events, runDeferred } = reader({ msPerLine: 1 });
    lines.push(Buffer.from('x\n'.repeat(40)));
    lines.stop();
    runDeferred();
    lines.push(Buffer.from('y\n'));
    expect(events).toEqual([...Array.from({ length: 16 }, () => 'x'), 'pause']);
  });
});
