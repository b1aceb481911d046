import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { tooOld, type KeepingRule } from '../storage/keeping-rule.ts';
import type { StoredSnapshot } from './snapshot-record.ts';

/** Of one repository. Snapshots that the user took, and the newest of each working tree, stay for ever. */
const SNAPSHOT_RULE: KeepingRule = { keepMs: 90 * 24 * 60 * 60 * 1000, keepNewest: 200 };

/** Which snapshots of a repository may be let go. */
export function surplusSnapshots(all: readonly StoredSnapshot[], now: number): readonly StoredSnapshot[] {
  const newest = new Map<string, StoredSnapshot>();
  for (const one of all) {
    const other = newest.get(one.record.path);
    if (!other || other.record.createdAt < one.record.createdAt) newest.set(one.record.path, one);
  }
  const rows = all.map((stored) => ({ stored, createdAt: stored.record.createdAt }));
  return tooOld(rows, SNAPSHOT_RULE, now)
    .map(({ stored }) => stored)
    .filter(({ record }) => record.reason !== 'manual')
    .filter((stored) => newest.get(stored.record.path) !== stored);
}

/** Removes refs of one repository in one transaction: all of them or none. A ref that is another one by now is none of them. */
export async function removeSnapshots(
  git: GitRunner,
  repository: string,
  gone: readonly StoredSnapshot[],
): Promise<Result<unknown, AppError>> {
  const lines = gone.map(({ ref, commit }) => `delete ${ref} ${commit}\n`);
  return git.raw(['update-ref', '--stdin'], { cwd: repository, stdin: lines.join('') });
}
