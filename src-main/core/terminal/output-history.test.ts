import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOutputHistory } from './output-history.ts';

const CAPACITY = 200_000;

it('keeps the newest bytes in order, whatever pieces they came in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 12 }), (sizes) => {
      const history = createOutputHistory(CAPACITY);
      const all: Buffer[] = [];
      let next = 0;
      for (const size of sizes) {
        const piece = Buffer.from(Uint8Array.from({ length: size }, () => next++ % 251));
        all.push(piece);
        history.append(piece);
      }
      const whole = Buffer.concat(all);
      expect(history.end()).toBe(whole.length);
      expect(history.end() - history.start()).toBeLessThan(CAPACITY + 2 * 65_536);
      expect(history.end() - history.start()).toBeGreaterThanOrEqual(Math.min(whole.length, CAPACITY));
      expect(history.read(history.start(), Infinity)?.equals(whole.subarray(history.start()))).toBe(true);
      const middle = Math.floor((history.start() + history.end()) / 2);
      expect(history.read(middle, 1000)?.equals(whole.subarray(middle, middle + 1000))).toBe(true);
      expect(history.read(history.start() - 1, 1)).toBe(null);
    }),
    { numRuns: 40 },
  );
});

it('begins a tail that is not everything at the beginning of a line', () => {
  const history = createOutputHistory(CAPACITY);
  history.append(Buffer.from('first line\nsecond line\n'));
  expect(history.tail(1000)).toEqual({ bytes: Buffer.from('first line\nsecond line\n'), truncated: false });
  expect(history.tail(15)).toEqual({ bytes: Buffer.from('second line\n'), truncated: true });
  expect(history.tail(5)).toEqual({ bytes: Buffer.alloc(0), truncated: true });
});
