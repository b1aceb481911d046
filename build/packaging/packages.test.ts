import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAsar } from './asar-listing.ts';
import { checkPackage } from './check-package.ts';
import { programTarget, TARGETS, targetName, type Target } from './codex-targets.ts';
import { missingForRelease, packageConfig } from './config.ts';
import { lockedCodex, unpackVerified } from './fetch-codex.ts';
import { icnsFile, icoFile } from './icon-files.ts';
import { noticesInsideCodex, thirdPartyNotices } from './notices.ts';
import { pack } from './testing/pack.ts';
import { stubProgram } from './testing/stub-electron.ts';

const ROOT = join(import.meta.dirname, '../..');
const LONG = process.env['SKEIN_LONG'] === '1';
/** 0 and 1 as characters: how a fuse stands in the program. */
const [OFF, ON] = [48, 49];
const PACK_LIMIT_MS = 120_000;
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'skein-packages-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** One is enough for every run; `npm run test:long` packs them all. */
const PACKED: readonly Target[] = LONG ? TARGETS : [{ platform: 'linux', arch: 'x64' }];
describe.skipIf(!existsSync(join(ROOT, 'out/main/index.js')))('packages', () => {
  it.each(PACKED)(
    'of $platform $arch hold the app, its notices and a Codex that runs there, and nothing else',
    { timeout: PACK_LIMIT_MS },
    async (target) => {
      const { out, resources } = await pack(target, root);
      expect(checkPackage(resources, target).complaints).toEqual([]);
      const archive = listAsar(join(resources, 'app.asar'));
      const manifest =
        archive
          .find(({ path }) => path === 'package.json')
          ?.read()
          .toString() ?? '';
      expect(JSON.parse(manifest)).toMatchObject({ name: 'skein', main: './out/main/index.js', type: 'module' });
      expect(JSON.parse(manifest)).not.toHaveProperty('devDependencies');
      expect([...new Set(archive.map(({ path }) => path.split('/').slice(0, 2).join('/')))].sort()).toEqual([
        'out/main',
        'out/preload',
        'out/renderer',
        'package.json',
      ]);
      // The archive and Codex are all that resources hold, beside texts.
      expect(readdirSync(resources)).toEqual(
        expect.arrayContaining(['LICENSE.txt', 'app.asar', 'codex', 'third-party-notices.txt']),
      );
      const program = {
        linux: 'skein',
        win32: 'Skein.exe',
        darwin: 'Skein.app/Contents/Frameworks/Electron Framework.framework/Electron Framework',
      };
      const wire = await getCurrentFuseWire(
        target.platform === 'darwin' ? join(out, 'Skein.app') : join(out, program[target.platform]),
      );
      expect({
        runAsNode: wire[FuseV1Options.RunAsNode],
        cookies: wire[FuseV1Options.EnableCookieEncryption],
        nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
        inspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
        integrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
        onlyAsar: wire[FuseV1Options.OnlyLoadAppFromAsar],
        fileRights: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
      }).toEqual({
        runAsNode: OFF,
        cookies: ON,
        nodeOptions: OFF,
        inspect: OFF,
        integrity: ON,
        onlyAsar: ON,
        fileRights: OFF,
      });
      if (target.platform === 'darwin') {
        const plist = readFileSync(join(resources, '../Info.plist'), 'utf8');
        for (const part of [
          '<string>codex</string>',
          '<string>skein</string>',
          'public.folder',
          'dev.skein.app',
          'ElectronAsarIntegrity',
        ])
          expect(plist).toContain(part);
      }
    },
  );

  it('with another system’s Codex, one that cannot be run, or a stray file are refused', () => {
    const target: Target = { platform: 'linux', arch: 'x64' };
    const resources = join(root, 'linux-x64/dist/linux-unpacked/resources');
    const program = join(resources, 'codex/vendor/some-triple/bin/codex');
    chmodSync(program, 0o644);
    expect(checkPackage(resources, target).complaints).toEqual(['Codex is not executable']);
    writeFileSync(program, stubProgram({ platform: 'darwin', arch: 'arm64' }));
    chmodSync(program, 0o755);
    expect(checkPackage(resources, target).complaints).toEqual(['Codex is made for darwin-arm64, not linux-x64']);
    rmSync(program);
    rmSync(join(resources, 'LICENSE.txt'));
    expect(checkPackage(resources, target).complaints).toEqual(['missing: LICENSE.txt', 'missing: codex']);
    expect(checkPackage(root, target).complaints).toEqual(['no app.asar']);
  });
});

