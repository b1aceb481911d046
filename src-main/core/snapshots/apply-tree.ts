import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { entryOf, readDiskEntries, type DiskState } from './disk-entries.ts';
import { withLargeFiles } from './large-files.ts';
import { mergeContents } from './merge-contents.ts';
import { withStagedFiles } from './stage-files.ts';
import { decideThreeWay, type ThreeStates, type WantedPath } from './three-way.ts';
import { findObstacles, writeFiles, type FileWrite } from './write-files.ts';
import type { WorkingTree } from './working-tree.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** How the wanted changes go together with what is there now. */
export interface ApplyPlan {
  readonly writes: readonly FileWrite[];
  /** Paths where both sides changed and the lines went together. */
  readonly merged: readonly string[];
  /** Paths where they contradict; with any, nothing may be written. */
  readonly conflicts: readonly string[];
}

/** Looks at what is there now and decides path by path. Changes nothing in the working tree. */
export async function planApply(git: GitRunner, tree: WorkingTree, asKept: readonly WantedPath[]): Answer<ApplyPlan> {
  const paths = asKept.map(({ path }) => path);
  const [read, files] = await Promise.all([readDiskEntries(git, tree.root, paths), withLargeFiles(git, tree, asKept)]);
  if (!read.ok) return read;
  if (!files.ok) return files;
  const writes: FileWrite[] = [];
  const merged: string[] = [];
  const conflicts: string[] = [];
  for (const { path, base, theirs } of files.value) {
    const before: DiskState = read.value.get(path) ?? { kind: 'absent' };
    const states: ThreeStates = { path, base, ours: entryOf(before), theirs };
    const verdict = decideThreeWay(states);
    if (verdict.kind === 'conflict') conflicts.push(path);
    else if (verdict.kind === 'take') writes.push({ path, entry: verdict.entry, before });
    else if (verdict.kind === 'merge') {
      const { mode } = verdict;
      const oids = { base: verdict.base.oid, ours: verdict.ours.oid, theirs: verdict.theirs.oid };
      const content = await mergeContents(git, tree.root, oids);
      if (!content.ok) return content;
      if (content.value === null) conflicts.push(path);
      else {
        merged.push(path);
        writes.push({ path, entry: { mode, oid: content.value }, before });
      }
    }
  }
  conflicts.push(...(await findObstacles(git.files, tree.root, writes)));
  return ok({ writes, merged, conflicts });
}

/**
 * Writes a plan into the working tree, all of it or nothing: everything is ready on the disk before the first file is touched, and
 * a failure on the way puts back what was written. What is overwritten must be in a snapshot before. Fails with `checkpoint.stale` when a file
 * was written since the plan was made. `finish` is the last part of it, the index: files go back when that cannot be written.
 */
export function applyPlan(
  git: GitRunner,
  tree: WorkingTree,
  writes: readonly FileWrite[],
  finish: () => Answer<null> = () => Promise.resolve(ok(null)),
): Answer<null> {
  const files = writes.flatMap(({ path, entry }) => (entry ? [{ ...entry, path }] : []));
  return withStagedFiles(git, tree, files, async (staged) => {
    const done: FileWrite[] = [];
    const written = await writeFiles(git.files, tree.root, staged, writes, (write) => done.push(write));
    const finished = written.ok ? await finish() : written;
    if (!finished.ok) await putBack(git, tree, done);
    return finished;
  });
}

/** Brings back what was there, as far as nobody wrote since; the snapshot has it in any case. */
async function putBack(git: GitRunner, tree: WorkingTree, done: readonly FileWrite[]): Answer<null> {
  const read = await readDiskEntries(
    git,
    tree.root,
    done.map(({ path }) => path),
  );
  if (!read.ok) return read;
  const writes = done.map(({ path, before }): FileWrite => {
    return { path, entry: entryOf(before), before: read.value.get(path) ?? { kind: 'absent' } };
  });
  const files = writes.flatMap(({ path, entry }) => (entry ? [{ ...entry, path }] : []));
  return withStagedFiles(git, tree, files, (staged) =>
    writeFiles(git.files, tree.root, staged, writes, () => undefined),
  );
}
