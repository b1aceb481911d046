import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from './capabilities.ts';
import { compareVersions, parseVersion, readUserAgent } from './codex-version.ts';
import type { CodexVersion } from './codex-version.ts';

const version = (text: string): CodexVersion => {
  const parsed = parseVersion(text);
  if (!parsed) throw new Error(`not a version: ${text}`);
  return parsed;
};

describe('the version in a user agent', () => {
  it.each([
    ['skein/0.169.0 (Debian 12.0.0; x86_64) unknown (skein; 0.1.0)', '0.169.0'],
    ['skein/0.124.0 (Mac OS 15.1.0; arm64) vscode/1.99 (skein; 0.1.0)', '0.124.0'],
    ['skein/0.170.0-alpha.3 (x)', '0.170.0-alpha.3'],
    ['skein/1.2.3', '1.2.3'],
    ['skein', null],
    ['skein/dev', null],
    ['', null],
  ])('%s', (userAgent, expected) => {
    expect(readUserAgent(userAgent)?.text ?? null).toBe(expected);
  });

  it.each([
    ['0.124.0', '0.169.0', -1],
    ['0.169.1', '0.169.0', 1],
    ['1.0.0', '0.999.9', 1],
    ['0.99.0', '0.124.0', -1],
    ['0.169.0-alpha.1', '0.169.0', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(version(a), version(b)))).toBe(sign);
  });
});

describe('capabilities', () => {
  it.each([
    ['0.124.0', 'rollback'],
    ['0.150.0', 'rollback'],
    ['0.169.0', 'revert'],
    ['0.169.0-alpha.2', 'revert'],
    ['0.180.0', 'revert'],
  ])('%s', (text, rewind) => {
    const modern = rewind === 'revert';
    expect(capabilitiesOf(version(text))).toMatchObject({ rewind, pagedHistory: modern, sections: modern });
  });
});
