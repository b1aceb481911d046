import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { smudge } from './smudged-entries.ts';
import type { WantedPath } from './three-way.ts';
import type { TreeEntry } from './tree-diff.ts';
import type { WorkingTree } from './working-tree.ts';

/** LFS promises that its pointers are shorter (git-lfs, docs/spec.md). */
const POINTER_LIMIT_BYTES = 1024;

/**
 * Captured trees hold the pointer of a file that LFS keeps, where that is what is on the disk: here each such pointer stands for the file
 * itself, which is what has to be compared and written. Costs one look at the attributes where there are none.
 */
export async function withLargeFiles(
  git: GitRunner,
  tree: WorkingTree,
  wanted: readonly WantedPath[],
): Promise<Result<readonly WantedPath[], AppError>> {
  const kept = await keptByLfs(
    git,
    tree,
    wanted.map(({ path }) => path),
  );
  if (!kept.ok || kept.value.size === 0) return kept.ok ? ok(wanted) : kept;
  const concerned = wanted.filter(({ path }) => kept.value.has(path));
  const entries = concerned.flatMap(({ base, theirs }) => [...base, theirs]).filter((entry) => entry !== null);
  const small = await smallOnes(git, tree, entries);
  if (!small.ok) return small;

  const made = new Map<string, TreeEntry>();
  for (const { path, base, theirs } of concerned) {
    for (const entry of [...base, theirs]) {
      if (!entry?.mode.startsWith('100') || !small.value.has(entry.oid)) continue;
      const file = await smudge(git, tree, path, entry);
      if (!file.ok) return file;
      made.set(keyOf(path, entry), file.value);
    }
  }
  const fileOf = (path: string, entry: TreeEntry | null) => (entry && made.get(keyOf(path, entry))) ?? entry;
  return ok(
    wanted.map(({ path, base, theirs }) => ({
      path,
      // A pointer that was never replaced by its file means the same.
      base: [...base, ...base.map((entry) => fileOf(path, entry))],
      theirs: fileOf(path, theirs),
    })),
  );
}

const keyOf = (path: string, { mode, oid }: TreeEntry): string => `${mode} ${oid} ${path}`;

async function keptByLfs(
  git: GitRunner,
  { root }: WorkingTree,
  paths: readonly string[],
): Promise<Result<ReadonlySet<string>, AppError>> {
  if (paths.length === 0) return ok(new Set());
  const stdin = Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1');
  const told = await git.raw(['check-attr', '-z', '--stdin', 'filter'], { cwd: root, stdin });
  if (!told.ok) return told;
  const fields = told.value.stdout.toString('latin1').split('\0');
  const kept = new Set<string>();
  // Path, attribute, value; again and again.
  for (let at = 0; at + 2 < fields.length; at += 3) if (fields[at + 2] === 'lfs') kept.add(fields[at] ?? '');
  return ok(kept);
}

async function smallOnes(
  git: GitRunner,
  { root }: WorkingTree,
  entries: readonly TreeEntry[],
): Promise<Result<ReadonlySet<string>, AppError>> {
  const stdin = [...new Set(entries.map(({ oid }) => oid))].map((oid) => `${oid}\n`).join('');
  const told = await git.raw(['cat-file', '--batch-check=%(objectname) %(objectsize)'], { cwd: root, stdin });
  if (!told.ok) return told;
  const lines = told.value.stdout.toString('latin1').split('\n');
  return ok(
    new Set(
      lines.flatMap((line) => {
        const [oid = '', size] = line.split(' ');
        return Number(size) < POINTER_LIMIT_BYTES ? [oid] : [];
      }),
    ),
  );
}
