import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { err, ok } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { RepositoryLocks } from '../git/repository-locks.ts';
import type { SnapshotPlaces } from './snapshot-service.ts';

/** Worktrees for restored snapshots, below `root`: `<root>/<short id>/<repository's name>`, with a detached head. */
export function createPlainPlaces(git: GitRunner, locks: RepositoryLocks, root: string): SnapshotPlaces {
  return {
    add: async ({ repository, commit, path }) => {
      const name = basename(repository) === '.git' ? basename(dirname(repository)) : basename(repository, '.git');
      const at = path ?? join(root, randomBytes(4).toString('hex'), name || 'worktree');
      // A folder that is there belongs to somebody else, and so does what is in it.
      const there = await readdir(at).catch(() => []);
      if (there.length > 0) return err({ code: 'worktree.exists', path: at });
      await mkdir(dirname(at), { recursive: true });
      const added = await locks.write(repository, async () => {
        // The entry of a worktree whose folder is gone would be in the way.
        const pruned = await git.raw(['worktree', 'prune'], { cwd: repository });
        return pruned.ok ? git.raw(['worktree', 'add', '--detach', '--', at, commit], { cwd: repository }) : pruned;
      });
      if (added.ok) return ok(at);
      await rm(at, { recursive: true, force: true });
      return added;
    },
  };
}
