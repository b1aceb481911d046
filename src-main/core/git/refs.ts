import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { GitBranch, GitCommit } from '../../../src-shared/model/git.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from './git-runner.ts';

const MAX_REFS = 20_000;
const SECOND_MS = 1000;
/** Fields of one ref are separated by NUL and ended by NUL and a line break; subjects have neither. */
const FIELDS = [
  '%(refname)',
  '%(objectname)',
  '%(*objectname)',
  '%(contents:subject)',
  '%(*contents:subject)',
  '%(creatordate:unix)',
  '%(HEAD)',
  '%(worktreepath)',
  '%(upstream:short)',
  '%(symref)',
] as const;

export interface ListOptions {
  /** Only names that contain this, case aside. */
  readonly query: string;
  readonly limit: number;
}

/** Branches, remote branches and tags: the one checked out here first, then the newest. */
export async function listBranches(
  git: GitRunner,
  root: string,
  { query, limit }: ListOptions,
): Promise<Result<readonly GitBranch[], AppError>> {
  const format = FIELDS.join('%00') + '%00';
  const args = ['for-each-ref', `--format=${format}`, '--sort=-creatordate', `--count=${MAX_REFS}`];
  const answer = await git.raw([...args, 'refs/heads', 'refs/remotes', 'refs/tags'], { cwd: root });
  if (!answer.ok) return answer;
  const wanted = query.trim().toLowerCase();
  const found = parseRefs(answer.value.stdout.toString('utf8')).filter(({ name }) =>
    name.toLowerCase().includes(wanted),
  );
  const current = found.filter((branch) => branch.current);
  return ok([...current, ...found.filter((branch) => !branch.current)].slice(0, limit));
}

function parseRefs(printed: string): GitBranch[] {
  const branches: GitBranch[] = [];
  for (const record of printed.split('\0\n')) {
    const [refname = '', object = '', peeled, subject, peeledSubject, date, head, worktree, upstream, symref] =
      record.split('\0');
    const match = /^refs\/(heads|remotes|tags)\/(.+)$/s.exec(refname);
    // `origin/HEAD` is another name of a branch that is listed itself.
    if (!match?.[2] || symref) continue;
    branches.push({
      name: match[2],
      kind: match[1] === 'heads' ? 'local' : match[1] === 'remotes' ? 'remote' : 'tag',
      commit: peeled || object,
      subject: (peeledSubject || subject) ?? '',
      committedAt: Number(date ?? 0) * SECOND_MS,
      current: head === '*',
      checkedOutAt: worktree || null,
      upstream: upstream || null,
    });
  }
  return branches;
}

/** Commits from HEAD, newest first, whose message contains `query`; none before the first commit. */
export async function listCommits(
  git: GitRunner,
  root: string,
  { query, limit }: ListOptions,
): Promise<Result<readonly GitCommit[], AppError>> {
  const wanted = query.trim();
  const search = wanted === '' ? [] : ['--regexp-ignore-case', '--fixed-strings', `--grep=${wanted}`];
  const args = ['log', '-z', '--format=%H%x01%s%x01%an%x01%ct', `--max-count=${limit}`, ...search, 'HEAD', '--'];
  const born = await git.raw(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { cwd: root, okCodes: [0, 1] });
  if (!born.ok) return born;
  if (born.value.code === 1) return ok([]);
  const answer = await git.raw(args, { cwd: root });
  if (!answer.ok) return answer;
  const commits: GitCommit[] = [];
  for (const record of answer.value.stdout.toString('utf8').split('\0')) {
    const [commit = '', subject = '', author = '', date = '0'] = record.split('\x01');
    if (commit !== '') commits.push({ commit, subject, author, committedAt: Number(date) * SECOND_MS });
  }
  return ok(commits);
}

/** The branch that others start from. */
export interface DefaultBranch {
  /** `main` */
  readonly name: string;
  /** Full name of the ref that stands for it: the remote's where there is one. */
  readonly ref: string;
}

/** What the remote calls its default (`origin` first), else a local `main` or `master`; null when nothing tells. */
export async function findDefaultBranch(git: GitRunner, root: string): Promise<Result<DefaultBranch | null, AppError>> {
  const patterns = ['refs/remotes/*/HEAD', 'refs/remotes/*/main', 'refs/remotes/*/master', ...LOCAL_DEFAULTS];
  const answer = await git.raw(['for-each-ref', '--format=%(refname)%00%(symref)', ...patterns], { cwd: root });
  if (!answer.ok) return answer;
  const refs = answer.value.stdout.toString('utf8').split('\n');
  return ok(chooseDefaultBranch(refs.map((line) => line.split('\0') as [string, string?])));
}

const LOCAL_DEFAULTS = ['refs/heads/main', 'refs/heads/master', 'refs/heads/trunk'] as const;

/** @param refs full names, each with what it points to when it is symbolic */
export function chooseDefaultBranch(refs: readonly (readonly [name: string, target?: string])[]): DefaultBranch | null {
  const heads = refs.flatMap(([name, target]) => (name.endsWith('/HEAD') && target ? [target] : []));
  const ofRemote = heads.find((ref) => ref.startsWith('refs/remotes/origin/')) ?? heads[0];
  const local = LOCAL_DEFAULTS.find((ref) => refs.some(([name]) => name === ref));
  // A clone that was made by hand has no `origin/HEAD`; the remote's branch of the same name still says more than a local one.
  const name = local?.slice('refs/heads/'.length);
  const fetched = ['main', 'master'].map((wanted) => `refs/remotes/origin/${name ?? wanted}`);
  const ref = ofRemote ?? fetched.find((wanted) => refs.some(([found]) => found === wanted)) ?? local;
  return ref === undefined ? null : { name: ref.replace(/^refs\/(heads|remotes\/[^/]+)\//, ''), ref };
}
