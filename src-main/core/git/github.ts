import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { GitRepoState, PullRequest } from '../../../src-shared/model/git.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Host, RunResult } from '../hosts/host.ts';
import type { Clock, Log } from '../ports.ts';
import { hostOf, type Remote } from './remotes.ts';

const MINUTE_MS = 60_000;
/** How long an answer is taken for true. Checks that run are asked for more often. */
const SIGNED_IN_MS = 10 * MINUTE_MS;
const SIGNED_OUT_MS = MINUTE_MS;
const PULL_REQUEST_MS = 5 * MINUTE_MS;
const PENDING_CHECKS_MS = MINUTE_MS;
const TIMEOUT_MS = 30_000;
const CREATE_TIMEOUT_MS = 120_000;
/** gh asks nothing, offers no update and prints no colours. */
const QUIET = { GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1', GIT_TERMINAL_PROMPT: '0' };

export interface LookedAt {
  readonly root: string;
  /** Whose pull request is asked for; null: none. */
  readonly branch: string | null;
  readonly remotes: readonly Remote[];
}
export type PullRequestFacts = Pick<GitRepoState, 'pullRequest' | 'canOpenPullRequests'>;

export interface NewPullRequest {
  readonly title: string;
  readonly body: string;
  readonly base: string;
  readonly head: string;
  readonly draft: boolean;
}

/** Pull requests through the user's own `gh`. Never waited for: what is known is answered, and changes are told. */
export interface GitHub {
  look(tree: LookedAt): PullRequestFacts;
  /** What is known of the tree's pull request is old: after a push. */
  forget(root: string): void;
  /** Tells of working trees of which more is known now. */
  onChange(listener: (root: string) => void): Unsubscribe;
  /** Fails with `gh.not-installed`, `gh.not-signed-in`, `gh.failed` or `git.cancelled`. */
  create(
    root: string,
    request: NewPullRequest,
    signal: AbortSignal,
  ): Promise<Result<{ readonly url: string }, AppError>>;
  dispose(): void;
}

interface Known<T> {
  readonly value: T;
  /** Milliseconds since the epoch from which on it is asked anew. */
  readonly until: number;
}
interface KnownPullRequest extends Known<PullRequest | null> {
  readonly branch: string;
}

export function createGitHub(options: {
  readonly host: Host;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
}): GitHub {
  const { host, clock, log } = options;
  const env = { ...options.env, ...QUIET };
  const changes = createListeners<string>('pull requests', log);
  const access = new Map<string, Known<boolean>>();
  const pullRequests = new Map<string, KnownPullRequest>();
  const asking = new Set<string>();
  /** Working trees whose pull request changed while it was being asked for: that answer may be of before. */
  const outdated = new Set<string>();
  const ending = new AbortController();

  const run = (
    root: string,
    args: readonly string[],
    more: { readonly stdin?: string; readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
  ) => host.run({ program: 'gh', args, cwd: root, env, timeoutMs: TIMEOUT_MS, signal: ending.signal, ...more });

  /** Runs once per key at a time, in the background. */
  function ask(key: string, root: string, work: () => Promise<void>): void {
    if (asking.has(key) || ending.signal.aborted) return;
    asking.add(key);
    void work().finally(() => {
      asking.delete(key);
      if (!ending.signal.aborted) changes.emit(root);
    });
  }

  /** `gh auth token` answers from what is stored on this machine and asks nobody. */
  const askAccess = (hostname: string, root: string) =>
    ask(`access ${hostname}`, root, async () => {
      const answer = await run(root, ['auth', 'token', '--hostname', hostname]);
      const value = succeeded(answer);
      access.set(hostname, { value, until: clock.now() + (value ? SIGNED_IN_MS : SIGNED_OUT_MS) });
    });

  const pullRequestKey = (root: string) => `pull request ${root}`;
  const askPullRequest = (root: string, branch: string) =>
    ask(pullRequestKey(root), root, async () => {
      const answer = await run(root, ['pr', 'view', '--json', PULL_REQUEST_FIELDS.join(',')]);
      if (outdated.delete(root)) return;
      const value = succeeded(answer) ? parsePullRequest(answer.stdout.toString('utf8')) : null;
      const forMs = value?.checks === 'pending' ? PENDING_CHECKS_MS : PULL_REQUEST_MS;
      pullRequests.set(root, { branch, value, until: clock.now() + forMs });
    });

  const forget = (root: string) => {
    pullRequests.delete(root);
    if (asking.has(pullRequestKey(root))) outdated.add(root);
    changes.emit(root);
  };

  return {
    look: ({ root, branch, remotes }) => {
      const hostname = hostFor(remotes);
      if (hostname === null) return NOTHING;
      const known = access.get(hostname);
      if (!known || known.until <= clock.now()) askAccess(hostname, root);
      if (!known?.value) return NOTHING;
      if (branch === null) return { pullRequest: null, canOpenPullRequests: true };
      const found = pullRequests.get(root);
      const isOther = found?.branch !== branch;
      if (isOther || found.until <= clock.now()) askPullRequest(root, branch);
      return { pullRequest: isOther ? null : found.value, canOpenPullRequests: true };
    },
    forget,
    onChange: (listener) => changes.add(listener),
    create: async (root, { title, body, base, head, draft }, signal) => {
      const flags = [
        '--title',
        title,
        '--body-file',
        '-',
        '--base',
        base,
        '--head',
        head,
        ...(draft ? ['--draft'] : []),
      ];
      const answer = await run(root, ['pr', 'create', ...flags], { stdin: body, signal, timeoutMs: CREATE_TIMEOUT_MS });
      if (signal.aborted) return err({ code: 'git.cancelled', command: 'gh pr create' });
      if (!succeeded(answer)) return err(describeFailure(answer));
      const url = /https?:\/\/\S+/.exec(answer.stdout.toString('utf8'))?.[0];
      forget(root);
      return url === undefined ? err({ code: 'gh.failed', stderr: answer.stderr.trim() }) : ok({ url });
    },
    dispose: () => ending.abort(),
  };
}

const NOTHING: PullRequestFacts = { pullRequest: null, canOpenPullRequests: false };

/** The host that pull requests would go to: `origin`'s, else the first one that has a host. */
function hostFor(remotes: readonly Remote[]): string | null {
  const origin = remotes.find(({ name }) => name === 'origin');
  for (const remote of origin ? [origin, ...remotes] : remotes) {
    const hostname = hostOf(remote.url);
    if (hostname !== null) return hostname;
  }
  return null;
}

const succeeded = ({ exit }: RunResult): boolean => exit.kind === 'exited' && exit.code === 0;

function describeFailure({ exit, stderr, stdout, timedOut }: RunResult): AppError {
  if (exit.kind === 'failed') {
    return exit.code === 'ENOENT' ? { code: 'gh.not-installed' } : { code: 'gh.failed', stderr: exit.message };
  }
  if (timedOut) return { code: 'git.timeout', command: 'gh pr create' };
  const words = stderr.trim() || stdout.toString('utf8').trim();
  return /gh auth login|not logged in/i.test(words)
    ? { code: 'gh.not-signed-in' }
    : { code: 'gh.failed', stderr: words };
}

const PULL_REQUEST_FIELDS = ['number', 'title', 'url', 'state', 'isDraft', 'baseRefName', 'statusCheckRollup'] as const;
const pullRequestShape = z.object({
  number: z.number(),
  title: z.string(),
  url: z.string(),
  state: z.string(),
  isDraft: z.boolean(),
  baseRefName: z.string(),
  /** Check runs have a status and a conclusion, commit statuses a state. */
  statusCheckRollup: z
    .array(z.object({ status: z.string().nullish(), conclusion: z.string().nullish(), state: z.string().nullish() }))
    .nullish(),
});
type Check = NonNullable<z.output<typeof pullRequestShape>['statusCheckRollup']>[number];

/** Reads what `gh pr view --json` prints; null when it is something else. */
export function parsePullRequest(printed: string): PullRequest | null {
  let value: unknown;
  try {
    value = JSON.parse(printed);
  } catch {
    // Not JSON: an old gh, or a message.
    return null;
  }
  const parsed = pullRequestShape.safeParse(value);
  if (!parsed.success) return null;
  const { number, title, url, state, isDraft, baseRefName, statusCheckRollup } = parsed.data;
  const open = isDraft ? 'draft' : 'open';
  return {
    number,
    title,
    url,
    state: state === 'MERGED' ? 'merged' : state === 'CLOSED' ? 'closed' : open,
    checks: checksOf(statusCheckRollup ?? []),
    base: baseRefName,
  };
}

const FAILED = new Set(['FAILURE', 'ERROR', 'TIMED_OUT', 'CANCELLED', 'ACTION_REQUIRED', 'STARTUP_FAILURE']);
const PENDING = new Set(['PENDING', 'EXPECTED']);

function checksOf(checks: readonly Check[]): PullRequest['checks'] {
  if (checks.length === 0) return 'none';
  if (checks.some(({ conclusion, state }) => FAILED.has(conclusion ?? '') || FAILED.has(state ?? ''))) return 'failed';
  const isPending = ({ status, state }: Check) =>
    PENDING.has(state ?? '') || (status !== null && status !== undefined && status !== '' && status !== 'COMPLETED');
  return checks.some(isPending) ? 'pending' : 'passed';
}
