import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isOnScreen, readWindowState, writeWindowState } from './window-state.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skein-window-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
const bounds = { x: 10, y: 20, width: 800, height: 600 };

it('comes back as it was left', () => {
  const file = join(root, 'deep/window.json');
  expect(writeWindowState(file, { bounds, maximized: true })).toBe(true);
  expect(readWindowState(file)).toEqual({ bounds, maximized: true });
});

it('starts anew where nothing useful is stored, and survives a folder that cannot be written', () => {
  const file = join(root, 'window.json');
  const none = { bounds: null, maximized: false };
  expect(readWindowState(file)).toEqual(none);
  for (const text of [
    '',
    '{}',
    'null',
    '{"bounds":{"x":"a"}}',
    '{"bounds":[1,2]}',
    '{"bounds":{"x":1,"y":2,"width":1e99}}',
  ]) {
    writeFileSync(file, text);
    expect(readWindowState(file), text).toEqual(none);
  }
  writeFileSync(join(root, 'file'), 'kept');
  expect(writeWindowState(join(root, 'file/window.json'), { bounds, maximized: false })).toBe(false);
  expect(readFileSync(join(root, 'file'), 'utf8')).toBe('kept');
});

it('is placed only where its title bar can be reached', () => {
  const areas = [
    { x: 0, y: 25, width: 1440, height: 875 },
    { x: 1440, y: 0, width: 1920, height: 1080 },
  ];
  expect(isOnScreen({ ...bounds, y: 25 }, areas)).toBe(true);
  expect(isOnScreen({ ...bounds, x: 2000, y: 0 }, areas)).toBe(true);
  expect(isOnScreen({ ...bounds, x: -760, y: 30 }, areas)).toBe(false);
  expect(isOnScreen({ ...bounds, y: 0 }, areas)).toBe(false);
  expect(isOnScreen({ ...bounds, x: 5000 }, areas)).toBe(false);
  expect(isOnScreen(bounds, [])).toBe(false);
});
