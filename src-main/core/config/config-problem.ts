import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ConfigProblem } from '../../../src-shared/model/config.ts';

/**
 * What is wrong with the configuration, from Codex's words (measured on 0.169.0): `FILE:LINE:COLUMN: what` for what is no TOML,
 * `Failed to read config file FILE: why` for what cannot be read, and anything for values it does not take.
 *
 * @param file the user's config.toml, where Codex names none
 * @returns null when the error is about something else
 */
export function problemOf(error: AppError, file: string): ConfigProblem | null {
  if (error.code !== 'config.unreadable') return null;
  const { reason } = error;
  const placed = /^(.+?):(\d+):(\d+): ([\s\S]*)$/.exec(reason);
  if (placed) {
    const [, at = file, line, column, what = ''] = placed;
    return { kind: 'broken', file: at, line: Number(line), column: Number(column), reason: what.trim() };
  }
  const unread = /^Failed to read config file (.+?): ([\s\S]*)$/.exec(reason);
  if (unread) return { kind: 'unreadable', file: unread[1] ?? file, reason: unread[2] ?? reason };
  return { kind: 'invalid', file, reason };
}
