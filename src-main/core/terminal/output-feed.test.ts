import { expect, it } from 'vitest';
import type { TerminalEvent } from '../../../src-shared/contract/terminals.ts';
import { SCROLLBACK_BYTES, WATCH_WINDOW_BYTES } from '../../../src-shared/model/terminal.ts';
import { createManualClock } from '../rpc/testing/manual-clock.ts';
import { createOutputFeed } from './output-feed.ts';

function watched(seeing = true) {
  const clock = createManualClock();
  const feed = createOutputFeed(clock);
  const events: TerminalEvent[] = [];
  const draw = () => {
    const last = events.at(-1);
    if (last) feed.seen('one', last.end);
  };
  feed.watch('one', {
    emit: (event) => {
      events.push(event);
    },
  });
  const drawn = () =>
    events.reduce((text, { type, base64 }) => {
      const chunk = Buffer.from(base64, 'base64').toString('latin1');
      return type === 'snapshot' ? chunk : text + chunk;
    }, '');
  /** Time goes by, and the window keeps up. */
  const pass = (ms: number) => {
    for (let at = 0; at < ms; at += 16) {
      clock.advance(16);
      if (seeing) draw();
    }
  };
  return { feed, events, drawn, pass, draw, clock };
}
const line = (number: number) => `${String(number).padStart(99, '.')}\n`;
const bytes = (text: string) => Buffer.from(text, 'latin1');

it('sends what comes after a pause at once, and what follows within a frame together', () => {
  const { feed, events, pass } = watched();
  pass(100);
  feed.append(bytes('a'));
  feed.append(bytes('b'));
  feed.append(bytes('c'));
  expect(events).toHaveLength(2);
  pass(16);
  expect(events.slice(1).map(({ base64, end }) => [atob(base64), end])).toEqual([
    ['a', 1],
    ['bc', 3],
  ]);
});

it('sends a window that never says what it has drawn no more than one window’s worth', () => {
  const { feed, events, pass } = watched(false);
  for (let at = 0; at < 100; at++) {
    feed.append(bytes(line(at).repeat(1000)));
    pass(16);
  }
  pass(1000);
  expect(events.reduce((sum, { base64 }) => sum + atob(base64).length, 0)).toBe(WATCH_WINDOW_BYTES);
});

it('loses nothing on the way to a window that keeps up', () => {
  const { feed, events, drawn, pass } = watched();
  const all = Array.from({ length: 3000 }, (_, at) => line(at));
  for (let at = 0; at < all.length; at += 100) {
    feed.append(bytes(all.slice(at, at + 100).join('')));
    pass(16);
  }
  pass(32);
  expect(drawn()).toBe(all.join(''));
  expect(events.filter(({ type }) => type === 'snapshot')).toHaveLength(1);
});

it('shows a window glimpses of a flood, few and small, and all that is kept once it is over', () => {
  const { feed, events, drawn, pass, draw, clock } = watched();
  let number = 0;
  // Two seconds at 50 MB a second; the window draws 10 MB a second.
  for (let frame = 0; frame < 125; frame++) {
    feed.append(bytes(Array.from({ length: 8000 }, () => line(number++)).join('')));
    clock.advance(16);
    if (frame % 5 === 4) draw();
  }
  const during = events.reduce((sum, { base64 }) => sum + atob(base64).length, 0);
  expect(during).toBeLessThan(3 * WATCH_WINDOW_BYTES);
  expect(drawn()).toContain('.99');
  pass(500);
  expect(events.at(-1)).toMatchObject({ type: 'snapshot', truncated: true });
  expect(drawn().endsWith(line(number - 1))).toBe(true);
  expect(drawn().length).toBeGreaterThanOrEqual(SCROLLBACK_BYTES - 100);
  expect(drawn().length).toBeLessThanOrEqual(SCROLLBACK_BYTES);
  const before = events.length;
  feed.append(bytes('$ '));
  pass(32);
  expect(events.slice(before)).toMatchObject([{ type: 'output' }]);
  pass(2000);
  expect(events).toHaveLength(before + 1);
});

it('draws the tail of a full-screen program on the screen that it is on', () => {
  const { feed } = watched();
  feed.append(bytes('plain\n\u001b[?10'));
  feed.append(bytes(`49h${line(1).repeat(30_000)}`));
  const late: TerminalEvent[] = [];
  feed.watch('late', { emit: (event) => late.push(event) });
  expect(atob(late[0]?.base64 ?? '')).toMatch(/^\u001b\[\?1049h\.{9}/);
  feed.append(bytes('\u001b[?1049lback\n'));
  const later: TerminalEvent[] = [];
  feed.watch('later', { emit: (event) => later.push(event) });
  expect(atob(later[0]?.base64 ?? '')).toMatch(/^\u001b\[\?1049h\.{9}[^]*\u001b\[\?1049lback\n$/);
  feed.append(bytes(line(2).repeat(30_000)));
  const last: TerminalEvent[] = [];
  feed.watch('last', { emit: (event) => last.push(event) });
  expect(atob(last[0]?.base64 ?? '')).toMatch(/^\.{9}/);
});
