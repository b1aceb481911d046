import type { GitRunner } from '../git/git-runner.ts';

/** Folders of this name hold so much that is written by machines that nobody listens there, ignored or not. */
const NEVER_LISTENED = new Set(['node_modules', '.git', '.hg', '.svn']);
const LIST_TIMEOUT_MS = 60_000;
const LIST_MAX_BYTES = 32 * 1024 * 1024;

/** Which folders of a working tree are ignored. Outside a repository only the names count that nobody ever listens to. */
export interface IgnoredFolders {
  has(path: string): boolean;
  /** Asks Git for all of them anew. */
  refresh(): Promise<void>;
  /** Asks Git about folders that came; ignored ones are remembered. */
  learn(paths: readonly string[]): Promise<void>;
}

export function createIgnoredFolders(git: Pick<GitRunner, 'raw'>, root: string): IgnoredFolders {
  let known = new Set<string>();
  const isNever = (path: string) => NEVER_LISTENED.has(path.slice(path.lastIndexOf('/') + 1));
  const has = (path: string): boolean => isNever(path) || known.has(path);
  return {
    has,
    refresh: async () => {
      const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'];
      const listed = await git.raw(args, { cwd: root, timeoutMs: LIST_TIMEOUT_MS, maxOutputBytes: LIST_MAX_BYTES });
      // No repository, no Git: then nothing is ignored.
      if (!listed.ok) return;
      const paths = listed.value.stdout.toString('utf8').split('\0');
      known = new Set(paths.flatMap((path) => (path.endsWith('/') ? [path.slice(0, -1)] : [])));
    },
    learn: async (paths) => {
      const asked = paths.filter((path) => !isNever(path));
      if (asked.length === 0) return;
      const args = ['check-ignore', '-z', '--stdin'];
      const stdin = asked.map((path) => `${path}\0`).join('');
      const answer = await git.raw(args, { cwd: root, stdin, okCodes: [0, 1, 128] });
      if (!answer.ok || answer.value.code === 128) return;
      for (const path of answer.value.stdout.toString('utf8').split('\0')) if (path !== '') known.add(path);
    },
  };
}
