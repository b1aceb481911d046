const WINDOWS = /^(?:[a-z]:|\\\\)/i;

/**
 * A path without the prefix that Windows wants for long ones (Microsoft, "Maximum Path Length Limitation"): `\\?\C:\…` is `C:\…`, and
 * `\\?\UNC\server\share` is `\\server\share`. Node adds it where it is needed, and Git does not understand it. Others stay as they are.
 */
export const plainPath = (path: string): string =>
  path.replace(/^\\\\\?\\UNC\\/i, '\\\\').replace(/^\\\\\?\\(?=[a-z]:(?:\\|$))/i, '');

/**
 * Absolute paths that name the same place have the same key. Windows' own do not tell capitals apart, nor which way their slashes lean. A path of
 * any other system is its own key. For comparing alone.
 */
export function pathKey(path: string): string {
  if (!WINDOWS.test(path)) return path;
  const key = plainPath(path).replaceAll('/', '\\').toLowerCase();
  return /^[a-z]:\\?$/.test(key) ? `${key.slice(0, 2)}\\` : key.replace(/\\+$/, '');
}

export const samePath = (one: string, other: string): boolean => one === other || pathKey(one) === pathKey(other);

/** A folder is another one or lies below it; both absolute, as their machine writes them. */
export function isInside(folder: string, parent: string): boolean {
  const [below, above] = [pathKey(folder), pathKey(parent)];
  return (
    below === above || (below.startsWith(above) && (/[\\/]$/.test(above) || /[\\/]/.test(below.charAt(above.length))))
  );
}
