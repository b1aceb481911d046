import { createHash } from 'node:crypto';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ChangedFile, ReviewSection } from '../../../src-shared/model/review.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Comparison } from './comparison.ts';
import { DIFF_CONFIG, DIFF_FLAGS } from './diff-options.ts';
import { createFileKinds, type FileKinds } from './file-kinds.ts';
import { parseRawEntries, type RawEntry } from './raw-entries.ts';
import type { WorkingFile, WorkingFiles } from './working-files.ts';

/** A changed file with what Git has to know to compare it. */
export interface Change extends Omit<ChangedFile, 'viewed'> {
  /** Object names of both sides; null where there is none. The newer one of a working tree's file is the one it would have. */
  readonly oldBlob: string | null;
  readonly newBlob: string | null;
  readonly oldMode: string;
  readonly newMode: string;
  /** The newer side is the working tree's file; its blob need not be stored. */
  readonly inWorkingTree: boolean;
  /** Git does not know the path. */
  readonly untracked: boolean;
}
export interface ChangeList {
  readonly changes: readonly Change[];
  readonly truncated: boolean;
  readonly additions: number;
  readonly deletions: number;
}
export interface ListTools {
  readonly git: GitRunner;
  readonly files: WorkingFiles;
  readonly kinds: FileKinds;
}

/** More files than this are not listed: nobody reads them one by one, and the list is sent whole. */
const MAX_LISTED_FILES = 5_000;
const SECTIONS: readonly ReviewSection[] = ['conflicted', 'staged', 'unstaged', 'untracked', 'changed'];
/** Files read at once. */
const READS = 32;

export const createListTools = (git: GitRunner, files: WorkingFiles): ListTools => ({
  git,
  files,
  kinds: createFileKinds(git),
});

/** What of a comparison is looked at; all of it when nothing is said. */
export interface ListWishes {
  readonly only?: readonly string[] | undefined;
  readonly sections?: ReadonlySet<ReviewSection> | undefined;
  /** Without counting lines, which costs as much as the diffs: the fingerprints are true, lines and kinds are not. */
  readonly uncounted?: boolean;
}

/** Every changed file of a comparison, by section and path. */
export async function listChanges(
  tools: ListTools,
  comparison: Comparison,
  wishes: ListWishes = {},
): Promise<Result<ChangeList, AppError>> {
  const found = await findEntries(tools, comparison, wishes);
  if (!found.ok) return found;
  const order = (entry: SectionEntry) => SECTIONS.indexOf(entry.section);
  const sorted = found.value.sort((a, b) => order(a) - order(b) || (a.path < b.path ? -1 : 1));
  const listed = sorted.slice(0, MAX_LISTED_FILES);
  const looked = await inParallel(listed, READS, (entry) => lookAt(tools, comparison, entry));
  const [sizes, lfs] = await Promise.all([
    tools.kinds.sizes(
      comparison.place.root,
      looked.flatMap(({ working, newBlob, newMode }) => (!working && newBlob && newMode !== '160000' ? [newBlob] : [])),
    ),
    tools.kinds.largeFiles(
      comparison.place,
      looked.map(({ path }) => path),
    ),
  ]);
  const changes = looked.map((entry) =>
    toChange(entry, entry.working?.bytes ?? sizes.get(entry.newBlob ?? '') ?? null, lfs),
  );
  const sum = (name: 'additions' | 'deletions') => {
    // Lines of files that are not listed count as well; of untracked ones they are not known.
    const rest = sorted.slice(MAX_LISTED_FILES);
    return [...changes, ...rest].reduce((total, entry) => total + (entry[name] ?? 0), 0);
  };
  return ok({
    changes,
    truncated: sorted.length > listed.length,
    additions: sum('additions'),
    deletions: sum('deletions'),
  });
}

/** A changed path as Git's index and trees tell it; of the working tree's files only that they differ. */
export interface SectionEntry extends RawEntry {
  readonly section: ReviewSection;
  readonly inWorkingTree: boolean;
  readonly untracked: boolean;
}

