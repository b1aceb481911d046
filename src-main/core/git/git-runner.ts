import { GitError, simpleGit } from 'simple-git';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, type HostFiles } from '../hosts/host-files.ts';
import type { Host, ProcessExit } from '../hosts/host.ts';
import { followProcess } from './follow-process.ts';
import { LOCK_IN_THE_WAY } from './lock-words.ts';
import { createSlots } from '../scheduling/slots.ts';

/** A Git command that prints nothing for this long hangs (a dead network drive, a lock) and is ended. */
const SILENT_TIMEOUT_MS = 20_000;
/** Longest run of a command without a limit of its own. */
const TIMEOUT_MS = 120_000;
/** Stands for the exit code of a process that a signal ended, as shells have it. */
const SIGNALLED = 128;
/** Git processes at once, over all repositories: two hundred worktrees must not be two hundred processes. */
const MAX_PROCESSES = 8;
/** Other programs Git would start by these names, and Git's own variables: a user's shell must not redirect what Skein asks. */
const DROPPED_VARIABLES = /^(GIT_.*|EDITOR|VISUAL|PAGER|SSH_ASKPASS|PREFIX)$/i;
/** Those of them that are met in environments of servers. */
const DROPPED_ELSEWHERE = Object.fromEntries(
  [
    ...[
      'DIR',
      'WORK_TREE',
      'INDEX_FILE',
      'COMMON_DIR',
      'OBJECT_DIRECTORY',
      'ALTERNATE_OBJECT_DIRECTORIES',
      'NAMESPACE',
    ],
    ...['CEILING_DIRECTORIES', 'CONFIG', 'CONFIG_COUNT', 'CONFIG_PARAMETERS', 'EXTERNAL_DIFF', 'PAGER', 'EDITOR'],
    ...['SEQUENCE_EDITOR', 'ASKPASS', 'LITERAL_PATHSPECS', 'PREFIX', 'TRACE'],
  ]
    .map((name) => `GIT_${name}`)
    .concat('EDITOR', 'VISUAL', 'PAGER', 'SSH_ASKPASS')
    .map((name): [string, undefined] => [name, undefined]),
);
/** No password questions, no locks taken for a mere look, and messages in the language that is parsed here. */
const OWN_VARIABLES = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
/** Nothing may wait for somebody: no editor, and no window or program that asks for a password (an empty name means none). */
const FOLLOW_VARIABLES = {
  LC_MESSAGES: 'C',
  LANGUAGE: 'C',
  GIT_ASKPASS: '',
  GIT_EDITOR: ':',
  GIT_SEQUENCE_EDITOR: ':',
  GIT_OPTIONAL_LOCKS: '1',
};

export interface GitOptions {
  readonly cwd: string;
  /** On top of the runner's own, for example a temporary `GIT_INDEX_FILE`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly maxOutputBytes?: number;
  /** Ends the command, with all it started. */
  readonly signal?: AbortSignal;
  /** Exit codes that are answers and no failures; 0 when not given. */
  readonly okCodes?: readonly number[];
}
export interface GitAnswer {
  readonly code: number;
  /** Bytes as printed: paths and contents need not be UTF-8. */
  readonly stdout: Buffer;
  readonly stderr: string;
  /** More was printed than `maxOutputBytes`. */
  readonly truncated: boolean;
}

/** Runs Git, the only place that does. No command goes through a shell, and none asks for a password. */
export interface GitRunner {
  /** The files of the machine that Git runs on. */
  readonly files: HostFiles;
  /**
   * Runs one command in `cwd` and answers what it printed, trailing line breaks cut.
   * Fails with `git.not-installed`, `path.missing` (no such folder) or `git.failed`.
   */
  run(args: readonly string[], options: { readonly cwd: string }): Promise<Result<string, AppError>>;
  /**
   * Runs one command with an input, an environment, a limit or expected exit codes, and answers its bytes.
   * Fails as `run` does, and with `git.timeout`, `git.cancelled` or, where a lock is in the way, `git.locked`.
   */
  raw(args: readonly string[], options: GitOptions): Promise<Result<GitAnswer, AppError>>;
  /**
   * Runs one command that the user started and looks at: what it and its hooks print is passed on as it comes, it has no time limit and
   * takes no place among the others. Every exit code is an answer. Its hooks have the user's language and nothing to ask at: standard
   * input is closed, there is no terminal, no editor opens, and nothing asks for a password.
   */
  follow(args: readonly string[], options: FollowOptions): Promise<Result<GitAnswer, AppError>>;
}

export interface FollowOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly onOutput: (text: string) => void;
  /** Asks the command to end; Git then removes its lock files. */
  readonly signal: AbortSignal;
  /** Ends it at once. */
  readonly killSignal: AbortSignal;
}

