import { createHash } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CODEX_PACKAGES, CODEX_VERSION } from './codex-packages.ts';
import { INSTALL_EXITS, installScript, PROBE_SCRIPT, readProbe } from './install-script.ts';
import { START_SCRIPT } from './start-script.ts';

it('knows the packages that the lockfile names', () => {
  const lockfile = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity: string }>>;
  };
  const named = Object.keys(CODEX_PACKAGES).map((target) => lockfile.packages[`node_modules/@openai/codex-${target}`]);
  expect(named.map((one) => one?.integrity)).toEqual(Object.values(CODEX_PACKAGES));
  expect(lockfile.packages['node_modules/@openai/codex']?.version).toBe(CODEX_VERSION);
});

it.each([
  ['skein:Linux x86_64\n', 'linux-x64', 'Linux x86_64'],
  ['Welcome!\r\nskein:Darwin arm64\r\n', 'darwin-arm64', 'Darwin arm64'],
  ['skein:Linux aarch64', 'linux-arm64', 'Linux aarch64'],
  ['skein:FreeBSD amd64\n', null, 'FreeBSD amd64'],
  ['skein:Linux riscv64\n', null, 'Linux riscv64'],
  ['', null, ''],
])('reads what a machine says it is: %j', (printed, target, system) => {
  expect(readProbe(printed)).toEqual({ target, system });
});

it('writes scripts that no login shell and no wsl.exe takes apart', () => {
  const scripts = [START_SCRIPT, PROBE_SCRIPT, installScript({ sha512: 'a'.repeat(128), into: 'package' })];
  for (const script of scripts) expect(script).not.toMatch(/['"\\\n]/);
});

describe.skipIf(process.platform === 'win32')('what is wrong is taken away again', () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'skein-install-'))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));
  const archive = (program: string) => {
    const bin = join(home, 'made/vendor/any/bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'codex'), program, { mode: 0o755 });
    return execFileSync('tar', ['-czf', '-', '-C', join(home, 'made'), 'vendor']);
  };
  const run = (input: Buffer, sha512 = createHash('sha512').update(input).digest('hex')) => {
    const args = ['-c', installScript({ sha512, into: 'package' })];
    const { status, stdout } = spawnSync('sh', args, { input, env: { HOME: home, PATH: process.env['PATH'] } });
    return [INSTALL_EXITS[status ?? -1] ?? status, stdout.toString('utf8')];
  };

  it.each([
    ['another archive than was meant', () => run(archive('#!/bin/sh\n'), 'b'.repeat(128)), ['checksum', '']],
    ['one that was cut off', () => run(archive('#!/bin/sh\n').subarray(0, 40), 'c'.repeat(128)), ['checksum', '']],
    ['no archive', () => run(Buffer.from('no')), ['unpack', 'skein:checked\n']],
    ['a program that does not run', () => run(archive('#!/bin/sh\nexit 1\n')), ['run', 'skein:checked\n']],
  ])('%s', (_name, attempt, wanted) => {
    expect(attempt()).toEqual(wanted);
    expect(readdirSync(join(home, '.skein/codex'))).toEqual([]);
  });
  it('a home that cannot be written', () => {
    writeFileSync(join(home, '.skein'), '');
    expect(run(archive('#!/bin/sh\n'))).toEqual(['folder', '']);
    expect(existsSync(join(home, '.skein/codex'))).toBe(false);
  });
});
