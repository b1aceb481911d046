/** A place inside a WSL distribution. */
interface WslPlace {
  readonly distribution: string;
  /** As the distribution writes it: `/home/mira`. */
  readonly path: string;
}

/** Where a distribution finds Windows' drives, unless its `/etc/wsl.conf` says otherwise (`[automount] root`). */
const DRIVES = '/mnt/';
/** Windows shows distributions as this server; older versions of it as the second name, which still works. */
const SERVER = /^[\\/]{2}(?:wsl\.localhost|wsl\$)[\\/]+([^\\/]+)(.*)$/is;
const DRIVE = /^(?:[\\/]{2}[?.][\\/])?([a-z]):(?:[\\/]+(.*))?$/is;
/** Characters that no name may have on Windows. There, WSL shows them moved to this private part of Unicode. */
const FORBIDDEN = /[\u0001-\u001f"*:<>?|\\]/g;
const MOVED = /[\uf001-\uf01f\uf022\uf02a\uf03a\uf03c\uf03e\uf03f\uf07c\uf05c]/g;
const MOVED_BY = 0xf000;

const move = (text: string, from: RegExp, by: number): string =>
  text.replace(from, (character) => String.fromCharCode(character.charCodeAt(0) + by));
const toNames = (rest: string): readonly string[] => rest.split(/[\\/]+/).filter((name) => name !== '');
const toLinuxNames = (rest: string) => toNames(rest).map((name) => move(name, MOVED, -MOVED_BY));

/** What a `\\wsl.localhost\…` or `\\wsl$\…` path names; null for every other path. */
function fromWslShare(path: string): WslPlace | null {
  const [, distribution, rest = ''] = SERVER.exec(path) ?? [];
  if (distribution === undefined) return null;
  return { distribution, path: `/${toLinuxNames(rest).join('/')}` };
}

/**
 * A path as a distribution writes it. Windows' own drives are in its `/mnt`. Null for what it does not reach: another distribution, a
 * network share, a relative path.
 */
export function toLinuxPath(path: string, distribution: string, drives = DRIVES): string | null {
  if (path.startsWith('/') && !/^\/\/[^/]/.test(path)) return path;
  const place = fromWslShare(path);
  // Windows does not tell capitals apart in names of servers and shares.
  if (place) return place.distribution.toLowerCase() === distribution.toLowerCase() ? place.path : null;
  const [, letter, rest = ''] = DRIVE.exec(path) ?? [];
  return letter === undefined ? null : [`${drives}${letter.toLowerCase()}`, ...toLinuxNames(rest)].join('/');
}

/** A distribution's path as Windows writes it: `C:\…` below `/mnt/c`, else `\\wsl.localhost\NAME\…`. */
export function toWindowsPath({ distribution, path }: WslPlace, drives = DRIVES): string {
  const names = path.split('/').filter((name) => name !== '');
  const moved = (list: readonly string[]) => list.map((name) => move(name, FORBIDDEN, MOVED_BY)).join('\\');
  const inDrives = path.startsWith(drives) && names.length >= drives.split('/').filter(Boolean).length + 1;
  if (inDrives) {
    const [letter = '', ...rest] = path
      .slice(drives.length)
      .split('/')
      .filter((name) => name !== '');
    if (/^[a-z]$/.test(letter)) return `${letter.toUpperCase()}:\\${moved(rest)}`;
  }
  return `\\\\wsl.localhost\\${distribution}\\${moved(names)}`;
}
