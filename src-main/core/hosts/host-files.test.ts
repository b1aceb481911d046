import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localFiles } from './host-files.ts';
import { localHost } from './local-host.ts';
import { createShellFiles } from './shell-files.ts';
import { parseStats } from './shell-stat.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'skein-files-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const env = { PATH: process.env['PATH'] };
const shellFiles = createShellFiles({
  platform: process.platform,
  run: (command) => localHost.run({ ...command, env: { ...env, ...command.env } }),
});
const codeOf = (doing: Promise<unknown>) =>
  doing.then(
    () => null,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

describe.skipIf(process.platform === 'win32').each([
  ['this module’s', localFiles],
  ['through a shell', shellFiles],
])('the files of a host, %s', (_name, files) => {
  // What a shell would take apart, and a name that is no UTF-8.
  const odd = ['-rf', 'a b', 'it\'s $HOME `x` "y"', 'line\nbreak', '*', '.hidden', '..two'];

  it('reads, writes, lists and looks at whatever a name may hold', async () => {
    for (const name of odd) await files.writeFile(join(root, name), `in ${name}`);
    const bytes = Buffer.concat([Buffer.from(`${root}/`), Buffer.of(0x66, 0xfc)]);
    await files.copyFile(join(root, 'a b'), bytes);
    expect((await files.readdir(root)).filter((name) => !name.startsWith('f')).sort()).toEqual([...odd].sort());
    expect((await files.readdir(root, 'buffer')).some((name) => name.equals(Buffer.of(0x66, 0xfc)))).toBe(true);
    const stats = await Promise.all([...odd.map((name) => join(root, name)), bytes].map((path) => files.lstat(path)));
    expect(stats.map((one) => [one.isFile(), one.size])).toEqual(
      [...odd, 'a b'].map((name) => [true, Buffer.byteLength(`in ${name}`)]),
    );
    expect(await files.readFile(join(root, 'line\nbreak'), 'utf8')).toBe('in line\nbreak');
    const raw = Buffer.from([0, 255, 10, 13, 0x80]);
    await files.writeFile(join(root, 'raw'), raw);
    expect(await files.readFile(join(root, 'raw'))).toEqual(raw);
    expect(await files.readStart(join(root, 'raw'), 2)).toEqual(raw.subarray(0, 2));
    await files.writeFile(join(root, 'empty'), '');
    expect(await files.readFile(join(root, 'empty'))).toEqual(Buffer.alloc(0));
    expect(await files.readdir(await files.mkdtemp(join(root, 'temp-')))).toEqual([]);
  });

  it('tells states apart as exactly as the system does', async () => {
    const path = join(root, 'one');
    writeFileSync(path, 'x', { mode: 0o755 });
    symlinkSync('nowhere', join(root, 'link'));
    const [found, link] = await Promise.all([files.lstat(path, { bigint: true }), files.lstat(join(root, 'link'))]);
    const real = lstatSync(path, { bigint: true });
    const { dev, ino, mode, size, mtimeNs, ctimeNs } = real;
    expect(found).toMatchObject({ dev, ino, mode, size, mtimeNs, ctimeNs });
    expect([link.isSymbolicLink(), link.isFile(), link.isDirectory()]).toEqual([true, false, false]);
    expect(await files.readlink(join(root, 'link'))).toBe('nowhere');
    expect((await files.lstat(root)).isDirectory()).toBe(true);
    // Many at once, some of them missing, each with its own answer.
    const many = Array.from({ length: 450 }, (_unused, at) => join(root, at % 3 === 0 ? 'gone-by' : 'one'));
    const seen = await Promise.all(many.map((each) => files.lstat(each).then(Boolean, () => false)));
    expect(seen).toEqual(many.map((each) => each.endsWith('one')));
  });

  it('moves, copies and removes no more than it was told', async () => {
    const at = (...names: string[]) => join(root, ...names);
    mkdirSync(at('folder'));
    writeFileSync(at('folder', 'kept'), 'kept');
    writeFileSync(at('a'), 'a');
    symlinkSync('folder', at('to-folder'));
    await files.rename(at('a'), at('to-folder'));
    expect([readFileSync(at('to-folder'), 'utf8'), await files.readdir(at('folder'))]).toEqual(['a', ['kept']]);
    await files.chmod(at('to-folder'), 0o750);
    await files.symlink('folder', at('again'));
    await files.mkdir(at('x', 'y'), { recursive: true });
    await files.mkdir(at('x', 'y'), { recursive: true });
    await files.copyAged(at('to-folder'), at('aged'));
    expect(lstatSync(at('aged')).mtimeMs).toBeLessThanOrEqual(lstatSync(at('to-folder')).mtimeMs);
    expect(await files.realpath(at('again', 'kept'))).toBe(join(await files.realpath(root), 'folder/kept'));
    expect(lstatSync(at('to-folder')).mode & 0o777).toBe(0o750);
    await files.unlink(at('again'));
    await files.rm(at('nothing'), { force: true });
    await files.rmdir(at('x', 'y'));
    await files.rm(at('x'), { recursive: true, force: true });
    expect((await files.readdir(root)).sort()).toEqual(['aged', 'folder', 'to-folder']);
    expect(await files.readFile(at('folder', 'kept'), 'latin1')).toBe('kept');
  });

  it('says why it could not, in the system’s codes', async () => {
    const at = (...names: string[]) => join(root, ...names);
    mkdirSync(at('full/inside'), { recursive: true });
    writeFileSync(at('file'), '');
    const codes = await Promise.all(
      [
        files.lstat(at('none')),
        files.readFile(at('none')),
        files.readdir(at('none')),
        files.readlink(at('none')),
        files.realpath(at('none')),
        files.unlink(at('none')),
        files.rename(at('none'), at('b')),
        files.copyFile(at('none'), at('b')),
        files.mkdir(at('full')),
        files.symlink('x', at('full')),
        files.rmdir(at('full')),
        files.readdir(at('file')),
        files.readFile(at('full')),
      ].map(codeOf),
    );
    expect(codes).toEqual([
      ...Array.from({ length: 8 }, () => 'ENOENT'),
      ...['EEXIST', 'EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR'],
    ]);
  });
});

it.skipIf(process.platform === 'win32')('copies many files at once, over nothing', async () => {
  const at = (...names: string[]) => join(root, ...names);
  mkdirSync(at('from/deep'), { recursive: true });
  mkdirSync(at('to'));
  const names = ['-n', "deep/it's $HOME", 'link', 'there', 'gone', ...Array.from({ length: 104 }, (_, n) => `f${n}`)];
  for (const name of names.filter((one) => !['link', 'gone'].includes(one))) writeFileSync(at('from', name), name);
  symlinkSync('nowhere', at('from/link'));
  writeFileSync(at('to/there'), 'mine');
  const copied = await shellFiles.many?.copyNew(at('from'), at('to'), names);
  expect(names.filter((_name, index) => copied?.[index] !== true)).toEqual(['there', 'gone']);
  const below = await shellFiles.many?.below(at('to'));
  expect([...(below ?? [])].sort()).toEqual(names.flatMap((name) => (name === 'gone' ? [] : [at('to', name)])).sort());
  expect([readFileSync(at('to/there'), 'utf8'), readFileSync(at("to/deep/it's $HOME"), 'utf8')]).toEqual([
    ...['mine', "deep/it's $HOME"],
  ]);
  expect(lstatSync(at('to/f7')).mtimeMs).toBeCloseTo(lstatSync(at('from/f7')).mtimeMs, 0);
});

it('tells a host that cannot be asked from a file that is not there', async () => {
  const broken = createShellFiles({
    platform: 'linux',
    run: (command) => localHost.run({ ...command, program: 'no-such-tool' }),
  });
  expect(await Promise.all([broken.lstat('/'), broken.readFile('/x'), broken.rm('/x', {})].map(codeOf))).toEqual([
    ...['EHOST', 'EHOST', 'EHOST'],
  ]);
});

it('reads what stat prints on GNU, busybox and BSD systems', () => {
  const gnu =
    '#3\n1\n0\n1\n81a4 5 2049 77 1700000000 1700000001 2023-11-14 22:13:20.123456789 +0000|2023-11-14 22:13:21.5 +0000\n';
  const line = { mode: 0o100644, size: 5n, dev: 2049n, ino: 77n };
  const times = { mtimeNs: 1_700_000_000_123_456_789n, ctimeNs: 1_700_000_001_500_000_000n };
  const busybox = 'a1ff 3 1 2 1700000000 1700000001 2023-11-14 22:13:20|2023-11-14 22:13:21\n';
  expect(parseStats(gnu + busybox)).toEqual([
    { ...line, ...times },
    null,
    {
      mode: 0o120777,
      size: 3n,
      dev: 1n,
      ino: 2n,
      mtimeNs: 1_700_000_000_000_000_000n,
      ctimeNs: 1_700_000_001_000_000_000n,
    },
  ]);
  const bsd = '#1\n1\n81a4 5 2049 77 1700000000 1700000001 1700000000.123456789|1700000001.500000000\n';
  expect(parseStats(bsd)).toEqual([{ ...line, ...times }]);
  // One went between the two looks.
  expect(parseStats('#2\n1\n1\n81a4 5 1 2 3 4 |\n')).toBeNull();
  expect(parseStats('#1\n1\n#1\n0\n', true)).toEqual([null, null]);
});
