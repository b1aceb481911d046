import { randomUUID } from 'node:crypto';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { GitJob } from '../../../src-shared/model/git.ts';
import { err, type Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Clock, Log } from '../ports.ts';
import { appendOutput } from './job-output.ts';

/** Output is told at most this often. */
const TELL_MS = 100;

/** What the work of a job gets. */
export interface JobHandle {
  /** Asked to end: pass both on to what is started. */
  readonly signal: AbortSignal;
  readonly killSignal: AbortSignal;
  /** Output as it comes. */
  readonly print: (text: string) => void;
}

/** Commands the user started and looks at: one at a time per repository. */
export interface GitJobs {
  /**
   * Runs the work as the repository's job. Fails with `git.busy` when one runs already.
   * @param command as typed in a terminal, without secrets
   */
  run<T>(
    repository: string,
    command: string,
    work: (job: JobHandle) => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>>;
  current(repository: string): GitJob | null;
  /** Asks the job to end; asked again, ends it the hard way. */
  cancel(repository: string): void;
  onChange(listener: (repository: string) => void): Unsubscribe;
  /** Ends all jobs. */
  dispose(): void;
}

interface Running {
  job: GitJob;
  readonly gentle: AbortController;
  readonly hard: AbortController;
  cancelTell: (() => void) | null;
}

export function createGitJobs({ clock, log }: { readonly clock: Clock; readonly log: Log }): GitJobs {
  const running = new Map<string, Running>();
  const changes = createListeners<string>('Git jobs', log);

  return {
    run: async (repository, command, work) => {
      const other = running.get(repository);
      if (other) return err({ code: 'git.busy', command: other.job.command });
      const mine: Running = {
        job: { id: randomUUID(), command, startedAt: clock.now(), output: '' },
        gentle: new AbortController(),
        hard: new AbortController(),
        cancelTell: null,
      };
      running.set(repository, mine);
      changes.emit(repository);
      const print = (text: string) => {
        mine.job = { ...mine.job, output: appendOutput(mine.job.output, text) };
        mine.cancelTell ??= clock.after(TELL_MS, () => {
          mine.cancelTell = null;
          changes.emit(repository);
        });
      };
      try {
        return await work({ signal: mine.gentle.signal, killSignal: mine.hard.signal, print });
      } finally {
        mine.cancelTell?.();
        running.delete(repository);
        changes.emit(repository);
      }
    },
    current: (repository) => running.get(repository)?.job ?? null,
    cancel: (repository) => {
      const job = running.get(repository);
      if (job?.gentle.signal.aborted) job.hard.abort();
      else job?.gentle.abort();
    },
    onChange: (listener) => changes.add(listener),
    dispose: () => {
      for (const { hard, gentle, cancelTell } of running.values()) {
        cancelTell?.();
        gentle.abort();
        hard.abort();
      }
    },
  };
}
