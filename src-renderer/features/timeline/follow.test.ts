import { expect, test } from 'vitest';
import { Follow } from './follow.ts';

function setUp() {
  let now = 1000;
  const follow = new Follow(true, 24, () => now);
  follow.scrolled({ offset: 5000, distance: 0, backward: false, height: 800 });
  return { follow, later: (ms: number) => (now += ms) };
}

test('a small turn of the wheel leaves the end, and scrolling down to it follows again', () => {
  const { follow, later } = setUp();
  follow.wheel(-3);
  follow.scrolled({ offset: 4997, distance: 3, backward: true, height: 800 });
  expect(follow.following).toBe(false);
  later(1000);
  follow.scrolled({ offset: 4999, distance: 1, backward: false, height: 800 });
  expect(follow.following).toBe(true);
});

test('growing and shrinking content does not leave it', () => {
  const { follow } = setUp();
  follow.scrolled({ offset: 5000, distance: 2400, backward: false, height: 800 });
  follow.scrolled({ offset: 4940, distance: 900, backward: true, height: 800 });
  follow.scrolled({ offset: 4600, distance: 0, backward: true, height: 800 });
  expect(follow.following).toBe(true);
});

test('a wheel turned down is no wish to leave', () => {
  const { follow } = setUp();
  follow.wheel(100);
  follow.scrolled({ offset: 4990, distance: 60, backward: true, height: 800 });
  expect(follow.following).toBe(true);
});

test('keys, drags, touches and jumps leave it', () => {
  for (const act of [
    (follow: Follow) => follow.key('PageUp'),
    (follow: Follow) => follow.press(true),
    (follow: Follow) => follow.touch(),
  ]) {
    const { follow } = setUp();
    act(follow);
    follow.scrolled({ offset: 4900, distance: 90, backward: true, height: 800 });
    expect(follow.following).toBe(false);
  }
  const { follow } = setUp();
  follow.scrolled({ offset: 0, distance: 5000, backward: true, height: 800 });
  expect(follow.following).toBe(false);
});

test('a wish passes', () => {
  const { follow, later } = setUp();
  follow.wheel(-1);
  later(500);
  follow.scrolled({ offset: 4950, distance: 40, backward: true, height: 800 });
  expect(follow.following).toBe(true);
  follow.stop();
  follow.start();
  expect(follow.following).toBe(true);
});