/** Every changed path of a comparison, however many there are. */
export async function findEntries(
  { git }: Pick<ListTools, 'git'>,
  comparison: Comparison,
  { only, sections, uncounted }: ListWishes = {},
): Promise<Result<SectionEntry[], AppError>> {
  const wants = (...some: readonly ReviewSection[]) => !sections || some.some((section) => sections.has(section));
  const nothing = Promise.resolve(ok<SectionEntry[]>([]));
  const cwd = comparison.place.root;
  const paths = only ? ['--', ...only] : [];
  const run = async (
    section: ReviewSection,
    inWorkingTree: boolean,
    args: readonly string[],
  ): Promise<Result<SectionEntry[], AppError>> => {
    const all = [
      '--literal-pathspecs',
      ...DIFF_CONFIG,
      'diff',
      '--raw',
      '--no-abbrev',
      ...(uncounted ? [] : ['--numstat']),
      '-z',
      ...DIFF_FLAGS,
      ...args,
      ...paths,
    ];
    const answer = await git.raw(all, { cwd, maxOutputBytes: MAX_LIST_BYTES });
    if (!answer.ok) return answer;
    return ok(
      parseRawEntries(answer.value.stdout).map((entry) => ({ ...entry, section, inWorkingTree, untracked: false })),
    );
  };
  const untracked = async (section: ReviewSection): Promise<Result<SectionEntry[], AppError>> => {
    const args = ['--literal-pathspecs', 'ls-files', '--others', '--exclude-standard', '-z', ...paths];
    const answer = await git.raw(args, { cwd, maxOutputBytes: MAX_LIST_BYTES });
    if (!answer.ok) return answer;
    const names = answer.value.stdout.toString('utf8').split('\0').filter(Boolean);
    return ok(names.map((name) => untrackedEntry(name, section)));
  };
  switch (comparison.kind) {
    case 'trees':
      return run('changed', false, ['-M', '-C', comparison.from, comparison.to]);
    case 'workingTree': {
      const [tracked, others] = await Promise.all([
        run('changed', true, ['-M', comparison.from]),
        untracked('changed'),
      ]);
      if (!tracked.ok || !others.ok) return tracked.ok ? others : tracked;
      // A file that was taken out of the index and kept is both: as deleted it is known to Git.
      const known = new Set(tracked.value.map(({ path }) => path));
      return ok([...tracked.value, ...others.value.filter(({ path }) => !known.has(path))]);
    }
    case 'uncommitted': {
      const [staged, unstaged, others] = await Promise.all([
        wants('staged') ? run('staged', false, ['-M', '--cached', comparison.head]) : nothing,
        // A file only known by `add --intent-to-add` is not the target of a rename, so that its lines can be staged.
        wants('unstaged', 'conflicted') ? run('unstaged', true, ['--no-renames']) : nothing,
        wants('untracked') ? untracked('untracked') : nothing,
      ]);
      if (!staged.ok) return staged;
      if (!unstaged.ok || !others.ok) return unstaged.ok ? others : unstaged;
      const conflicted = unstaged.value.filter(({ status }) => status === 'U');
      const isSettled = ({ status }: SectionEntry) => status !== 'U';
      return ok([
        ...conflicted.map((entry): SectionEntry => ({
          ...entry,
          section: 'conflicted',
          additions: null,
          deletions: null,
        })),
        ...staged.value.filter(isSettled),
        ...unstaged.value.filter(isSettled),
        ...others.value,
      ]);
    }
  }
}

const MAX_LIST_BYTES = 256 * 1024 * 1024;

/** A path that ends with `/` is a repository of its own inside this one. */
function untrackedEntry(name: string, section: ReviewSection): SectionEntry {
  const isRepository = name.endsWith('/');
  return {
    section,
    inWorkingTree: true,
    untracked: true,
    status: 'A',
    path: isRepository ? name.slice(0, -1) : name,
    oldPath: null,
    oldMode: '000000',
    newMode: isRepository ? '160000' : '',
    oldBlob: null,
    newBlob: null,
    additions: null,
    deletions: null,
  };
}

type Looked = SectionEntry & { readonly working: WorkingFile | null };

/** Completes an entry with what lies in the working tree. */
async function lookAt({ files, kinds }: ListTools, comparison: Comparison, entry: SectionEntry): Promise<Looked> {
  const { root } = comparison.place;
  if (!entry.inWorkingTree || entry.status === 'D') return { ...entry, working: null };
  if (entry.newMode === '160000') {
    return { ...entry, newBlob: entry.newBlob ?? (await kinds.submoduleState(root, entry.path)), working: null };
  }
  const working = await files.look(root, entry.path, comparison.nameLength);
  return {
    ...entry,
    working,
    newMode: entry.untracked ? working.mode : entry.newMode,
    newBlob: working.blob,
    additions: entry.untracked ? working.lines : entry.additions,
    deletions: entry.untracked && working.lines !== null ? 0 : entry.deletions,
  };
}

const CHANGES: Readonly<Record<string, ChangedFile['change']>> = {
  A: 'added',
  C: 'copied',
  D: 'deleted',
  M: 'modified',
  R: 'renamed',
  T: 'typeChanged',
  U: 'unmerged',
};
const IMAGE_NAME = /\.(png|jpe?g|gif|webp|avif|bmp)$/i;

function toChange(entry: Looked, bytes: number | null, lfs: ReadonlySet<string>): Change {
  const { section, path, oldPath, status, oldMode, newMode, oldBlob, newBlob, additions, deletions } = entry;
  const { inWorkingTree, untracked } = entry;
  const differ = status !== 'U' && oldMode !== newMode && oldMode !== '000000' && newMode !== '000000';
  return {
    section,
    path,
    oldPath,
    change: CHANGES[status] ?? 'modified',
    additions,
    deletions,
    kind: kindOf(entry, lfs),
    modes: differ ? { from: oldMode, to: newMode } : null,
    bytes,
    fingerprint: fingerprintOf([oldPath ?? path, oldMode, newMode, oldBlob, newBlob, status === 'U' ? 'U' : '']),
    oldBlob,
    newBlob,
    oldMode,
    newMode,
    inWorkingTree,
    untracked,
  };
}

function kindOf(
  { path, status, oldMode, newMode, additions, working }: Looked,
  lfs: ReadonlySet<string>,
): ChangedFile['kind'] {
  const mode = newMode === '000000' ? oldMode : newMode;
  if (mode === '160000') return 'submodule';
  if (mode === '120000') return 'symlink';
  if (lfs.has(path)) return 'lfs';
  if (status === 'U' || additions !== null) return 'text';
  return working?.isImage === true || IMAGE_NAME.test(path) ? 'image' : 'binary';
}

/** The same for the same two sides, so that a file that is looked at stays so when it is staged. */
const fingerprintOf = (parts: readonly (string | null)[]): string =>
  createHash('sha1').update(parts.join('\0')).digest('base64url');

async function inParallel<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) results[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
