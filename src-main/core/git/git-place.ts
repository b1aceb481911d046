import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { localFiles, type HostFiles } from '../hosts/host-files.ts';
import type { GitRunner } from './git-runner.ts';

/** Where a folder's repository is. `gitDir` is the worktree's own (`.git`, or `.git/worktrees/x`): its `HEAD` names the branch. */
export interface GitPlace {
  readonly root: string;
  readonly gitDir: string;
}

/** The repository a folder belongs to; null when it belongs to none. */
export async function findGitPlace(git: GitRunner, folder: string): Promise<Result<GitPlace | null, AppError>> {
  const answer = await git.run(['rev-parse', '--show-toplevel', '--absolute-git-dir'], { cwd: folder });
  if (!answer.ok) {
    // Exit 128 with these words is Git's way to say no; a bare repository has no working tree to show.
    const isNo = answer.error.code === 'git.failed' && /not a git repository|work tree/i.test(answer.error.stderr);
    return isNo ? ok(null) : answer;
  }
  const [root, gitDir] = answer.value.split('\n');
  if (!root || !gitDir) return ok(null);
  return ok({ root: resolve(root), gitDir: isAbsolute(gitDir) ? gitDir : join(folder, gitDir) });
}

/**
 * The branch that is checked out, read from `HEAD` without starting a process, so that it can be looked at every few seconds for every
 * project. Null with a detached head.
 */
export async function readBranch(place: GitPlace, files: HostFiles = localFiles): Promise<string | null> {
  const head = await files.readFile(files.paths.join(place.gitDir, 'HEAD'), 'utf8').catch(() => '');
  return /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1]?.trim() ?? null;
}

/**
 * The linked worktrees of a main working tree, read without starting a process: `worktrees/<name>/gitdir` holds the path of each one's
 * `.git` file (gitrepository-layout). Empty for a working tree that is a linked one itself.
 */
export async function linkedWorktrees(place: GitPlace): Promise<readonly string[]> {
  const folder = join(place.gitDir, 'worktrees');
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(names.map((name) => readFile(join(folder, name, 'gitdir'), 'utf8').catch(() => '')));
  return files.flatMap((file) => (file.trim() === '' ? [] : [dirname(resolve(folder, file.trim()))])).sort();
}

/** Whether the folder itself holds a repository or a worktree's `.git` file. */
export const hasDotGit = async (folder: string): Promise<boolean> =>
  (await stat(join(folder, '.git')).catch(() => null)) !== null;
