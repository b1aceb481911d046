import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { CapturedTree } from './capture-tree.ts';
import type { SnapshotRecord } from './snapshot-record.ts';
import { diffTrees, sameEntry, type TreeChange, type TreeEntry } from './tree-diff.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** What goes into the index. */
export interface IndexPlan {
  /** For `update-index -z --index-info`; empty when it stays as it is. */
  readonly input: string;
  /** Paths that are staged otherwise by now. */
  readonly conflicts: readonly string[];
}

/** Decides how what was staged comes back: only where nothing else is staged by now. */
export async function planIndex(
  git: GitRunner,
  cwd: string,
  { base, current, record }: { readonly base: string; readonly current: CapturedTree; readonly record: SnapshotRecord },
): Answer<IndexPlan> {
  const staged = await diffTrees(git, cwd, base, record.index);
  if (!staged.ok) return staged;
  const differs = await diffTrees(git, cwd, current.index, record.index);
  if (!differs.ok) return differs;
  const now = new Map(differs.value.map(({ path, from }) => [path, from]));
  const stages = await readStages(git, cwd, record.stages);
  if (!stages.ok) return stages;
  const here = await readStages(git, cwd, current.stages);
  if (!here.ok) return here;
  const lines: string[] = [];
  const conflicts: string[] = [];
  for (const { path, from, to } of staged.value) {
    const ours = now.get(path);
    // Not among what differs: it is staged already, or (unmerged) it has versions instead.
    if (ours === undefined || stages.value.has(path)) continue;
    if (here.value.has(path) || !sameEntry(ours, from)) conflicts.push(path);
    else lines.push(removal(path, record.index.length), ...(to ? [line(to, 0, path)] : []));
  }
  for (const [path, versions] of stages.value) {
    const ours = here.value.get(path);
    if (ours && JSON.stringify(ours) === JSON.stringify(versions)) continue;
    if (ours) conflicts.push(path);
    else
      lines.push(
        removal(path, record.index.length),
        ...versions.map(({ stage, ...entry }) => line(entry, stage, path)),
      );
  }
  return ok({ input: lines.join(''), conflicts });
}

const removal = (path: string, oidLength: number) => `0 ${'0'.repeat(oidLength)}\t${path}\0`;
const line = ({ mode, oid }: TreeEntry, stage: number, path: string) => `${mode} ${oid} ${stage}\t${path}\0`;

/** Input of `update-index -z --index-info` that makes these changes. */
export const indexChanges = (changes: readonly TreeChange[], oidLength: number): string =>
  changes
    .map(({ path, to }) => [removal(path, oidLength), ...(to ? [line(to, 0, path)] : [])])
    .flat()
    .join('');

type Version = TreeEntry & { readonly stage: number };

/** Unmerged paths of a tree of stages, with their versions. */
async function readStages(
  git: GitRunner,
  cwd: string,
  tree: string | null,
): Answer<ReadonlyMap<string, readonly Version[]>> {
  const versions = new Map<string, readonly Version[]>();
  if (tree === null) return ok(versions);
  const answer = await git.raw(['ls-tree', '-r', '-z', '--full-tree', tree], { cwd });
  if (!answer.ok) return answer;
  for (const entry of answer.value.stdout.toString('latin1').split('\0')) {
    const match = /^(\d{6}) \w+ ([0-9a-f]+)\t([123])\/(.+)$/s.exec(entry);
    if (!match) continue;
    const [, mode = '', oid = '', stage = '', path = ''] = match;
    versions.set(path, [...(versions.get(path) ?? []), { mode, oid, stage: Number(stage) }]);
  }
  return ok(versions);
}

/** Changes the index as planned, and marks again what was only intended to be added. */
export async function writeIndex(
  git: GitRunner,
  cwd: string,
  plan: IndexPlan,
  intentToAdd: readonly string[],
): Answer<null> {
  if (plan.input !== '') {
    const stdin = Buffer.from(plan.input, 'latin1');
    const put = await git.raw(['update-index', '-z', '--index-info'], { cwd, stdin });
    if (!put.ok) return put;
  }
  if (intentToAdd.length === 0) return ok(null);
  const args = [
    '--literal-pathspecs',
    'add',
    '--intent-to-add',
    '--sparse',
    '--pathspec-from-file=-',
    '--pathspec-file-nul',
  ];
  const marked = await git.raw(args, { cwd, stdin: intentToAdd.map((path) => `${path}\0`).join('') });
  return marked.ok ? ok(null) : marked;
}
