import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { GitService } from '../git/git-service.ts';

export const gitHandlers = (git: GitService): AppHandlers['git'] => ({
  watch: ({ folder }, sink) => git.watch(folder, (state) => sink.emit(state)),
  branches: ({ folder, ...options }) => git.branches(folder, options),
  commits: ({ folder, ...options }) => git.commits(folder, options),
  init: ({ folder }) => git.init(folder),
  commit: ({ folder, ...request }) => git.commit(folder, request),
  lastMessage: ({ folder }) => git.lastMessage(folder),
  draftMessage: ({ serverId, folder, thread }) => git.draftMessage(folder, { serverId, thread }),
  fetch: ({ folder }) => git.fetch(folder),
  pull: ({ folder, rebase }) => git.pull(folder, rebase),
  push: ({ folder, force }) => git.push(folder, force),
  switchBranch: ({ folder, branch, leave }) => git.switchBranch(folder, branch, leave),
  createBranch: ({ folder, ...wanted }) => git.createBranch(folder, wanted),
  stash: ({ folder, message, untracked }) => git.stash(folder, { message, untracked }),
  stashes: ({ folder }) => git.stashes(folder),
  applyStash: ({ folder, commit, pop }) => git.applyStash(folder, commit, pop),
  dropStash: ({ folder, commit }) => git.dropStash(folder, commit),
  cancelJob: ({ folder }) => git.cancelJob(folder),
  abortOperation: ({ folder }) => git.abortOperation(folder),
  continueOperation: ({ folder }) => git.continueOperation(folder),
  removeLock: ({ folder }) => git.removeLock(folder),
  draftPullRequest: ({ folder }) => git.draftPullRequest(folder),
  createPullRequest: ({ folder, ...request }) => git.createPullRequest(folder, request),
});