export interface GitRunnerOptions {
  /** Environment of Git's processes, before the runner takes away what would change its answers. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly host: Host;
}

/**
 * simple-git serves plain commands. It takes no standard input and blocks variables such as `GIT_INDEX_FILE` (4.0.2), so what needs
 * these goes through the host's process port.
 */
export function createGitRunner({ env, host }: GitRunnerOptions): GitRunner {
  const gitEnv: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !DROPPED_VARIABLES.test(name)) gitEnv[name] = value;
  }
  Object.assign(gitEnv, OWN_VARIABLES);
  // Elsewhere a command inherits the server's environment, whatever is given here: it is told what not to hand on.
  const dropped = host.id === 'local' ? {} : DROPPED_ELSEWHERE;
  const slots = createSlots(MAX_PROCESSES);
  // Hooks and what they start print in the user's character set; only messages are in the language that is parsed here.
  const { LC_ALL: _, ...withoutLocale } = gitEnv;
  const userLocale = env['LC_ALL'] ?? env['LC_CTYPE'] ?? env['LANG'];
  const followEnv = {
    ...withoutLocale,
    ...(userLocale === undefined ? {} : { LC_CTYPE: userLocale }),
    ...FOLLOW_VARIABLES,
  };

  const isLocal = host.id === 'local';
  /** Windows' Git goes beyond 260 characters when it is told to. */
  const ownArgs = (args: readonly string[]) =>
    host.platform === 'win32' ? ['-c', 'core.longpaths=true', ...args] : [...args];
  /** Elsewhere Git itself says that a folder is not there. */
  const isThere = (cwd: string) => !isLocal || isFolder(host.files, cwd);
  const plainElsewhere = async (args: readonly string[], cwd: string): Promise<Result<string, AppError>> => {
    const done = await through(args, { cwd });
    return done.ok ? ok(done.value.stdout.toString('utf8').trim()) : done;
  };

  /** A missing folder keeps a program from starting with the same word as a missing program. */
  const notRun = async (
    { code, message }: Extract<ProcessExit, { kind: 'failed' }>,
    command: string,
    cwd: string,
  ): Promise<AppError> => {
    const there = code !== 'ENOENT' ? null : isLocal || (await isFolder(host.files, cwd).catch(() => null));
    // Another reason, or a host that went away meanwhile.
    if (there === null) return { code: 'git.failed', command, stderr: message };
    return there ? { code: 'git.not-installed' } : { code: 'path.missing', path: cwd };
  };

  const plain = async (args: readonly string[], cwd: string): Promise<Result<string, AppError>> => {
    try {
      const git = simpleGit({
        baseDir: cwd,
        trimmed: true,
        timeout: { block: SILENT_TIMEOUT_MS },
        allowEnvironment: Object.keys(OWN_VARIABLES),
      });
      return ok(await git.env(gitEnv).raw(ownArgs(args)));
    } catch (error) {
      return err(describeFailure(args, error));
    }
  };
  const through = async (args: readonly string[], options: GitOptions): Promise<Result<GitAnswer, AppError>> => {
    const { cwd, stdin, signal, okCodes = [0] } = options;
    const done = await host.run({
      program: 'git',
      args: ownArgs(args),
      cwd,
      env: { ...dropped, ...gitEnv, ...options.env },
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      ...(stdin === undefined ? {} : { stdin }),
      ...(signal ? { signal } : {}),
      ...(options.maxOutputBytes === undefined ? {} : { maxOutputBytes: options.maxOutputBytes }),
    });
    const command = `git ${args.join(' ')}`;
    if (done.timedOut) return err({ code: 'git.timeout', command });
    if (signal?.aborted) return err({ code: 'git.cancelled', command });
    const { exit, stdout, stderr, truncated } = done;
    if (exit.kind === 'failed') {
      return err(await notRun(exit, command, cwd));
    }
    if (exit.code === null || !okCodes.includes(exit.code)) {
      const words = stderr.trim() || stdout.toString('utf8').trim() || `ended with ${exit.signal ?? exit.code}`;
      const lock = LOCK_IN_THE_WAY.exec(words)?.[1];
      return err(lock ? { code: 'git.locked', path: lock, ageMs: 0 } : { code: 'git.failed', command, stderr: words });
    }
    return ok({ code: exit.code, stdout, stderr, truncated });
  };

  return {
    files: host.files,
    run: async (args, { cwd }) => {
      // simple-git throws for a folder that is not there; Git itself would only say that it could not start.
      if (!(await isThere(cwd))) return err({ code: 'path.missing', path: cwd });
      return slots.run(() => (isLocal ? plain(args, cwd) : plainElsewhere(args, cwd)));
    },
    raw: async (args, options) => {
      if (!(await isThere(options.cwd))) return err({ code: 'path.missing', path: options.cwd });
      return slots.run(() => through(args, options));
    },
    follow: async (args, options) => {
      if (!(await isThere(options.cwd))) return err({ code: 'path.missing', path: options.cwd });
      const child = host.spawn({
        program: 'git',
        args: ownArgs(args),
        cwd: options.cwd,
        env: { ...dropped, ...followEnv, ...options.env },
      });
      const { exit, stdout, stderr } = await followProcess(child, options);
      const command = `git ${args.join(' ')}`;
      if (options.signal.aborted || options.killSignal.aborted) return err({ code: 'git.cancelled', command });
      if (exit.kind === 'failed') {
        return err(await notRun(exit, command, options.cwd));
      }
      return ok({ code: exit.code ?? SIGNALLED, stdout, stderr, truncated: false });
    },
  };
}

const isFolder = async (files: HostFiles, path: string): Promise<boolean> =>
  (await files.stat(path).catch(absentAs(null)))?.isDirectory() ?? false;

function describeFailure(args: readonly string[], error: unknown): AppError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof GitError && /\bspawn\b.*\bENOENT\b/.test(message)) return { code: 'git.not-installed' };
  return { code: 'git.failed', command: `git ${args.join(' ')}`, stderr: message };
}
