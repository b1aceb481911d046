import { describe, expect, it } from 'vitest';
import { isInside, pathKey, plainPath, samePath } from './path-key.ts';

describe('paths of Windows', () => {
  it.each([
    ['C:\\Users\\Mira\\shop', 'c:\\users\\mira\\SHOP', true],
    ['C:\\Users\\Mira\\shop', 'C:/Users/Mira/shop/', true],
    ['\\\\?\\C:\\Users\\Mira\\shop', 'C:\\Users\\Mira\\shop', true],
    ['\\\\?\\UNC\\Build\\Work\\shop', '\\\\build\\work\\shop\\', true],
    ['\\\\wsl.localhost\\Ubuntu\\home', '\\\\WSL.localhost\\Ubuntu\\home', true],
    ['C:', 'c:\\', true],
    ['C:\\', 'D:\\', false],
    ['C:\\shop', 'C:\\shop2', false],
    ['\\\\build\\work', '\\\\build\\work2', false],
    // Elsewhere capitals are told apart, and a backslash is a letter.
    ['/home/mira/shop', '/home/mira/Shop', false],
    ['/home/mira/a\\b', '/home/mira/a/b', false],
    ['/', '/', true],
  ])('%s and %s are the same: %s', (one, other, same) => {
    expect(samePath(one, other)).toBe(same);
    expect(samePath(other, one)).toBe(same);
    expect(pathKey(pathKey(one))).toBe(pathKey(one));
  });

  it.each([
    ['C:\\Users\\Mira\\shop\\src', 'c:\\users\\mira\\shop', true],
    ['\\\\?\\C:\\shop\\.worktrees\\a1\\shop', 'C:/shop', true],
    ['C:\\shop', 'C:\\', true],
    ['C:\\shopping', 'C:\\shop', false],
    ['\\\\build\\work\\shop', '\\\\Build\\Work', true],
    ['\\\\build\\work', 'C:\\', false],
    ['/home/mira/shop/src', '/home/mira/shop', true],
    ['/home/mira/shopping', '/home/mira/shop', false],
    ['/home/mira', '/', true],
    ['/HOME/mira', '/home', false],
  ])('%s is inside %s: %s', (folder, parent, inside) => expect(isInside(folder, parent)).toBe(inside));

  it.each([
    ['\\\\?\\C:\\a', 'C:\\a'],
    ['\\\\?\\unc\\server\\share\\a', '\\\\server\\share\\a'],
    ['\\\\?\\Volume{1-2}\\a', '\\\\?\\Volume{1-2}\\a'],
    ['\\\\server\\share', '\\\\server\\share'],
    ['/a', '/a'],
  ])('%s without its prefix is %s', (path, plain) => expect(plainPath(path)).toBe(plain));
});
