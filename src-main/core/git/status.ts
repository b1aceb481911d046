import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { GitHead, GitRepoState } from '../../../src-shared/model/git.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from './git-runner.ts';

export type ChangeLetter = 'M' | 'T' | 'A' | 'D' | 'R' | 'C';

/** One path of `git status`. */
export interface StatusEntry {
  /** Relative to the working tree's top folder, with `/`. */
  readonly path: string;
  /** Where a renamed or copied path came from. */
  readonly from: string | null;
  readonly kind: 'changed' | 'unmerged' | 'untracked';
  /** What the index has against HEAD; null: nothing. Unmerged paths have neither this nor `unstaged`. */
  readonly staged: ChangeLetter | null;
  /** What the file has against the index. */
  readonly unstaged: ChangeLetter | null;
  /** `git add -N`: known to the index, with nothing in it. */
  readonly intentToAdd: boolean;
  readonly submodule: { readonly commit: boolean; readonly modified: boolean; readonly untracked: boolean } | null;
}
export interface GitStatus {
  readonly head: GitHead;
  readonly upstream: GitRepoState['upstream'];
  readonly stashes: number;
  readonly entries: readonly StatusEntry[];
}

const STATUS_TIMEOUT_MS = 120_000;
const STATUS_MAX_BYTES = 256 * 1024 * 1024;

/** What is checked out and what differs from it, untracked files one by one. Takes no lock and writes nothing. */
export async function readStatus(git: GitRunner, root: string): Promise<Result<GitStatus, AppError>> {
  const args = ['status', '--porcelain=v2', '-z', '--branch', '--show-stash', '--untracked-files=all', '--renames'];
  const answer = await git.raw(args, { cwd: root, timeoutMs: STATUS_TIMEOUT_MS, maxOutputBytes: STATUS_MAX_BYTES });
  return answer.ok ? ok(parseStatus(answer.value.stdout.toString('utf8'))) : answer;
}

/** Reads `git status --porcelain=v2 -z --branch --show-stash` (git-status(1), "Porcelain Format Version 2"). */
export function parseStatus(printed: string): GitStatus {
  const headers = new Map<string, string>();
  const entries: StatusEntry[] = [];
  const records = printed.split('\0');
  for (let index = 0; index < records.length; index++) {
    const record = records[index] ?? '';
    const kind = record.charAt(0);
    if (kind === '#') {
      const [name = '', ...value] = record.slice(2).split(' ');
      headers.set(name, value.join(' '));
    } else if (kind === '?') entries.push({ ...NOTHING, kind: 'untracked', path: record.slice(2) });
    else if (kind === '1') entries.push(changed(record, 8, null));
    else if (kind === '2') {
      index += 1;
      entries.push(changed(record, 9, records[index] ?? ''));
    } else if (kind === 'u') {
      entries.push({ ...NOTHING, kind: 'unmerged', path: fieldsOf(record, 10).path, submodule: submoduleOf(record) });
    }
  }
  return { head: headOf(headers), upstream: upstreamOf(headers), stashes: Number(headers.get('stash') ?? 0), entries };
}

const NOTHING = { from: null, staged: null, unstaged: null, intentToAdd: false, submodule: null } as const;

function changed(record: string, fields: number, from: string | null): StatusEntry {
  const { path, values } = fieldsOf(record, fields);
  const [, xy = '..', , , indexMode] = values;
  const [staged, unstaged] = [letter(xy.charAt(0)), letter(xy.charAt(1))];
  const intentToAdd = unstaged === 'A' && indexMode === '000000';
  return { kind: 'changed', path, from, staged, unstaged, intentToAdd, submodule: submoduleOf(record) };
}

/** Fields are separated by single spaces; the path is the rest, spaces included. */
function fieldsOf(record: string, count: number): { readonly values: readonly string[]; readonly path: string } {
  const values: string[] = [];
  let at = 0;
  for (let field = 0; field < count; field++) {
    const end = record.indexOf(' ', at);
    values.push(record.slice(at, end));
    at = end + 1;
  }
  return { values, path: record.slice(at) };
}

const letter = (mark: string): ChangeLetter | null => (mark === '.' ? null : (mark as ChangeLetter));

/** `N...`, or `S` and then C, M, U or dots. */
function submoduleOf(record: string): StatusEntry['submodule'] {
  const [, , mark = ''] = record.split(' ', 3);
  if (!mark.startsWith('S')) return null;
  return { commit: mark.charAt(1) === 'C', modified: mark.charAt(2) === 'M', untracked: mark.charAt(3) === 'U' };
}

function headOf(headers: ReadonlyMap<string, string>): GitHead {
  const oid = headers.get('branch.oid') ?? '(initial)';
  const name = headers.get('branch.head') ?? '';
  const commit = oid === '(initial)' ? null : oid;
  return name === '(detached)' && commit !== null ? { kind: 'detached', commit } : { kind: 'branch', name, commit };
}

function upstreamOf(headers: ReadonlyMap<string, string>): GitRepoState['upstream'] {
  const name = headers.get('branch.upstream');
  if (name === undefined) return null;
  const counts = /^\+(\d+) -(\d+)$/.exec(headers.get('branch.ab') ?? '');
  // Before the first commit there is nothing to compare, which does not mean that the upstream is gone.
  const gone = !counts && headers.get('branch.oid') !== '(initial)';
  return { name, ahead: Number(counts?.[1] ?? 0), behind: Number(counts?.[2] ?? 0), gone };
}

/** Paths in each state; one path can be both staged and changed again. */
export function countEntries(entries: readonly StatusEntry[]): GitRepoState['counts'] {
  const counts = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };
  for (const entry of entries) {
    if (entry.kind === 'untracked') counts.untracked++;
    else if (entry.kind === 'unmerged') counts.conflicted++;
    else {
      if (entry.staged) counts.staged++;
      if (entry.unstaged) counts.unstaged++;
    }
  }
  return counts;
}

/** A conflict with the files it is about: Git names them in prose, or not at all. */
export async function withConflicts(git: GitRunner, root: string, error: AppError): Promise<AppError> {
  if (error.code !== 'git.conflict') return error;
  const status = await readStatus(git, root);
  if (!status.ok) return error;
  const unmerged = status.value.entries.filter(({ kind }) => kind === 'unmerged');
  return { code: 'git.conflict', files: unmerged.map(({ path }) => path) };
}
