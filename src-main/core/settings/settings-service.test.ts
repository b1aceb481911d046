import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../src-shared/model/settings.ts';
import { systemClock } from '../ports.ts';
import { openSettings } from './settings-service.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let skeinHome: string;
beforeEach(() => {
  skeinHome = mkdtempSync(join(tmpdir(), 'skein-settings-'));
});
afterEach(() => rmSync(skeinHome, { recursive: true, force: true }));
const open = () => openSettings({ skeinHome, clock: systemClock, log: quiet, report: () => undefined });

it('has the defaults, keeps changes over a restart and tells every watcher', async () => {
  const settings = await open();
  const seen: Settings[] = [];
  const stop = settings.watch((value) => seen.push(value));
  settings.change({ theme: 'dark', keys: { 'thread.new': 'Mod+N' } });
  settings.change({ sendKey: 'modEnter', theme: undefined });
  stop();
  settings.change({ grouping: 'time' });
  const changed = { ...DEFAULT_SETTINGS, theme: 'dark', keys: { 'thread.new': 'Mod+N' } };
  expect(seen).toEqual([DEFAULT_SETTINGS, changed, { ...changed, sendKey: 'modEnter' }]);
  await settings.dispose();
  const again = await open();
  expect(again.value()).toEqual({ ...changed, sendKey: 'modEnter', grouping: 'time' });
  await again.dispose();
});

it('gives settings that a file of an older Skein does not know their defaults', async () => {
  writeFileSync(join(skeinHome, 'settings.json'), JSON.stringify({ version: 1, data: { theme: 'light' } }));
  const settings = await open();
  expect(settings.value()).toEqual({ ...DEFAULT_SETTINGS, theme: 'light' });
  expect(settings.notices()).toEqual([]);
  await settings.dispose();
});
