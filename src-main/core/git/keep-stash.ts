import type { GitRunner } from './git-runner.ts';
import { doVerb } from './run-verb.ts';
import type { KeepStash } from './stash.ts';

/** Keeps a stash by a ref of its own, so that Git's clean-up cannot take it. */
export const createStashKeeper =
  (git: GitRunner): KeepStash =>
  ({ root }, { commit }) =>
    doVerb(git, ['update-ref', `refs/skein/stashes/${commit}`, commit], { cwd: root });
