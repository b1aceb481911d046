import { stat } from 'node:fs/promises';
import { GitError, simpleGit } from 'simple-git';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';

/** A Git command that prints nothing for this long hangs (a dead network drive, a lock) and is ended. */
const SILENT_TIMEOUT_MS = 20_000;
/** Other programs Git would start by these names, and Git's own variables: a user's shell must not redirect what Skein asks. */
const DROPPED_VARIABLES = /^(GIT_.*|EDITOR|VISUAL|PAGER|SSH_ASKPASS|PREFIX)$/i;
/** No password questions, no locks taken for a mere look, and messages in the language that is parsed here. */
const OWN_VARIABLES = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };

/** Runs Git, the only place that does. */
export interface GitRunner {
  /**
   * Runs one command without a shell in `cwd` and answers what it printed, trailing line breaks cut. Never asks for a password.
   * Fails with `git.not-installed`, `path.missing` (no such folder) or `git.failed`.
   */
  run(args: readonly string[], options: { readonly cwd: string }): Promise<Result<string, AppError>>;
}

/** `env` is the environment of Git's processes, before the runner takes away what would change its answers. */
export function createGitRunner(env: Readonly<Record<string, string | undefined>>): GitRunner {
  const gitEnv: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !DROPPED_VARIABLES.test(name)) gitEnv[name] = value;
  }
  Object.assign(gitEnv, OWN_VARIABLES);
  return {
    run: async (args, { cwd }) => {
      // simple-git throws for a folder that is not there; Git itself would only say that it could not start.
      const folder = await stat(cwd).catch(() => null);
      if (!folder?.isDirectory()) return err({ code: 'path.missing', path: cwd });
      try {
        const git = simpleGit({
          baseDir: cwd,
          trimmed: true,
          timeout: { block: SILENT_TIMEOUT_MS },
          allowEnvironment: Object.keys(OWN_VARIABLES),
        });
        return ok(await git.env(gitEnv).raw([...args]));
      } catch (error) {
        return err(describeFailure(args, error));
      }
    },
  };
}

function describeFailure(args: readonly string[], error: unknown): AppError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof GitError && /\bspawn\b.*\bENOENT\b/.test(message)) return { code: 'git.not-installed' };
  return { code: 'git.failed', command: `git ${args.join(' ')}`, stderr: message };
}
