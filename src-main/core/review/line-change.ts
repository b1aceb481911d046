import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ChangeTarget } from '../../../src-shared/contract/review.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Comparison } from './comparison.ts';
import { patchesOf } from './file-diffs.ts';
import { listChanges, type Change, type ListTools } from './list-changes.ts';
import { makePatch, type PartialPatch } from './make-patch.ts';
import { sideBytes } from './review-sides.ts';

export type LineTarget = Extract<ChangeTarget, { kind: 'lines' }>;

/** Chosen lines of one file, as a patch. */
export interface LineChange {
  readonly change: Change;
  /** Latin1 text, one byte a character. */
  readonly patch: string;
  /** Every line of the file's diff was chosen. */
  readonly whole: boolean;
  /** The diff they were chosen from. */
  readonly diff: string;
}

/**
 * Finds the diff that was looked at and makes the patch of the lines chosen in it. Null when no change is among them. Fails with
 * `review.stale` when the diff is another one by now, and `review.not-stageable` where lines cannot be chosen.
 */
export async function lineChange(
  tools: ListTools,
  comparison: Comparison,
  target: LineTarget,
  direction: 'forward' | 'reverse',
): Promise<Result<LineChange | null, AppError>> {
  const { section, path } = target.file;
  if (section === 'changed') return err({ code: 'review.not-stageable', path, reason: 'scope' });
  if (section === 'conflicted') return err({ code: 'review.not-stageable', path, reason: 'unmerged' });
  const found = await findChange(tools, comparison, target);
  if (!found.ok) return found;
  const change = found.value;
  if (change.kind === 'submodule') return err({ code: 'review.not-stageable', path, reason: 'submodule' });
  if (change.kind !== 'text' || change.change === 'typeChanged') {
    return err({ code: 'review.not-stageable', path, reason: 'binary' });
  }
  const { whitespace, context } = target;
  const patches = await patchesOf(tools.git, comparison, [change], { whitespace, context });
  if (!patches.ok) return patches;
  const diff = patches.value.get(change);
  if (diff === undefined) return ok(null);
  let oldLines: readonly string[] | undefined;
  if (whitespace === 'ignore' && direction === 'forward') {
    const old = await sideBytes(tools.git, comparison, change, 'old');
    if (!old.ok) return old;
    oldLines = old.value?.toString('latin1').split('\n');
  }
  const made: PartialPatch | null = makePatch(diff, {
    lines: new Set(target.lines),
    direction,
    ...(oldLines ? { oldLines } : {}),
  });
  return ok(made && { change, diff, ...made });
}

/** The file that was looked at. Of a rename both names have to be looked at, so all files are when one alone is not found. */
async function findChange(
  tools: ListTools,
  comparison: Comparison,
  { file, fingerprint }: LineTarget,
): Promise<Result<Change, AppError>> {
  const sections = new Set([file.section]);
  for (const only of file.section === 'staged' ? [[file.path], undefined] : [[file.path]]) {
    const list = await listChanges(tools, comparison, { only, sections });
    if (!list.ok) return list;
    const found = list.value.changes.find(
      (change) => change.section === file.section && change.path === file.path && change.fingerprint === fingerprint,
    );
    if (found) return ok(found);
  }
  return err({ code: 'review.stale', path: file.path });
}
