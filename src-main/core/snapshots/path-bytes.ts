/**
 * Paths in here are bytes, one character each (`latin1`): Git's paths need not be UTF-8, and none may be changed by reading it. These are
 * the ways in and out.
 */
export const toText = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');
export const fromText = (path: string): string => Buffer.from(path, 'utf8').toString('latin1');

/** Where a path of a working tree lies on the disk. */
export const onDisk = (root: string, path: string): Buffer =>
  Buffer.concat([Buffer.from(root), Buffer.from('/'), Buffer.from(path, 'latin1')]);

/** Every folder above a path, nearest first, without the root. */
export function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_part, at) => parts.slice(0, parts.length - 1 - at).join('/'));
}

/** A path for a command that reads one a line: quoted as Git does when it holds a line break or begins with a quote. */
export function pathLine(path: string): string {
  if (!/["\\\n]/.test(path)) return `${path}\n`;
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"\n`;
}
