import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localFiles } from '../hosts/host-files.ts';
import { localHost } from '../hosts/local-host.ts';
import { systemClock } from '../ports.ts';
import { createEnvironmentService } from './environment-service.ts';
import { runScript, scriptFor } from './run-script.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-environments-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const none = { script: '', darwin: null, linux: null, win32: null };
const content = { name: 'Dev', setup: { ...none, script: 'make' }, cleanup: none, actions: [] };

it('lists, saves and removes; a broken file is shown, and kept beside the one that takes its place', async () => {
  const environments = createEnvironmentService(localFiles);
  expect(await environments.list(folder)).toEqual({ ok: true, value: [] });
  await environments.save(folder, 'a', content);
  await environments.save(folder, 'environment', content);
  const file = join(folder, '.codex/environments/broken.toml');
  writeFileSync(file, 'name = ');
  const listed = await environments.list(folder);
  expect(listed.ok && listed.value.map(({ id, problem }) => [id, problem === null])).toEqual([
    ['environment', true],
    ['a', true],
    ['broken', false],
  ]);
  expect(await environments.load(folder, 'broken')).toMatchObject({
    ok: false,
    error: { code: 'environment.unreadable', file },
  });
  await environments.save(folder, 'broken', content);
  expect(await environments.load(folder, 'broken')).toMatchObject({ ok: true, value: { name: 'Dev' } });
  expect(readFileSync(`${file}.broken`, 'utf8')).toBe('name = ');
  await environments.remove(folder, 'a');
  expect(existsSync(join(folder, '.codex/environments/a.toml'))).toBe(false);
  expect(await environments.load(folder, 'a')).toMatchObject({ error: { code: 'environment.unreadable' } });
});

it('refuses where it cannot write', async () => {
  mkdirSync(join(folder, '.codex'));
  writeFileSync(join(folder, '.codex/environments'), 'a file');
  expect(await createEnvironmentService(localFiles).save(folder, 'a', content)).toMatchObject({
    error: { code: 'environment.unreadable' },
  });
});

describe('a script', () => {
  const run = (script: string, more: { signal?: AbortSignal; timeoutMs?: number } = {}) => {
    let output = '';
    const ended = runScript(localHost, systemClock, {
      script,
      cwd: folder,
      env: process.env,
      onOutput: (text) => (output += text),
      signal: new AbortController().signal,
      ...more,
    });
    return ended.then((end) => ({ end, output }));
  };

  it('is the platform’s own where there is one', () => {
    expect(scriptFor({ script: 'all', darwin: 'mac', linux: null, win32: '' }, 'darwin')).toBe('mac');
    expect(scriptFor({ script: 'all', darwin: 'mac', linux: null, win32: '' }, 'linux')).toBe('all');
    expect(scriptFor({ script: 'all', darwin: 'mac', linux: null, win32: '' }, 'win32')).toBe('');
  });
  it('tells what it prints and how it ended, and never waits for an answer', async () => {
    expect(await run('echo out; echo err >&2; read answer; exit 3')).toEqual({
      end: { kind: 'exited', exitCode: 3 },
      output: 'out\nerr\n',
    });
  });
  it('ends when it is cancelled, or takes too long', async () => {
    const controller = new AbortController();
    const waiting = run('sleep 60', { signal: controller.signal });
    controller.abort();
    expect((await waiting).end).toEqual({ kind: 'cancelled' });
    expect((await run('sleep 60', { timeoutMs: 30 })).end).toEqual({ kind: 'timedOut' });
  });
});
