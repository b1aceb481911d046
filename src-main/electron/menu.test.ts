import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMMAND_ITEMS, menuTemplate } from './menu.ts';

it('offers only commands that the page has', () => {
  const folder = join(import.meta.dirname, '../../src-renderer/app/commands');
  const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const known = new Set(sources.flatMap((text) => [...text.matchAll(/\bid: '([\w.]+)'/g)].map(([, id]) => id)));
  const offered = Object.values(COMMAND_ITEMS).flatMap((items) =>
    items.flatMap((item) => (typeof item === 'string' ? [] : [item.command])),
  );
  expect(offered.filter((id) => !known.has(id))).toEqual([]);
});

it.each(['darwin', 'win32', 'linux'] as const)('runs the chosen command on %s', (platform) => {
  const ran: string[] = [];
  const template = menuTemplate(platform, { run: (id) => ran.push(id), newWindow: () => ran.push('a window') });
  const file = template.find(({ label }) => label === 'File');
  const items = Array.isArray(file?.submenu) ? file.submenu : [];
  for (const chosen of ['New Thread', 'New Window'])
    (items.find(({ label }) => label === chosen)?.click as (() => void) | undefined)?.();
  expect(ran).toEqual(['thread.new', 'a window']);
  expect(items.at(-1)?.role).toBe(platform === 'darwin' ? 'close' : 'quit');
});
