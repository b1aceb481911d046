import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { plainPath } from '../../../src-shared/model/path-key.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';

/**
 * Turns what a user typed or picked into the absolute path of an existing folder: spaces around it and a trailing separator go, `~` is
 * the home folder. Fails with `path.not-absolute`, `path.missing`, `path.not-a-folder` or `path.no-access`.
 */
export async function checkFolder(typed: string, homeFolder = homedir()): Promise<Result<string, AppError>> {
  const trimmed = typed.trim();
  const expanded = /^~(?=$|[\\/])/.test(trimmed) ? join(homeFolder, trimmed.slice(1)) : trimmed;
  // A folder's name may begin or end with spaces: what exists as typed wins over what was trimmed.
  for (const path of new Set([typed, expanded])) {
    if (!isAbsolute(path)) continue;
    const found = await stat(path).catch((error: unknown) => error);
    if (found instanceof Error) {
      if ('code' in found && (found.code === 'EACCES' || found.code === 'EPERM'))
        return err({ code: 'path.no-access', path });
      continue;
    }
    return (found as Awaited<ReturnType<typeof stat>>).isDirectory()
      ? ok(plainPath(resolve(path)))
      : err({ code: 'path.not-a-folder', path });
  }
  return err(
    isAbsolute(expanded) ? { code: 'path.missing', path: expanded } : { code: 'path.not-absolute', path: typed },
  );
}
