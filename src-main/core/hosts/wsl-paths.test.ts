import { describe, expect, it } from 'vitest';
import { toLinuxPath, toWindowsPath } from './wsl-paths.ts';

describe('paths of Windows in a distribution', () => {
  // From Microsoft's pages "Working across Windows and Linux file systems" and "Advanced settings configuration in WSL".
  it.each([
    ['\\\\wsl.localhost\\Ubuntu\\home\\mira\\shop', '/home/mira/shop'],
    ['\\\\wsl$\\Ubuntu\\home\\mira\\shop', '/home/mira/shop'],
    ['\\\\WSL.LOCALHOST\\ubuntu\\home', '/home'],
    ['//wsl.localhost/Ubuntu/home/mira', '/home/mira'],
    ['\\\\wsl.localhost\\Ubuntu', '/'],
    ['\\\\wsl.localhost\\Ubuntu\\', '/'],
    ['\\\\wsl$\\Ubuntu\\home\\mira\\', '/home/mira'],
    ['C:\\Users\\Mira\\shop', '/mnt/c/Users/Mira/shop'],
    ['d:/code', '/mnt/d/code'],
    ['C:\\', '/mnt/c'],
    ['C:', '/mnt/c'],
    ['\\\\?\\C:\\Users', '/mnt/c/Users'],
    ['/home/mira', '/home/mira'],
    ['\\\\wsl.localhost\\Ubuntu\\tmp\\a\uf03ab', '/tmp/a:b'],
    // Not to be reached from there.
    ['\\\\wsl.localhost\\Debian\\home', null],
    ['\\\\nas\\share\\code', null],
    ['//nas/share', null],
    ['code\\shop', null],
    ['C:code', null],
    ['', null],
  ])('%s: %s', (windows, linux) => {
    expect(toLinuxPath(windows, 'Ubuntu')).toBe(linux);
  });

  it('finds drives where the distribution has them', () => {
    expect([toLinuxPath('C:\\x', 'Ubuntu', '/'), toWindowsPath({ distribution: 'Ubuntu', path: '/c/x' }, '/')]).toEqual(
      ['/c/x', 'C:\\x'],
    );
  });
});

it.each([
  ['/home/mira/shop', '\\\\wsl.localhost\\Ubuntu\\home\\mira\\shop'],
  ['/', '\\\\wsl.localhost\\Ubuntu\\'],
  ['/mnt/c/Users/Mira', 'C:\\Users\\Mira'],
  ['/mnt/c', 'C:\\'],
  ['/mnt', '\\\\wsl.localhost\\Ubuntu\\mnt'],
  ['/mnt/wslg/x', '\\\\wsl.localhost\\Ubuntu\\mnt\\wslg\\x'],
  ['/tmp/a:b?', '\\\\wsl.localhost\\Ubuntu\\tmp\\a\uf03ab\uf03f'],
  ['/tmp/a\\b', '\\\\wsl.localhost\\Ubuntu\\tmp\\a\uf05cb'],
])('%s is %s on Windows', (path, windows) => {
  expect(toWindowsPath({ distribution: 'Ubuntu', path })).toBe(windows);
});

/** Small and repeatable: the same cases in every run. */
function* randomPaths(count: number): Generator<string> {
  let state = 0x2f6e2b1;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pieces = [
    'home',
    'mnt',
    'c',
    'C',
    'd',
    ' ',
    '.',
    'a b',
    'ü',
    '🧵',
    ':',
    '*',
    '?',
    '"',
    '<',
    '|',
    '\\',
    '\t',
    '$',
    '~',
  ];
  for (let made = 0; made < count; made++) {
    const name = () => Array.from({ length: 1 + next(3) }, () => pieces[next(pieces.length)]).join('');
    yield `/${Array.from({ length: next(6) }, name).join('/')}`;
  }
}

it('gives every Linux path back that went to Windows and came home', () => {
  const changed = [...randomPaths(3_000)].filter((path) => {
    const windows = toWindowsPath({ distribution: 'Ubuntu', path });
    const home = toLinuxPath(windows, 'Ubuntu');
    // Nothing that Windows refuses in a name is left in it.
    return home !== path || /[*?"<>|:\t]/.test(windows.slice(2));
  });
  expect(changed).toEqual([]);
});
