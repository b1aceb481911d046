import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localHost } from '../hosts/local-host.ts';
import { findCodexBinary } from './codex-binary.ts';
import { advise, diagnose } from './diagnosis.ts';

let codexHome = '';
beforeEach(() => {
  codexHome = mkdtempSync(join(tmpdir(), 'skein-diagnosis-'));
});
afterEach(() => rmSync(codexHome, { recursive: true, force: true }));

describe('looking at a Codex home', () => {
  const input = { failure: 'handshake-timeout', host: localHost, env: process.env } as const;

  it('adds up log databases and rollouts, and asks the binary for its version', async () => {
    writeFileSync(join(codexHome, 'logs_2.sqlite'), 'x'.repeat(1000));
    writeFileSync(join(codexHome, 'logs_2.sqlite-wal'), 'x'.repeat(500));
    writeFileSync(join(codexHome, 'state_5.sqlite'), 'x'.repeat(9000));
    const day = join(codexHome, 'sessions', '2026', '11', '23');
    mkdirSync(day, { recursive: true });
    for (const name of ['a', 'b', 'c']) writeFileSync(join(day, `rollout-${name}.jsonl`), 'y'.repeat(10));
    const found = findCodexBinary({ codexBinary: process.env['SKEIN_CODEX_BIN'] ?? null, codexDir: null });
    const binary = found.ok ? found.value.path : null;
    const diagnosis = await diagnose({ ...input, codexHome, binary, version: null });
    expect(diagnosis).toEqual({
      binary,
      version: expect.stringMatching(/^0\.\d+\.\d+/) as string,
      codexHome,
      logDatabaseBytes: 1500,
      sessionsBytes: 30,
      sessionFiles: 3,
      advice: 'see-log',
    });
  });

  it('works for a home that does not exist', async () => {
    const missing = join(codexHome, 'missing');
    const diagnosis = await diagnose({ ...input, codexHome: missing, binary: null, version: '0.169.0' });
    expect(diagnosis).toMatchObject({ version: '0.169.0', logDatabaseBytes: 0, sessionsBytes: 0, sessionFiles: 0 });
  });
});

const GIB = 1024 ** 3;
it.each([
  ['binary-missing', 5 * GIB, 0, 'install-codex'],
  ['spawn-failed', 0, 0, 'install-codex'],
  ['unsupported-version', 5 * GIB, 0, 'update-codex'],
  ['handshake-timeout', 2 * GIB, 50_000, 'large-log-database'],
  ['handshake-timeout', 10, 50_000, 'many-sessions'],
  ['crash-loop', 2 * GIB, 0, 'large-log-database'],
  ['crash-loop', 0, 50_000, 'see-log'],
  ['handshake-refused', 0, 0, 'see-log'],
] as const)('after %s with %i bytes of logs and %i rollouts: %s', (failure, logDatabaseBytes, sessionFiles, advice) => {
  expect(advise(failure, { logDatabaseBytes, sessionFiles })).toBe(advice);
});
