import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { localHost } from './local-host.ts';
import { isAlive } from './testing/is-alive.ts';

const cwd = mkdtempSync(join(tmpdir(), 'skein-host-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const env = process.env;
const node = (script: string, ...args: string[]) => ({
  program: process.execPath,
  args: ['-e', script, ...args],
  cwd,
  env,
});
const timeoutMs = 20_000;

describe('running a command', () => {
  it('hands arguments over as they are, feeds standard input, and collects both outputs and the exit code', async () => {
    const script = `process.stdin.on('data', d => process.stdout.write('in:' + d)); process.stdin.on('end', () => {
      process.stderr.write(JSON.stringify(process.argv.slice(1))); process.exit(7) })`;
    const words = ['a b', '$(touch x)', '"quoted"', 'new\nline', '🧵'];
    const result = await localHost.run({ ...node(script, ...words), stdin: 'åäö', timeoutMs });
    expect({ ...result, stdout: result.stdout.toString() }).toEqual({
      exit: { kind: 'exited', code: 7, signal: null },
      stdout: 'in:åäö',
      stderr: JSON.stringify(words),
      timedOut: false,
      truncated: false,
    });
  });

  it('gives the process the environment it is told, and nothing else', async () => {
    const script = `process.stdout.write(JSON.stringify([process.env.SKEIN_A, process.env.HOME ?? null]))`;
    const result = await localHost.run({ ...node(script), env: { SKEIN_A: '1', HOME: undefined }, timeoutMs });
    expect(JSON.parse(result.stdout.toString())).toEqual(['1', null]);
  });

  it('survives a command that does not read its input', async () => {
    const result = await localHost.run({ ...node('process.exit(0)'), stdin: 'x'.repeat(5_000_000), timeoutMs });
    expect(result.exit).toEqual({ kind: 'exited', code: 0, signal: null });
  });

  it('cuts output that is longer than asked for', async () => {
    const result = await localHost.run({
      ...node(`process.stdout.write('x'.repeat(1000000))`),
      timeoutMs,
      maxOutputBytes: 1000,
    });
    expect([result.stdout.length, result.truncated]).toEqual([1000, true]);
  });

  it.each([
    ['a missing program', { program: join(cwd, 'missing'), cwd }],
    ['a missing folder', { program: process.execPath, cwd: join(cwd, 'missing') }],
  ])('tells of %s', async (_name, change) => {
    const result = await localHost.run({ ...node(''), ...change, timeoutMs });
    expect(result.exit).toMatchObject({ kind: 'failed', code: 'ENOENT' });
  });

  it('tells of arguments that no process can have', async () => {
    const result = await localHost.run({ ...node(''), args: ['nul\0byte'], timeoutMs });
    expect(result.exit).toMatchObject({ kind: 'failed', code: 'ERR_INVALID_ARG_VALUE' });
  });

  /** Starts a grandchild in a group of its own, prints its process id, and stays. */
  const family = `const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
    process.stdout.write(child.pid + '\\n'); setInterval(() => {}, 1000)`;

  it('ends what takes too long, with all it started', async () => {
    const result = await localHost.run({ ...node(family), timeoutMs: 1500 });
    expect(result).toMatchObject({ timedOut: true, exit: { signal: 'SIGKILL' } });
    const grandchild = Number(result.stdout.toString());
    expect(grandchild).toBeGreaterThan(0);
    await vi.waitFor(() => expect(isAlive(grandchild)).toBe(false));
  });

  it('ends what is given up, and does not start what was given up before', async () => {
    const controller = new AbortController();
    const running = localHost.run({ ...node('setInterval(() => {}, 1000)'), timeoutMs, signal: controller.signal });
    controller.abort();
    expect((await running).exit).toMatchObject({ signal: 'SIGKILL' });
    const never = await localHost.run({ ...node(''), timeoutMs, signal: controller.signal });
    expect(never).toMatchObject({ exit: { signal: 'SIGKILL' }, stdout: Buffer.alloc(0) });
  });
});

describe('a process that is fed and read', () => {
  it('ends with its children, also when they hold its pipes and ignore the gentle way', async () => {
    const script = `process.on('SIGTERM', () => process.stdout.write('no\\n'));
      const { spawn } = require('node:child_process');
      const child = spawn('sh', ['-c', 'trap "" TERM; while :; do sleep 1; done'], { stdio: 'inherit', detached: true });
      process.stdout.write(child.pid + '\\n'); setInterval(() => {}, 1000)`;
    const child = localHost.spawn(node(script));
    const lines: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(...text.trim().split('\n')));
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    child.terminate();
    await vi.waitFor(() => expect(lines).toContain('no'));
    child.kill();
    expect(await child.exited).toEqual({ kind: 'exited', code: null, signal: 'SIGKILL' });
    await vi.waitFor(() => expect(isAlive(Number(lines[0]))).toBe(false));
    // Nothing happens to whoever has the number now.
    child.kill();
  });
});
