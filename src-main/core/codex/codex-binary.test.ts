import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findCodexBinary, withToolFolders } from './codex-binary.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-binary-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (...parts: string[]) => {
  const path = join(folder, ...parts);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  return path;
};

it('finds the binary of the installed platform package', () => {
  const found = findCodexBinary({ codexBinary: null, codexDir: null });
  expect(found.ok && found.value.path).toMatch(/[/\\]codex(\.exe)?$/);
});

it.each([
  ['linux', 'vendor/x86_64-unknown-linux-musl/bin/codex'],
  ['darwin', 'vendor/aarch64-apple-darwin/codex/codex'],
  ['win32', 'vendor/x86_64-pc-windows-msvc/bin/codex.exe'],
  ['linux', 'codex'],
] as const)('finds it in a packaged folder laid out as on %s: %s', (platform, path) => {
  const binary = put(...path.split('/'));
  put('vendor', 'other', 'codex-helper');
  const found = findCodexBinary({ codexBinary: null, codexDir: folder, platform, arch: 'none' });
  expect(found).toEqual({ ok: true, value: { path: binary, toolFolders: [] } });
});

it('takes the binary that was asked for, and no other in its place', () => {
  const path = put('my-codex');
  expect(findCodexBinary({ codexBinary: path, codexDir: null })).toMatchObject({ ok: true, value: { path } });
  const missing = join(folder, 'gone');
  expect(findCodexBinary({ codexBinary: missing, codexDir: folder })).toEqual({ ok: false, error: [missing] });
  expect(findCodexBinary({ codexBinary: folder, codexDir: null })).toEqual({ ok: false, error: [folder] });
});

it('says where it has looked', () => {
  const found = findCodexBinary({ codexBinary: null, codexDir: folder, platform: 'linux', arch: 'none' });
  expect(found).toEqual({ ok: false, error: [folder] });
});

it('puts the tools that 0.124 expects in front of the PATH', () => {
  const path = put('vendor', 'target', 'codex', 'codex');
  const rg = put('vendor', 'target', 'path', 'rg');
  const found = findCodexBinary({ codexBinary: path, codexDir: null });
  if (!found.ok) throw new Error('not found');
  const tools = join(dirname(path), '..', 'path');
  expect(tools).toBe(dirname(rg));
  expect(withToolFolders({ Path: 'C:\\bin', X: '1' }, found.value)).toEqual({
    Path: `${tools}${delimiter}C:\\bin`,
    X: '1',
  });
  expect(withToolFolders({}, found.value)).toEqual({ PATH: tools });
});