it('knows a program’s system and processor by its first bytes', () => {
  expect(TARGETS.map((target) => programTarget(stubProgram(target)))).toEqual(TARGETS);
  for (const head of [
    Buffer.alloc(0),
    Buffer.alloc(64),
    Buffer.from('MZ'.padEnd(200, 'x')),
    Buffer.from('#!/bin/sh\n'.repeat(20)),
  ])
    expect(programTarget(head)).toBeNull();
});

it('takes the lockfile’s Codex and no other', async () => {
  const lockfile = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  for (const target of TARGETS)
    expect(lockedCodex(lockfile, targetName(target)).version).toBe(`0.169.0-${targetName(target)}`);
  expect(() => lockedCodex(lockfile, 'plan9-x64')).toThrow('names no Codex');
  const source = join(root, 'pack/package');
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'codex'), 'the program');
  const file = join(root, 'codex.tgz');
  execFileSync('tar', ['-czf', file, '-C', join(root, 'pack'), 'package']);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  const folder = join(root, 'fetched');
  await unpackVerified(file, integrity, folder);
  expect(readFileSync(join(folder, 'codex'), 'utf8')).toBe('the program');
  await expect(unpackVerified(file, `sha512-${'A'.repeat(86)}==`, folder)).rejects.toThrow('is not the package');
  expect(readFileSync(join(folder, 'codex'), 'utf8')).toBe('the program');
});

it('says what a release lacks without secrets, and lacks nothing with them', () => {
  expect(missingForRelease({}).map((words) => words.split(':')[0])).toEqual(['macOS', 'macOS', 'Windows', 'Updates']);
  expect(packageConfig({})).toMatchObject({
    publish: null,
    mac: { identity: '-', notarize: false, hardenedRuntime: false },
  });
  const env = {
    CSC_LINK: 'c',
    WIN_CSC_LINK: 'w',
    APPLE_API_KEY: 'k',
    APPLE_API_KEY_ID: 'i',
    APPLE_API_ISSUER: 's',
    SKEIN_UPDATE_URL: 'https://u',
  };
  expect(missingForRelease(env)).toEqual([]);
  expect(packageConfig(env)).toMatchObject({
    publish: [{ url: 'https://u' }],
    mac: { notarize: true, hardenedRuntime: true },
  });
});

it('has icons of all sizes that systems ask for', () => {
  const icons = join(import.meta.dirname, 'icons');
  const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];
  const pictures = readdirSync(icons).flatMap((name) => {
    const size = Number(/^(\d+)x\1\.png$/.exec(name)?.[1] ?? 0);
    if (size === 0) return [];
    const png = readFileSync(join(icons, name));
    expect(sizeOf(png)).toEqual([size, size]);
    return [{ size, png }];
  });
  const bySize = pictures.sort((a, b) => a.size - b.size);
  expect(bySize.map(({ size }) => size)).toEqual([16, 24, 32, 48, 64, 128, 256, 512, 1024]);
  expect(icnsFile(bySize).equals(readFileSync(join(icons, 'icon.icns')))).toBe(true);
  expect(icoFile(bySize.filter(({ size }) => size <= 256)).equals(readFileSync(join(icons, 'icon.ico')))).toBe(true);
});

it('names every package and its licence once', () => {
  const one = { name: 'a', version: '1', license: 'MIT', folder: '/a' };
  const text = thirdPartyNotices([one, { ...one, name: 'b', license: '' }, one], (folder) => [`text of ${folder}`]);
  expect(text.match(/^[ab] 1 .*$/gm)).toEqual(['a 1 (MIT)', 'b 1 (see below)']);
  expect(() => thirdPartyNotices([{ ...one, license: '' }], () => [])).toThrow('says nothing');
  expect(thirdPartyNotices([one], () => [])).toContain('Permission is hereby granted');
  expect(() => thirdPartyNotices([{ ...one, license: 'Own' }], () => [])).toThrow('no text of the licence Own');
  const inside = noticesInsideCodex().join('\n');
  for (const words of [
    ...['Copyright (c) 2015 Andrew Gallant', 'free and unencumbered software', 'GNU LIBRARY GENERAL PUBLIC LICENSE'],
    ...['GNU LESSER GENERAL PUBLIC LICENSE', 'PCRE2', 'libffi'],
  ])
    expect(inside).toContain(words);
});
