import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFileLog } from './log-file.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skein-log-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});
const lines = (name: string) =>
  readFileSync(join(root, 'logs', name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('writes a line an entry at once, for the user alone, and errors to standard error as well', () => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const log = createFileLog(join(root, 'logs'));
  log.info('one', { a: 1 });
  log.warn('two\nlines');
  expect(stderr).not.toHaveBeenCalled();
  log.error('three');
  expect(lines('skein.log')).toMatchObject([
    { level: 'info', message: 'one', a: 1 },
    { level: 'warn', message: 'two\nlines' },
    { level: 'error', message: 'three' },
  ]);
  expect(stderr).toHaveBeenCalledOnce();
  expect(statSync(join(root, 'logs/skein.log')).mode & 0o777).toBe(0o600);
});

it('turns over when it is full and keeps a few', () => {
  const log = createFileLog(join(root, 'logs'), { maxBytes: 200 });
  for (let index = 0; index < 40; index += 1) log.info(`entry ${index} ${'x'.repeat(60)}`);
  expect(readdirSync(join(root, 'logs')).sort()).toEqual(['skein.1.log', 'skein.2.log', 'skein.3.log', 'skein.log']);
  expect(lines('skein.log').at(-1)?.['message']).toContain('entry 39');
  expect(statSync(join(root, 'logs/skein.log')).size).toBeLessThanOrEqual(200);
});

it('goes on without a file where none can be written', () => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  writeFileSync(join(root, 'logs'), '');
  const log = createFileLog(join(root, 'logs'));
  log.info('lost');
  log.warn('lost');
  expect(stderr).toHaveBeenCalledOnce();
});
