/** A path relative to a folder, with `/`; an absolute one when it lies outside. Empty: the folder itself. */
export function pathInRoot(root: string, path: string): string {
  const plain = (text: string) => text.replaceAll('\\', '/');
  const base = plain(root).replace(/\/+$/, '');
  const wanted = isAbsolute(path) ? plain(path) : `${base}/${plain(path)}`;
  const parts: string[] = [];
  for (const part of wanted.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  const whole = parts.join('/');
  if (whole === base) return '';
  return whole.startsWith(`${base}/`) ? whole.slice(base.length + 1).replace(/\/+$/, '') : path;
}

const isAbsolute = (path: string): boolean => /^(?:[\\/]|[a-z]:[\\/])/i.test(path);

/** The path as the machine writes it. */
export function absolutePath(root: string, path: string): string {
  if (isAbsolute(path)) return path;
  const separator = root.includes('\\') && !root.includes('/') ? '\\' : '/';
  return path === ''
    ? root
    : `${root.replace(/[\\/]+$/, '')}${separator}${separator === '/' ? path : path.replaceAll('/', separator)}`;
}
export const nameOf = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
/** Empty at the top. */
export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
export const joinPath = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
export const isBelow = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);

/** What is wrong with a name for a file or folder; null: nothing. Slashes make folders. */
export function nameProblem(name: string): string | null {
  const parts = name.split('/');
  if (name.trim() === '') return 'A name is needed.';
  if (parts.some((part) => part === '.' || part === '..' || part.trim() === '')) return 'That is not a name.';
  return name.includes('\0') ? 'That is not a name.' : null;
}

/** `src/a.ts:12` as it is typed: the path, and the line if there is one. */
export function splitLine(typed: string): { readonly query: string; readonly line: number | null } {
  const found = /^(.*?):(\d{1,7})?(?::\d*)?$/.exec(typed);
  // A drive's letter and its colon are no file and line.
  if (!found || /^[a-z]$/i.test(found[1] ?? '')) return { query: typed, line: null };
  const line = Number(found[2] ?? 0);
  return { query: found[1] ?? '', line: line > 0 ? line : null };
}
