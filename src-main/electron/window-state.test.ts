import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { placeOnScreen, readWindows, writeWindows } from './window-state.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skein-window-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
const bounds = { x: 10, y: 20, width: 800, height: 600 };
const plain = { bounds, maximized: false, solo: false, onTop: false, view: null };

it('comes back as it was left', () => {
  const file = join(root, 'deep/window.json');
  const state = {
    windows: [
      { ...plain, maximized: true, view: '{"view":{}}' },
      { ...plain, solo: true, onTop: true },
    ],
    zoomLevel: 1.5,
  };
  expect(writeWindows(file, state)).toBe(true);
  expect(readWindows(file)).toEqual(state);
});

it.each([
  ['', []],
  ['null', []],
  ['[]', []],
  ['7', []],
  ['{"windows":7}', []],
  ['{"windows":[7]}', []],
  ['{"windows":[{"bounds":{"x":"a"},"view":7}],"zoomLevel":99}', [{ ...plain, bounds: null }]],
  ['{"windows":[{"bounds":{"x":1,"y":2,"width":1e99,"height":3}}]}', [{ ...plain, bounds: null }]],
  ['{"windows":[{"bounds":{"x":1,"y":2,"width":0,"height":3}}]}', [{ ...plain, bounds: null }]],
  // As older versions wrote it: one window by itself.
  [JSON.stringify({ bounds, maximized: true }), [{ ...plain, maximized: true }]],
])('reads %s', (text, windows) => {
  const file = join(root, 'window.json');
  writeFileSync(file, text);
  const read = readWindows(file);
  expect(read.zoomLevel).toBe(0);
  expect(read.windows).toEqual(windows);
});

it('starts anew without a file, and survives a folder that cannot be written', () => {
  expect(readWindows(join(root, 'none.json'))).toEqual({ windows: [], zoomLevel: 0 });
  writeFileSync(join(root, 'file'), 'kept');
  expect(writeWindows(join(root, 'file/window.json'), { windows: [], zoomLevel: 0 })).toBe(false);
  expect(readFileSync(join(root, 'file'), 'utf8')).toBe('kept');
});

const main = { x: 0, y: 25, width: 1440, height: 875 };
const second = { x: 1440, y: 0, width: 1920, height: 1080 };
const inTheMiddle = { x: 320, y: 162, width: 800, height: 600 };
it.each([
  ['stays where it can be seen', { ...bounds, y: 25 }, [main, second], { ...bounds, y: 25 }],
  ['stays on the second display', { ...bounds, x: 2000, y: 0 }, [main, second], { ...bounds, x: 2000, y: 0 }],
  ['comes back when that one has gone', { ...bounds, x: 2000, y: 0 }, [main], inTheMiddle],
  ['is not left hanging over the edge', { ...bounds, x: -760, y: 30 }, [main, second], inTheMiddle],
  ['has its title bar in reach', { ...bounds, y: 0 }, [main], inTheMiddle],
  ['is made to fit', { x: 9000, y: 0, width: 3000, height: 2000 }, [main], main],
  ['stays where nothing is known', bounds, [], bounds],
])('%s', (_words, left, areas, place) => {
  expect(placeOnScreen(left, areas)).toEqual(place);
});
