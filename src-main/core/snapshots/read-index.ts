import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { absentAs, type HostFiles } from '../hosts/host-files.ts';
import { findIntentToAdd, writeStagedTrees, type StagedTrees } from './capture-index.ts';
import { parseIndex, type IndexFacts } from './index-entries.ts';

/** What an index holds. */
export interface ReadIndex {
  readonly facts: IndexFacts;
  readonly staged: StagedTrees;
  /** Paths marked by `git add --intent-to-add`. */
  readonly intentToAdd: readonly string[];
}

/** An index file ends with the checksum of all that is in it (`gitformat-index(5)`), or with zeros where Git was told not to count it. */
const CHECKSUM_BYTES = 20;
const MAX_KNOWN = 16;
/** Nothing refers to the trees of an index: Git lets go of such after two weeks, or when somebody tells it to. */
const KNOWN_MS = 10 * 60_000;

type Known = ReadIndex & { readonly until: number };
const knownOf = new WeakMap<GitRunner, Map<string, Known>>();

/** What tells an index from every other one in the repository; null where that cannot be told. */
export async function indexKey(files: HostFiles, repository: string, index: string): Promise<string | null> {
  const checksum = await files.readEnd(index, CHECKSUM_BYTES).catch(absentAs(null));
  return checksum === null || checksum.every((byte) => byte === 0)
    ? null
    : `${repository}\n${checksum.toString('hex')}`;
}

/**
 * What an index holds that was read a moment ago. Agents change files far more often than somebody stages one, and reading an index of
 * 50,000 files takes half as long as looking at the files themselves.
 */
export function knownIndex(git: GitRunner, key: string | null): ReadIndex | null {
  const known = key === null ? undefined : knownOf.get(git)?.get(key);
  return known && known.until > performance.now() ? known : null;
}

/** Git was told to let go of their trees, it seems. */
export const forgetIndexes = (git: GitRunner): void => void knownOf.delete(git);

/** Reads the index file at `index`, of which nothing else may be done meanwhile: the trees it makes are noted down in it. */
export async function readIndex(
  git: GitRunner,
  cwd: string,
  index: string,
  key: string | null,
): Promise<Result<ReadIndex, AppError>> {
  const env = { GIT_INDEX_FILE: index };
  const listed = await git.raw(['ls-files', '-s', '-v', '-z'], { cwd, env, maxOutputBytes: Number.MAX_SAFE_INTEGER });
  if (!listed.ok) return listed;
  const facts = parseIndex(listed.value.stdout);
  const staged = await writeStagedTrees(git, cwd, index, facts.unmerged);
  if (!staged.ok) return staged;
  const marked = await findIntentToAdd(git, cwd, index, facts.empty);
  if (!marked.ok) return marked;
  const read: ReadIndex = { facts, staged: staged.value, intentToAdd: marked.value.paths };
  if (key !== null && !marked.value.asked) remember(git, key, read);
  return ok(read);
}

function remember(git: GitRunner, key: string, read: ReadIndex): void {
  const known = knownOf.get(git) ?? new Map<string, Known>();
  knownOf.set(git, known);
  known.delete(key);
  known.set(key, { ...read, until: performance.now() + KNOWN_MS });
  const [oldest] = known.keys();
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
}
