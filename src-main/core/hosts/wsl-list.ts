import type { WslDistribution } from '../../../src-shared/model/host.ts';

/**
 * What `wsl.exe --list --verbose` printed. It writes UTF-16 (UTF-8 where `WSL_UTF8=1` is set); its heading is in the language of Windows, so
 * rows are known by their end: a name, a state, and the version 1 or 2. Names of distributions may hold spaces; states are one word in most
 * languages, but nothing relies on it: two spaces or more stand between columns.
 */
export function parseWslList(printed: Uint8Array): readonly WslDistribution[] {
  const text = decode(printed);
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^(\*| ) (\S.*?) {2,}(\S.*?) {2,}([12])\s*$/.exec(line);
    if (!match) return [];
    const [, mark, name = '', , version] = match;
    // Docker's own distributions hold no files of anybody.
    if (/^docker-desktop(-data)?$/.test(name)) return [];
    return [{ name, version: version === '1' ? 1 : 2, isDefault: mark === '*' }];
  });
}

function decode(printed: Uint8Array): string {
  // Every second byte of UTF-16 is zero in what is written here.
  const isWide = printed.subarray(0, 200).includes(0);
  return new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(printed);
}
