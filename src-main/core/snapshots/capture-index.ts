import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, type HostFiles } from '../hosts/host-files.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { indexInfo, indexRemovals, type IndexEntry } from './index-entries.ts';
import { copyIndex, INDEX_CONFIG } from './temporary-index.ts';
import { gitText } from '../git/repository.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** What the index holds, as trees. */
export interface StagedTrees {
  /** Without unmerged paths. */
  readonly index: string;
  /** Folders `1`, `2`, `3` with the versions of unmerged paths; null when there are none. */
  readonly stages: string | null;
}

/**
 * Writes the trees of the index copy at `index`, which keeps the cache of trees that makes the next one cheap. A tree has no unmerged paths:
 * with some, they are taken out of a second copy and their versions go into a tree of their own.
 */
export async function writeStagedTrees(
  git: GitRunner,
  cwd: string,
  index: string,
  unmerged: readonly IndexEntry[],
): Answer<StagedTrees> {
  const write = (file: string) => gitText(git, [...INDEX_CONFIG, 'write-tree'], { cwd, env: { GIT_INDEX_FILE: file } });
  if (unmerged.length === 0) {
    const tree = await write(index);
    return tree.ok ? ok({ index: tree.value, stages: null }) : tree;
  }
  const update = (file: string, stdin: Buffer) =>
    git.raw([...INDEX_CONFIG, 'update-index', '-z', '--index-info'], { cwd, env: { GIT_INDEX_FILE: file }, stdin });
  const merged = `${index}-merged`;
  await copyIndex(git.files, index, merged);
  const paths = new Set(unmerged.map(({ path }) => path));
  const taken = await update(merged, indexRemovals(paths, unmerged[0]?.oid.length ?? 40));
  if (!taken.ok) return taken;
  const tree = await write(merged);
  if (!tree.ok) return tree;
  const versions = `${index}-stages`;
  const put = await update(
    versions,
    indexInfo(unmerged.map((entry) => ({ ...entry, path: `${entry.stage}/${entry.path}` }))),
  );
  if (!put.ok) return put;
  const stages = await write(versions);
  return stages.ok ? ok({ index: tree.value, stages: stages.value }) : stages;
}

/** Paths asked for by name; more are looked for in the whole index. */
const MAX_NAMED = 500;

/**
 * Which of the empty entries are only intended to be added: no tree tells them from empty files. Only an index of version 3 or newer can
 * hold such a mark. `asked`: the files were looked at for it, so that it holds for this moment only.
 */
export async function findIntentToAdd(
  git: GitRunner,
  cwd: string,
  index: string,
  empty: readonly IndexEntry[],
): Answer<{ readonly paths: readonly string[]; readonly asked: boolean }> {
  if (empty.length === 0 || (await indexVersion(git.files, index)) < 3) return ok({ paths: [], asked: false });
  const names = empty.length > MAX_NAMED ? [] : empty.map(({ path }) => Buffer.from(path, 'latin1').toString('utf8'));
  const args = ['--literal-pathspecs', 'diff-files', '-z', '--name-only', '--diff-filter=A', '--', ...names];
  const answer = await git.raw(args, { cwd, env: { GIT_INDEX_FILE: index } });
  if (!answer.ok) return answer;
  const paths = answer.value.stdout.toString('utf8').split('\0');
  return ok({ paths: paths.filter((path) => path !== ''), asked: true });
}

/** The second word of an index file (`gitformat-index(5)`); 0 when there is none. */
async function indexVersion(files: HostFiles, file: string): Promise<number> {
  const start = await files.readStart(file, 8).catch(absentAs(null));
  return start?.length === 8 ? start.readUInt32BE(4) : 0;
}

/** Where the index copy of a capture lies in its folder. */
export const copiedIndex = (files: HostFiles, folder: string): string => files.paths.join(folder, 'index');
