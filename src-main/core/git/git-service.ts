import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { GitBranch, GitCommit, GitStash, GitState } from '../../../src-shared/model/git.ts';
import type { ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { checkFolder } from '../app/folder-path.ts';
import type { Host } from '../hosts/host.ts';
import type { Clock, Log } from '../ports.ts';
import type { FolderWatcher } from '../watching/folder-watch.ts';
import {
  createBranch,
  initRepository,
  keepLonelyCommits,
  switchBranch,
  type KeepCommits,
  type NewBranch,
} from './branch.ts';
import { commit, lastMessage, shownCommit, type CommitRequest, type KeepIndex } from './commit.ts';
import { messageFromAnswer, questionForMessage } from './draft-message.ts';
import { refineGitError } from './git-error.ts';
import { createGitJobs, type JobHandle } from './git-jobs.ts';
import type { GitRunner } from './git-runner.ts';
import { createGitWatch } from './git-watch.ts';
import { createGitHub, type NewPullRequest } from './github.ts';
import { findIndexLock, removeIndexLock } from './index-lock.ts';
import { abortOperation, continueArguments, continueOperation, type KeepOperation } from './operation.ts';
import { draftPullRequest, type PullRequestDraft } from './pull-request.ts';
import { listBranches, listCommits, type ListOptions } from './refs.ts';
import { findRepository, type Repository } from './repository.ts';
import type { RepositoryLocks } from './repository-locks.ts';
import { applyStash, dropStash, listStashes, pushStash, type KeepStash } from './stash.ts';
import { readStatus } from './status.ts';
import { fetchRemote, findPushTarget, findUpstream, integrate, push, pushArguments, quietRemotes } from './sync.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** Git for whoever works in a folder: any folder inside a working tree stands for it. Writers take the repository's lock themselves. */
export interface GitService {
  watch(folder: string, listener: (state: GitState) => void): Unsubscribe;
  branches(folder: string, options: ListOptions): Answer<readonly GitBranch[]>;
  commits(folder: string, options: ListOptions): Answer<readonly GitCommit[]>;
  init(folder: string): Answer<null>;
  commit(folder: string, request: CommitRequest): Answer<{ readonly commit: string }>;
  lastMessage(folder: string): Answer<string>;
  draftMessage(folder: string, by: AskedAgent): Answer<string>;
  fetch(folder: string): Answer<null>;
  pull(folder: string, rebase: boolean): Answer<null>;
  push(folder: string, force: boolean): Answer<null>;
  switchBranch(folder: string, branch: string, leave?: boolean): Answer<null>;
  createBranch(folder: string, wanted: NewBranch): Answer<null>;
  stash(folder: string, wanted: { readonly message: string; readonly untracked: boolean }): Answer<null>;
  stashes(folder: string): Answer<readonly GitStash[]>;
  applyStash(folder: string, commit: string, pop: boolean): Answer<null>;
  dropStash(folder: string, commit: string): Answer<null>;
  cancelJob(folder: string): Answer<null>;
  abortOperation(folder: string): Answer<null>;
  continueOperation(folder: string): Answer<null>;
  removeLock(folder: string): Answer<null>;
  draftPullRequest(folder: string): Answer<PullRequestDraft>;
  createPullRequest(folder: string, request: Omit<NewPullRequest, 'head'>): Answer<{ readonly url: string }>;
  dispose(): void;
}

/** What of the index or the stash goes away is kept here first. */
export interface GitKeeping {
  readonly index: KeepIndex;
  readonly stash: KeepStash;
  readonly operation: KeepOperation;
  readonly commits: KeepCommits;
}

/** Whose agent writes a message; the thread it is for, when there is one. */
export interface AskedAgent {
  readonly serverId: ServerId;
  readonly thread: ThreadRef | null;
}
export interface AgentQuestion extends AskedAgent {
  readonly cwd: string;
  readonly text: string;
  readonly signal: AbortSignal;
}

export interface GitServiceOptions {
  readonly git: GitRunner;
  readonly host: Host;
  /** The user's own environment: what hooks, ssh and `gh` are to see. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly watcher: FolderWatcher;
  readonly locks: RepositoryLocks;
  readonly keeping: GitKeeping;
  /** Asks the agent one thing in a thread that nobody sees. */
  readonly ask: (question: AgentQuestion) => Answer<string>;
  /** Files of a working tree may be others now, by the user's own command. */
  readonly onWrote: (root: string) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Another Git, the agent's perhaps, holds the index for moments: a lock is waited for this long, in these steps. */
const LOCK_TRIES = 10;
const LOCK_STEP_MS = 150;

/** The same work once, however often it is tried again past somebody's lock; what failed is tried again. */
function once<A extends readonly unknown[]>(work: (...args: A) => Answer<null>): (...args: A) => Answer<null> {
  let done = false;
  return async (...args) => {
    const answer = done ? ok(null) : await work(...args);
    done = answer.ok;
    return answer;
  };
}

export function createGitService(options: GitServiceOptions): GitService {
  const { git, host, env, watcher, locks, keeping, ask, onWrote, clock, log } = options;
  const jobs = createGitJobs({ clock, log });
  const github = createGitHub({ host, env, clock, log });
  const watch = createGitWatch({ git, watcher, jobs, github, locks, clock, log });
  /** Messages that are being drafted, by working tree. */
  const drafts = new Map<string, AbortController>();

  /** Elsewhere Git itself says what is wrong with a folder. */
  const check = (folder: string) => (git.files.isLocal ? checkFolder(folder) : Promise.resolve(ok(folder)));

  async function inRepository<T>(folder: string, work: (place: Repository) => Answer<T>): Answer<T> {
    const checked = await check(folder);
    if (!checked.ok) return checked;
    const place = await findRepository(git, checked.value);
    return place.ok ? work(place.value) : place;
  }

  const wait = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));

  /** Runs it again while another Git's lock is in the way; the error then says how old the lock is. */
  async function pastOthersLock<T>(place: Repository, work: () => Answer<T>): Answer<T> {
    for (let attempt = 1; ; attempt++) {
      const done = await work();
      // `git stash` says nothing at all when the index is locked.
      if (done.ok || (done.error.code !== 'git.locked' && done.error.code !== 'git.failed')) return done;
      const lock = await findIndexLock(git.files, place.gitDir, clock.now());
      if (!lock && done.error.code === 'git.failed') return done;
      if (attempt === LOCK_TRIES) return lock ? err({ code: 'git.locked', ...lock }) : done;
      await wait(LOCK_STEP_MS);
    }
  }

  /** Writes to the repository, alone, and has its watched working trees looked at afterwards. */
  const write = <T>(folder: string, work: (place: Repository) => Answer<T>): Answer<T> =>
    inRepository(folder, async (place) => {
      try {
        return await locks.write(place.repository, () => pastOthersLock(place, () => work(place)));
      } finally {
        onWrote(place.root);
        watch.poke(place.repository);
      }
    });

  const runJob = async <T>(place: Repository, command: string, work: (job: JobHandle) => Answer<T>): Answer<T> => {
    try {
      return await jobs.run(place.repository, command, work);
    } finally {
      watch.poke(place.repository);
    }
  };
  const network = async ({ root }: Repository) => ({
    root,
    env: await quietRemotes(git, root, env['GIT_SSH_COMMAND']),
  });

  const pushNow = async (place: Repository, job: JobHandle, force: boolean): Answer<null> => {
    const target = await findPushTarget(git, place.root);
    if (!target.ok) return target;
    const done = await push(git, job, { ...(await network(place)), target: target.value, force });
    if (done.ok) github.forget(place.root);
    return done;
  };

  const draftMessage = async ({ root }: Repository, by: AskedAgent): Answer<string> => {
    const question = await questionForMessage(git, root);
    if (!question.ok) return question;
    drafts.get(root)?.abort();
    const mine = new AbortController();
    drafts.set(root, mine);
    const answer = await ask({ ...by, cwd: root, text: question.value, signal: mine.signal });
    if (drafts.get(root) === mine) drafts.delete(root);
    if (mine.signal.aborted) return err({ code: 'git.cancelled', command: 'git commit' });
    return answer.ok ? ok(messageFromAnswer(answer.value)) : answer;
  };

  /** Whether the remote lacks the branch, or commits of it. */
  const hasToPush = async (place: Repository): Answer<boolean> => {
    const status = await readStatus(git, place.root);
    if (!status.ok) return status;
    const { upstream } = status.value;
    return ok(!upstream || upstream.gone || upstream.ahead > 0);
  };
  const createPullRequest: GitService['createPullRequest'] = (folder, request) =>
    inRepository(folder, async (place) => {
      const target = await findPushTarget(git, place.root);
      if (!target.ok) return target;
      const head = target.value.remoteBranch;
      return runJob(place, 'gh pr create', async (job) => {
        const unpushed = await hasToPush(place);
        if (!unpushed.ok) return unpushed;
        const pushed = unpushed.value ? await pushNow(place, job, false) : ok(null);
        return pushed.ok ? github.create(place.root, { ...request, head }, job.signal) : pushed;
      });
    });

  return {
    watch: (folder, listener) => watch.watch(folder, listener),
    branches: (folder, query) => inRepository(folder, ({ root }) => listBranches(git, root, query)),
    commits: (folder, query) => inRepository(folder, ({ root }) => listCommits(git, root, query)),
    init: async (folder) => {
      const checked = await check(folder);
      if (!checked.ok) return checked;
      const made = await initRepository(git, checked.value);
      watch.pokeFolders();
      return made;
    },
    commit: (folder, request) =>
      inRepository(folder, (place) =>
        runJob(place, shownCommit(request), (job) =>
          locks.write(place.repository, () =>
            pastOthersLock(place, () => commit(git, job, place, request, keeping.index)),
          ),
        ),
      ),
    lastMessage: (folder) => inRepository(folder, ({ root }) => lastMessage(git, root)),
    draftMessage: (folder, by) => inRepository(folder, (place) => draftMessage(place, by)),
    fetch: (folder) =>
      inRepository(folder, async (place) => {
        const upstream = await findUpstream(git, place.root);
        const remote = upstream.ok && upstream.value.remote !== '.' ? upstream.value.remote : null;
        return runJob(place, 'git fetch', async (job) => fetchRemote(git, job, { ...(await network(place)), remote }));
      }),
    pull: (folder, rebase) =>
      inRepository(folder, async (place) => {
        const upstream = await findUpstream(git, place.root);
        if (!upstream.ok) return upstream;
        const { remote, name } = upstream.value;
        return runJob(place, `git pull${rebase ? ' --rebase' : ''}`, async (job) => {
          // The lock is not held while the network is waited for: staging a hunk must not wait for a remote.
          const fetched =
            remote === '.' ? ok(null) : await fetchRemote(git, job, { ...(await network(place)), remote });
          if (!fetched.ok) return fetched;
          onWrote(place.root);
          return locks.write(place.repository, () =>
            pastOthersLock(place, () => integrate(git, job, { root: place.root, upstream: name, rebase })),
          );
        });
      }),
    push: (folder, force) =>
      inRepository(folder, async (place) => {
        const target = await findPushTarget(git, place.root);
        if (!target.ok) return target;
        const command = `git ${pushArguments(target.value, force).join(' ')}`;
        return runJob(place, command, (job) => pushNow(place, job, force));
      }),
    switchBranch: (folder, branch, leave = false) => {
      const keep = once(keeping.commits);
      return write(folder, async (place) => {
        const kept = await keepLonelyCommits(git, place, leave, keep);
        return kept.ok ? switchBranch(git, place, branch) : kept;
      });
    },
    createBranch: (folder, wanted) => write(folder, (place) => createBranch(git, place, wanted)),
    stash: (folder, wanted) => write(folder, (place) => pushStash(git, place, wanted)),
    stashes: (folder) => inRepository(folder, ({ root }) => listStashes(git, root)),
    applyStash: (folder, commitId, pop) =>
      write(folder, (place) => applyStash(git, place, { commit: commitId, pop, keep: keeping.stash })),
    dropStash: (folder, commitId) =>
      write(folder, (place) => dropStash(git, place, { commit: commitId, keep: keeping.stash })),
    cancelJob: (folder) =>
      inRepository(folder, ({ repository, root }) => {
        jobs.cancel(repository);
        drafts.get(root)?.abort();
        return Promise.resolve(ok(null));
      }),
    abortOperation: (folder) => {
      const keep = once(keeping.operation);
      return write(folder, async (place) => {
        const aborted = await abortOperation(git, place, keep);
        return aborted.ok ? aborted : err(refineGitError(aborted.error));
      });
    },
    continueOperation: (folder) =>
      inRepository(folder, async (place) => {
        const args = await continueArguments(git.files, place);
        if (!args) return ok(null);
        try {
          return await runJob(place, `git ${args.join(' ')}`, (job) =>
            locks.write(place.repository, () => continueOperation(git, job, place, args)),
          );
        } finally {
          onWrote(place.root);
        }
      }),
    removeLock: (folder) =>
      inRepository(folder, (place) =>
        // In its turn: a command of ours that holds the lock ends first.
        locks.write(place.repository, async () => {
          const removed = await removeIndexLock(git.files, place, clock.now());
          watch.poke(place.repository);
          return removed;
        }),
      ),
    draftPullRequest: (folder) => inRepository(folder, ({ root }) => draftPullRequest(git, root)),
    createPullRequest,
    dispose: () => {
      for (const draft of drafts.values()) draft.abort();
      jobs.dispose();
      github.dispose();
      watch.dispose();
    },
  };
}
