import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AppError } from '../../../../src-shared/contract/app-error.ts';
import type { GitRepoState, GitState } from '../../../../src-shared/model/git.ts';
import { ok, type Result } from '../../../../src-shared/result.ts';
import { createMemoryLog } from '../../codex/testing/supervised.ts';
import { localHost } from '../../hosts/local-host.ts';
import { systemClock } from '../../ports.ts';
import { createFolderWatcher } from '../../watching/folder-watch.ts';
import { createGitRunner } from '../git-runner.ts';
import { createGitService, type AgentQuestion } from '../git-service.ts';
import { createRepositoryLocks } from '../repository-locks.ts';

/** Nothing of the machine's own configuration counts, and nobody is known unless a test says who. */
const CLEAN = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_COUNT: '0', LANG: 'C.UTF-8' };
const IDENTITY = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];

/** The Git room on folders of its own, on real Git. */
export function openGitRoom() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-gitroom-')));
  const home = join(root, 'home');
  const bin = join(root, 'bin');
  mkdirSync(home);
  mkdirSync(bin);
  writeFileSync(
    join(home, '.gitconfig'),
    '[user]\n\tname = Ada\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n',
  );
  const env: Record<string, string | undefined> = {
    ...process.env,
    ...CLEAN,
    HOME: home,
    XDG_CONFIG_HOME: home,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
  };
  const { log, lines } = createMemoryLog();
  const git = createGitRunner({ env, host: localHost });
  const locks = createRepositoryLocks();
  const watcher = createFolderWatcher({ git, clock: systemClock, log });
  const kept: string[] = [];
  const wrote: string[] = [];
  const questions: AgentQuestion[] = [];
  let answer: (question: AgentQuestion) => Promise<Result<string, AppError>> = () => Promise.resolve(ok('Draft'));
  const service = createGitService({
    ...{ git, host: localHost, env, watcher, locks, log, clock: systemClock },
    keeping: {
      index: ({ root: tree }) => {
        kept.push(`index of ${tree}`);
        return Promise.resolve(ok(null));
      },
      stash: (_, { commit }) => {
        kept.push(`stash ${commit}`);
        return Promise.resolve(ok(null));
      },
      commits: ({ root: tree }) => {
        kept.push(`commits of ${tree}`);
        return Promise.resolve(ok(null));
      },
      operation: ({ root: tree }, operation) => {
        kept.push(`${operation} in ${tree}: ${readFileSync(join(tree, 'file.txt'), 'utf8')}`);
        return Promise.resolve(ok(null));
      },
    },
    onWrote: (tree) => void wrote.push(tree),
    ask: (question) => {
      questions.push(question);
      return answer(question);
    },
  });
  const stops: (() => void)[] = [];

  const shell = (cwd: string, ...args: string[]): string =>
    execFileSync('git', [...IDENTITY, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...CLEAN, HOME: home, XDG_CONFIG_HOME: home },
    })
      .toString()
      .replace(/\n$/, '');

  return {
    root,
    home,
    git,
    locks,
    service,
    /** What was handed over to be kept. */
    kept,
    /** Working trees whose files the user's commands may have changed. */
    wrote,
    questions,
    logLines: lines,
    answerWith: (next: typeof answer) => (answer = next),
    shell,
    folder: (name: string) => {
      const path = join(root, name);
      mkdirSync(path, { recursive: true });
      return path;
    },
    /** A repository on branch `main`, with one commit unless it is to be unborn. */
    repository: (name = 'work', born = true) => {
      const path = join(root, name);
      mkdirSync(path, { recursive: true });
      shell(path, 'init', '--quiet', '-b', 'main');
      if (born) {
        writeFileSync(join(path, 'file.txt'), 'one\ntwo\nthree\n');
        shell(path, 'add', '.');
        shell(path, 'commit', '--quiet', '-m', 'First');
      }
      return path;
    },
    /** A bare repository that `origin` of `path` is made to point to. */
    remote: (path: string, name = 'remote.git') => {
      const bare = join(root, name);
      shell(root, 'init', '--quiet', '--bare', '-b', 'main', bare);
      shell(path, 'remote', 'add', 'origin', bare);
      return bare;
    },
    /** Another clone of the same remote: somebody else. */
    clone: (bare: string, name: string) => {
      shell(root, 'clone', '--quiet', bare, name);
      return join(root, name);
    },
    write: (path: string, text: string) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    hook: (path: string, name: string, script: string) => {
      const file = join(path, name.includes('/') ? name : join('.git/hooks', name));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
    },
    /** Puts a program in front of all others. */
    program: (name: string, script: string) => {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    },
    watch: (folder: string) => {
      const seen: GitState[] = [];
      const lookers = new Set<() => void>();
      const stop = service.watch(folder, (state) => {
        seen.push(state);
        for (const look of [...lookers]) look();
      });
      stops.push(stop);
      const any = <S extends GitState>(wanted: (state: GitState) => state is S): Promise<S> =>
        new Promise((resolve) => {
          const look = () => {
            const last = seen.at(-1);
            if (!last || !wanted(last)) return;
            lookers.delete(look);
            resolve(last);
          };
          lookers.add(look);
          look();
        });
      return {
        stop,
        seen,
        /** The newest state, now or later, that is wanted. */
        any,
        until: (wanted: (state: GitRepoState) => boolean) =>
          any((state): state is GitRepoState => state.kind === 'repository' && wanted(state)),
      };
    },
    close: () => {
      for (const stop of stops) stop();
      service.dispose();
      watcher.dispose();
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
export type GitRoom = ReturnType<typeof openGitRoom>;
