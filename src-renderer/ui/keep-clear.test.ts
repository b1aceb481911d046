import { describe, expect, test } from 'vitest';
import { roomForNotices, type Box } from './keep-clear.ts';

const box = (top: number, bottom: number, left = 280, right = 1160): Box => ({ top, bottom, left, right });
const room = (width: number, height: number, boxes: readonly Box[]) => roomForNotices({ width, height }, boxes, 360);

describe('where notices may stand', () => {
  test.each([
    ['nothing to keep clear: the whole height below the header', [1440, 900], [], { top: 56, height: 836 }],
    ['they end above the composer', [1440, 900], [box(780, 900)], { top: 56, height: 716 }],
    ['and above the requests over it', [1440, 900], [box(780, 900), box(420, 780)], { top: 56, height: 356 }],
    ['a composer that ends left of them is no obstacle', [1920, 900], [box(780, 900)], { top: 56, height: 836 }],
    ['an empty region is none', [1440, 900], [box(300, 300), box(780, 900)], { top: 56, height: 716 }],
    ['nor is what was scrolled away', [1440, 900], [box(-200, -20), box(780, 900)], { top: 56, height: 716 }],
    [
      'they begin below what is used at the upper right',
      [1440, 900],
      [box(48, 130, 900, 1440), box(780, 900)],
      { top: 138, height: 634 },
    ],
    [
      'between two boxes where there is room',
      [1440, 900],
      [box(48, 90), box(120, 200), box(780, 900)],
      { top: 208, height: 564 },
    ],
    ['below a composer at the top', [1440, 900], [box(60, 190)], { top: 198, height: 694 }],
    ['in a low window they take the place of the header', [720, 450], [box(100, 450)], { top: 4, height: 88 }],
    ['and never less than that', [480, 400], [box(48, 400)], { top: 4, height: 40 }],
  ] as const)('%s', (_, [width, height], boxes, expected) => expect(room(width, height, boxes)).toEqual(expected));

  test('they never reach into what is kept clear', () => {
    for (let top = 48; top < 900; top += 3) {
      const { top: from, height } = room(1000, 900, [box(top, 900)]);
      expect(from + height).toBeLessThanOrEqual(top);
    }
  });
});
