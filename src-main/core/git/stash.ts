import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { GitStash } from '../../../src-shared/model/git.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from './git-runner.ts';
import type { Repository } from './repository.ts';
import { doVerb, runVerb } from './run-verb.ts';
import { readStatus } from './status.ts';

type Answer = Promise<Result<null, AppError>>;
const SECOND_MS = 1000;

/** Keeps a stash that is about to be dropped where *Recover* finds it. */
export type KeepStash = (place: Repository, stash: GitStash) => Answer;

export async function listStashes(git: GitRunner, root: string): Promise<Result<readonly GitStash[], AppError>> {
  // Without a stash there is no log to walk, which is an error to Git and an empty list here.
  const present = await git.raw(['rev-parse', '--verify', '--quiet', 'refs/stash'], { cwd: root, okCodes: [0, 1] });
  if (!present.ok) return present;
  if (present.value.code === 1) return ok([]);
  const answer = await git.raw(['stash', 'list', '-z', '--format=%H%x01%gs%x01%ct'], { cwd: root });
  if (!answer.ok) return answer;
  const records = answer.value.stdout.toString('utf8').split('\0').filter(Boolean);
  return ok(
    records.map((record, index) => {
      const [commit = '', message = '', date = '0'] = record.split('\x01');
      return { commit, index, message, createdAt: Number(date) * SECOND_MS };
    }),
  );
}

/** Puts the changes away. Fails with `git.nothing-to-stash`. */
export async function pushStash(
  git: GitRunner,
  { root }: Repository,
  { message, untracked }: { readonly message: string; readonly untracked: boolean },
): Answer {
  const named = message.trim() === '' ? [] : ['--message', message.trim()];
  const args = ['stash', 'push', ...(untracked ? ['--include-untracked'] : []), ...named];
  const before = await listStashes(git, root);
  if (!before.ok) return before;
  const done = await runVerb(git, args, { cwd: root });
  if (!done.ok) return done;
  const after = await listStashes(git, root);
  if (!after.ok) return after;
  return after.value[0]?.commit === before.value[0]?.commit ? err({ code: 'git.nothing-to-stash' }) : ok(null);
}

/**
 * Applies a stash, staged changes as staged ones where that is possible. With `pop` it is dropped (and kept in *Recover*) when it went in
 * without a conflict; on one it stays, and `git.conflict` names the files. Files of the working tree are never overwritten.
 */
export async function applyStash(
  git: GitRunner,
  place: Repository,
  { commit, pop, keep }: { readonly commit: string; readonly pop: boolean; readonly keep: KeepStash },
): Answer {
  const found = await findStash(git, place.root, commit);
  if (!found.ok) return found;
  const { root } = place;
  let applied = await runVerb(git, ['stash', 'apply', '--index', found.value.commit], { cwd: root });
  const indexDiffers = !applied.ok && applied.error.code === 'git.conflict' && applied.error.files.length === 0;
  // "Conflicts in index. Try without --index": nothing was changed by then.
  if (indexDiffers) applied = await runVerb(git, ['stash', 'apply', found.value.commit], { cwd: root });
  if (!applied.ok) {
    if (applied.error.code !== 'git.conflict') return applied;
    const status = await readStatus(git, root);
    const files = status.ok
      ? status.value.entries.filter(({ kind }) => kind === 'unmerged').map(({ path }) => path)
      : [];
    return err({ code: 'git.conflict', files: files.length > 0 ? files : applied.error.files });
  }
  return pop ? dropStash(git, place, { commit, keep }) : ok(null);
}

/** Takes a stash out of the list, after it was kept where *Recover* finds it. */
export async function dropStash(
  git: GitRunner,
  place: Repository,
  { commit, keep }: { readonly commit: string; readonly keep: KeepStash },
): Answer {
  const found = await findStash(git, place.root, commit);
  if (!found.ok) return found;
  const kept = await keep(place, found.value);
  if (!kept.ok) return kept;
  return doVerb(git, ['stash', 'drop', '--quiet', `stash@{${found.value.index}}`], { cwd: place.root });
}

/** The stash of that object name, wherever it stands in the list by now. Fails with `git.unknown-revision`. */
async function findStash(git: GitRunner, root: string, commit: string): Promise<Result<GitStash, AppError>> {
  const listed = await listStashes(git, root);
  if (!listed.ok) return listed;
  const found = listed.value.find((stash) => stash.commit.startsWith(commit));
  return found ? ok(found) : err({ code: 'git.unknown-revision', revision: commit });
}
