import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';

/** One path that differs between two trees. Modes and objects are null where the path is not there. */
export interface TreeChange {
  /** Bytes of the path, one character each (`latin1`). */
  readonly path: string;
  readonly from: TreeEntry | null;
  readonly to: TreeEntry | null;
}
export interface TreeEntry {
  /** `100644`, `100755`, `120000` (symbolic link), `160000` (another repository's commit). */
  readonly mode: string;
  readonly oid: string;
}

/** What differs between two trees, by path and without guessing at renames. */
export async function diffTrees(
  git: GitRunner,
  cwd: string,
  from: string,
  to: string,
): Promise<Result<readonly TreeChange[], AppError>> {
  if (from === to) return ok([]);
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', from, to];
  const answer = await git.raw(args, { cwd, maxOutputBytes: Number.MAX_SAFE_INTEGER });
  return answer.ok ? ok(parseRawDiff(answer.value.stdout)) : answer;
}

/** Reads `:100644 100644 <oid> <oid> M\0path\0…`. */
function parseRawDiff(printed: Buffer): readonly TreeChange[] {
  const parts = printed.toString('latin1').split('\0');
  const changes: TreeChange[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [fromMode = '', toMode = '', fromOid = '', toOid = ''] = (parts[at] ?? '').slice(1).split(' ');
    changes.push({ path: parts[at + 1] ?? '', from: entry(fromMode, fromOid), to: entry(toMode, toOid) });
  }
  return changes;
}

const entry = (mode: string, oid: string): TreeEntry | null => (/^0+$/.test(mode) ? null : { mode, oid });
export const sameEntry = (a: TreeEntry | null, b: TreeEntry | null): boolean =>
  a === b || (a !== null && b !== null && a.mode === b.mode && a.oid === b.oid);
