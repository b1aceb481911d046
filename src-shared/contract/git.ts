import { z } from 'zod';
import type { GitBranch, GitCommit, GitStash, GitState } from '../model/git.ts';
import { call, stream } from './define.ts';
import { path, serverId, threadRef } from './fields.ts';

/** A folder on a server's host; any folder inside a working tree stands for it. */
export const folderRef = z.object({ serverId, folder: path });
/** A name that Git can take for a branch; Git's own check (`check-ref-format`) has the last word. */
export const branchName = z
  .string()
  .trim()
  .min(1)
  .max(240)
  .refine((name) => !name.startsWith('-'), 'must not start with a dash');
const revision = z
  .string()
  .min(1)
  .max(300)
  .refine((name) => !name.startsWith('-'), 'must not start with a dash');
const commitId = z.string().regex(/^[0-9a-f]{7,64}$/);
const message = z.string().max(200_000);

export const git = {
  watch: stream(folderRef).of<GitState>(),
  /** Branches and tags whose name contains `query`: the current one, then the newest first. */
  branches: call(folderRef.extend({ query: z.string().max(300), limit: z.number().int().min(1).max(500) })).returns<
    readonly GitBranch[]
  >(),
  /** Newest first, from HEAD. */
  commits: call(folderRef.extend({ query: z.string().max(300), limit: z.number().int().min(1).max(200) })).returns<
    readonly GitCommit[]
  >(),
  init: call(folderRef).returns<null>(),
  /**
   * Commits what is staged; with `all`, everything that is not ignored is staged first. `unlessStaged`: with something staged by now,
   * that alone is committed whatever the window still showed. Hooks run; see `watch`'s job.
   */
  commit: call(
    folderRef.extend({
      message,
      amend: z.boolean(),
      all: z.boolean(),
      unlessStaged: z.boolean().default(false),
      runHooks: z.boolean(),
    }),
  ).returns<{
    readonly commit: string;
  }>(),
  /** Message of the last commit, for amending. */
  lastMessage: call(folderRef).returns<string>(),
  /** The agent writes a message for what is staged (else for all changes), in a thread nobody sees. */
  draftMessage: call(folderRef.extend({ thread: threadRef.nullable() })).returns<string>(),
  fetch: call(folderRef).returns<null>(),
  pull: call(folderRef.extend({ rebase: z.boolean() })).returns<null>(),
  /** Sets the upstream when there is none. `force` is `--force-with-lease`. */
  push: call(folderRef.extend({ force: z.boolean() })).returns<null>(),
  /** Away from a detached HEAD whose commits nothing else has: refused (`git.leaves-commits`), or with `leave` kept in a snapshot. */
  switchBranch: call(folderRef.extend({ branch: branchName, leave: z.boolean().default(false) })).returns<null>(),
  /** `from` null: HEAD. Also turns a detached HEAD into a branch where it stands. */
  createBranch: call(
    folderRef.extend({ branch: branchName, from: revision.nullable(), checkout: z.boolean() }),
  ).returns<null>(),
  stash: call(folderRef.extend({ message: z.string().max(300), untracked: z.boolean() })).returns<null>(),
  stashes: call(folderRef).returns<readonly GitStash[]>(),
  /** `pop` drops it when it went in without conflict. A dropped one can be found in *Recover*. */
  applyStash: call(folderRef.extend({ commit: commitId, pop: z.boolean() })).returns<null>(),
  dropStash: call(folderRef.extend({ commit: commitId })).returns<null>(),
  /** Ends the job that runs; a second time, the hard way. */
  cancelJob: call(folderRef).returns<null>(),
  /** Gives up a merge, rebase, cherry-pick or revert that waits. */
  abortOperation: call(folderRef).returns<null>(),
  /** Goes on with it once every conflict is staged; the next conflict of a rebase is `git.conflict`. See `watch`'s job. */
  continueOperation: call(folderRef).returns<null>(),
  /** Removes an `index.lock` that no running Git holds. */
  removeLock: call(folderRef).returns<null>(),
  /** Title and body drafted from the commits, for the form. */
  draftPullRequest: call(folderRef).returns<{ readonly title: string; readonly body: string; readonly base: string }>(),
  /** Pushes when needed, then `gh pr create`. */
  createPullRequest: call(
    folderRef.extend({ title: z.string().trim().min(1).max(300), body: message, base: branchName, draft: z.boolean() }),
  ).returns<{ readonly url: string }>(),
} as const;
