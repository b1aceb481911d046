import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandScript } from './launcher-script.ts';
import { chooseCommandPlace, type PathFolder } from './launcher-place.ts';
import { createLauncherService, type LauncherService } from './launcher-service.ts';

let root: string;
let home: string;
/** Comes after ~/.local/bin on PATH. */
let system: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "skein-launcher it's-")));
  [home, system] = [join(root, 'home'), join(root, 'usr/bin')];
  for (const folder of [home, system, join(root, 'tmp'), join(root, 'bundled codex')])
    mkdirSync(folder, { recursive: true });
  // The bundled Codex: says what it was given, answers what it was sent, and ends as it is told.
  program(join(root, 'bundled codex/codex'), `printf '<%s>' "$@"; cat; echo to stderr >&2; exit 42`);
  // Skein: notes its words, and answers through the receipt it was named.
  program(
    join(root, 'skein'),
    `printf '%s\\n' "$@" >"${root}/asked"; for word in "$@"; do case $word in --receipt=*) echo "\${SKEIN_SAYS:-taken}" >"\${word#--receipt=}" ;; esac; done`,
  );
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function program(file: string, body: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
}
const bin = () => join(home, '.local/bin');
const env = (extra: Readonly<Record<string, string>> = {}) => ({
  PATH: `${bin()}:${system}:/usr/bin:/bin`,
  HOME: home,
  TMPDIR: join(root, 'tmp'),
  ...extra,
});
const launcher = (path = env().PATH): LauncherService =>
  createLauncherService({
    env: { PATH: path },
    homeFolder: home,
    platform: 'linux',
    startCommand: [join(root, 'skein'), '--first'],
    codexBinary: null,
    codexDir: join(root, 'bundled codex'),
  });
interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
/** Runs `codex` as a shell would: by its name, through PATH. */
const codex = (args: readonly string[], { cwd = root, stdin = '', extra = {} } = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(
      '/bin/sh',
      ['-c', 'exec codex "$@"', 'sh', ...args],
      { cwd, env: env(extra) },
      (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
    // A program that ends at once does not read what is said to it.
    child.stdin?.on('error', () => undefined).end(stdin);
  });

describe('the command, once installed', () => {
  beforeEach(async () => {
    expect(await launcher().install(false)).toEqual({ ok: true, value: null });
  });

  it('hands every other word on, with streams and exit code as they are', async () => {
    const words = ['exec', 'a b', '$HOME', '"', "it's", '', '*', '--', 'app'];
    expect(await codex(words, { stdin: 'typed\n' })).toEqual({
      code: 42,
      stdout: `${words.map((word) => `<${word}>`).join('')}typed\n`,
      stderr: 'to stderr\n',
    });
    expect((await codex(['app', '--help'])).stdout).toBe('<app><--help>');
    expect((await codex([])).code).toBe(42);
  });

  it('opens Skein for `app`, and ends when the path was taken', async () => {
    const asked = () => readFileSync(join(root, 'asked'), 'utf8').split('\n');
    mkdirSync(join(root, 'codex:odd -name'));
    expect(await codex(['app', 'codex:odd -name'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(asked()).toEqual([
      '--first',
      expect.stringMatching(/^--receipt=.*taken$/),
      join(root, 'codex:odd -name'),
      '',
    ]);
    await codex(['app'], { cwd: system });
    expect(asked()[2]).toBe(`${system}/.`);
    // Nothing is left of the receipts.
    expect(readdirSync(join(root, 'tmp'))).toEqual([]);
  });

  it('says why not', async () => {
    expect(await codex(['app', 'nowhere'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no such file') as unknown,
    });
    expect(await codex(['app', 'a', 'b'])).toMatchObject({ code: 2, stderr: 'usage: codex app [PATH]\n' });
    const refused = await codex(['app', '.'], { extra: { SKEIN_SAYS: 'path.no-access' } });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('path.no-access') as unknown });
    rmSync(join(root, 'bundled codex/codex'));
    expect(await codex(['exec'])).toMatchObject({
      code: 127,
      stderr: expect.stringContaining('not there any more') as unknown,
    });
  });

  it('is known, brought up to date, and taken away without a trace', async () => {
    expect(await launcher().state()).toMatchObject({ installed: true, outdated: false, place: { onPath: true } });
    writeFileSync(join(bin(), 'codex'), readFileSync(join(bin(), 'codex'), 'utf8').replace('--first', '--older'));
    expect(await launcher().state()).toMatchObject({ installed: true, outdated: true });
    await launcher().install(false);
    expect(await launcher().state()).toMatchObject({ installed: true, outdated: false });
    await launcher().remove();
    expect(readdirSync(bin())).toEqual([]);
    expect(await launcher().state()).toMatchObject({ installed: false });
  });
});

describe('another codex', () => {
  it('that comes later is hidden only when that is wanted', async () => {
    program(join(system, 'codex'), 'echo theirs');
    const found = join(system, 'codex');
    expect((await launcher().state()).place).toMatchObject({ hides: found, replaces: null, hiddenBy: null });
    expect(await launcher().install(false)).toEqual({ ok: false, error: { code: 'launcher.in-the-way', file: found } });
    expect(existsSync(join(bin(), 'codex'))).toBe(false);
    await launcher().install(true);
    expect((await codex(['x'])).code).toBe(42);
    await launcher().remove();
    expect((await codex(['x'])).stdout).toBe('theirs\n');
  });

  it('at the same place is put aside, answers when Skein is gone, and comes back', async () => {
    program(join(root, 'npm/codex.js'), 'echo theirs "$@"');
    mkdirSync(bin(), { recursive: true });
    symlinkSync(join(root, 'npm/codex.js'), join(bin(), 'codex'));
    const path = `${bin()}:/usr/bin:/bin`;
    expect((await launcher(path).state()).place).toMatchObject({ replaces: join(bin(), 'codex') });
    expect((await launcher(path).install(false)).ok).toBe(false);
    expect(readlinkSync(join(bin(), 'codex'))).toBe(join(root, 'npm/codex.js'));
    await launcher(path).install(true);
    expect((await codex(['x'])).code).toBe(42);
    rmSync(join(root, 'bundled codex'), { recursive: true });
    expect((await codex(['still', 'here'])).stdout).toBe('theirs still here\n');
    await launcher(path).remove();
    expect(readlinkSync(join(bin(), 'codex'))).toBe(join(root, 'npm/codex.js'));
    expect(readdirSync(bin())).toEqual(['codex']);
  });

  it('that somebody installed over ours stays', async () => {
    await launcher().install(false);
    program(join(bin(), 'codex'), 'echo newer');
    await launcher().remove();
    expect((await codex([])).stdout).toBe('newer\n');
  });
});

describe('where it goes', () => {
  const folder = (name: string, facts: Partial<PathFolder> = {}): PathFolder => ({
    folder: name,
    file: `${name}/codex`,
    onPath: true,
    writable: true,
    usual: true,
    codex: null,
    ...facts,
  });
  const theirs = (name: string) => ({ codex: { file: `${name}/codex`, ours: false } });
  const place = { onPath: true, replaces: null, hides: null, hiddenBy: null };
  it.each<[string, readonly PathFolder[], ReturnType<typeof chooseCommandPlace>]>([
    ['nowhere', [folder('/sbin', { writable: false })], null],
    ['a usual folder', [folder('/venv', { usual: false }), folder('/b')], { ...place, file: '/b/codex' }],
    ['one off PATH', [folder('/b', { onPath: false })], { ...place, file: '/b/codex', onPath: false }],
    ['before another', [folder('/a'), folder('/b', theirs('/b'))], { ...place, file: '/a/codex', hides: '/b/codex' }],
    [
      'in another’s place',
      [folder('/nvm', { ...theirs('/nvm'), usual: false }), folder('/b')],
      { ...place, file: '/nvm/codex', replaces: '/nvm/codex' },
    ],
    [
      'after one of the system',
      [folder('/usr', { ...theirs('/usr'), writable: false }), folder('/b')],
      { ...place, file: '/b/codex', hiddenBy: '/usr/codex' },
    ],
    [
      'where it is',
      [folder('/a'), folder('/b', { codex: { file: '/b/codex', ours: true } })],
      { ...place, file: '/b/codex' },
    ],
  ])('%s', (_name, folders, expected) => {
    expect(chooseCommandPlace(folders)).toEqual(expected);
  });
});

it('is written for cmd.exe with its line ends, percent signs doubled and the arguments beyond its reach', () => {
  const text = commandScript({ start: ['C:\\Program Files\\Skein\\Skein.exe'], codex: 'C:\\100%\\codex.exe' });
  expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  const lines = text.split('\r\n');
  const call = lines.indexOf('"C:\\100%%\\codex.exe" %*');
  expect(lines.slice(call - 2, call + 2)).toEqual([
    ':cli',
    'endlocal',
    '"C:\\100%%\\codex.exe" %*',
    'exit /b %errorlevel%',
  ]);
  expect(text).toContain('start "" "C:\\Program Files\\Skein\\Skein.exe" "--receipt=!receipt!\\taken" "!given!"');
});
