import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { describeGitFailure, type FailureContext } from './git-error.ts';
import type { JobHandle } from './git-jobs.ts';
import type { GitAnswer, GitRunner } from './git-runner.ts';
import { withHookTrace } from './hook-trace.ts';

export interface JobCommand {
  readonly cwd: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** As typed in a terminal, for errors that tell what to run there. */
  readonly shown: string;
  readonly about?: FailureContext;
}

/** Runs one Git command as (part of) a job, with its hooks' output on view, and turns a refusal into what it means. */
export async function runInJob(
  git: GitRunner,
  job: JobHandle,
  args: readonly string[],
  { cwd, stdin, env, shown, about = {} }: JobCommand,
): Promise<Result<GitAnswer, AppError>> {
  const { answer, hook } = await withHookTrace(git.files, (trace) =>
    git.follow(args, {
      cwd,
      env: { ...trace, ...env },
      ...(stdin === undefined ? {} : { stdin }),
      onOutput: job.print,
      signal: job.signal,
      killSignal: job.killSignal,
    }),
  );
  if (!answer.ok)
    return answer.error.code === 'git.cancelled' ? err({ code: 'git.cancelled', command: shown }) : answer;
  if (answer.value.code === 0) return ok(answer.value);
  const { stdout, stderr } = answer.value;
  return err(describeGitFailure({ command: shown, stdout: stdout.toString('utf8'), stderr, hook }, about));
}
