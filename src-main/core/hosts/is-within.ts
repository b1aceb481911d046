import nodePath from 'node:path';
import type { HostPaths } from './host-files.ts';

/** `path` is `folder` or below it. Both absolute, as they are written on their machine, whose `paths` these are. */
export function isWithin(folder: string, path: string, paths: HostPaths = nodePath): boolean {
  const way = paths.relative(folder, path);
  return way === '' || (!paths.isAbsolute(way) && way !== '..' && !way.startsWith(`..${paths.sep}`));
}
