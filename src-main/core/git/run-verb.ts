import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { describeGitFailure, type FailureContext } from './git-error.ts';
import type { GitAnswer, GitOptions, GitRunner } from './git-runner.ts';

/** Exit codes of a Git that ran and refused: both outputs are then needed to say why. */
const ANSWERED = [0, 1, 2, 3, 4, 5, 128, 129];
/** A check-out of a large tree, or a hook after it, may take its time. */
const VERB_TIMEOUT_MS = 600_000;

/** Runs a command that changes something and turns a refusal into what it means. The caller holds the repository's lock. */
export async function runVerb(
  git: GitRunner,
  args: readonly string[],
  options: GitOptions,
  about: FailureContext = {},
): Promise<Result<GitAnswer, AppError>> {
  const answer = await git.raw(args, { timeoutMs: VERB_TIMEOUT_MS, ...options, okCodes: ANSWERED });
  if (!answer.ok || answer.value.code === 0) return answer;
  const { stdout, stderr } = answer.value;
  const command = `git ${args.join(' ')}`;
  return err(describeGitFailure({ command, stdout: stdout.toString('utf8'), stderr }, about));
}

/** Runs a command that changes something and has nothing to tell. */
export async function doVerb(
  git: GitRunner,
  args: readonly string[],
  options: GitOptions,
  about: FailureContext = {},
): Promise<Result<null, AppError>> {
  const answer = await runVerb(git, args, options, about);
  return answer.ok ? ok(null) : answer;
}
