import { localFiles, type HostPaths } from '../hosts/host-files.ts';

/**
 * Where a path that the server named lies in the working tree: relative to the root, with `/`. Null when it lies outside. 0.124 writes
 * absolute paths behind `a/` in its diffs.
 */
export function pathInTree(
  root: string,
  cwd: string,
  path: string,
  { isAbsolute, relative, resolve, sep }: HostPaths = localFiles.paths,
): string | null {
  const way = relative(root, isAbsolute(path) ? resolve(path) : resolve(cwd, path));
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return null;
  return sep === '/' ? way : way.replaceAll(sep, '/');
}

/** The paths that a diff of a whole turn names, as it names them; quoted ones as Git quotes. */
export function pathsOfDiff(diff: string): readonly string[] {
  const paths = new Set<string>();
  for (const match of diff.matchAll(/^(?:---|\+\+\+) (?:"((?:[^"\\]|\\.)*)"|([^\t\n]+))/gm)) {
    const name = match[2] ?? unquote(match[1] ?? '');
    if (name !== '/dev/null') paths.add(name.replace(/^[ab]\//, ''));
  }
  for (const match of diff.matchAll(/^rename (?:from|to) (.+)$/gm)) paths.add(match[1] ?? '');
  return [...paths];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** C-style quoting, bytes in octal (`core.quotePath`). */
function unquote(text: string): string {
  const bytes: Buffer[] = [];
  const parts = text.match(/\\[0-7]{3}|\\.|[^\\]+/g) ?? [];
  for (const part of parts) {
    if (/^\\[0-7]{3}$/.test(part)) bytes.push(Buffer.from([parseInt(part.slice(1), 8)]));
    else if (part.startsWith('\\')) bytes.push(Buffer.from(ESCAPES[part.slice(1)] ?? part.slice(1)));
    else bytes.push(Buffer.from(part));
  }
  return Buffer.concat(bytes).toString('utf8');
}
