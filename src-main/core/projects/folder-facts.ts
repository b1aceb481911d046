import { access, constants, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Project } from '../../../src-shared/model/project.ts';
import { findGitPlace, hasDotGit, linkedWorktrees, readBranch, type GitPlace } from '../git/git-place.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Clock } from '../ports.ts';

/** How often projects are looked at: a few file system calls each, no process. */
const LOOK_EVERY_MS = 5_000;

export type FolderFacts = Pick<Project, 'state' | 'git'>;
/** Before the first look. */
export const UNKNOWN_FACTS: FolderFacts = { state: 'ok', git: null };

export interface FolderWatch {
  setFolders(paths: readonly string[]): void;
  /** Looks now. */
  look(path: string): Promise<FolderFacts>;
  dispose(): void;
}

/**
 * Keeps an eye on folders: gone, unreadable, read-only, and which branch is checked out. It looks instead of listening, because a
 * watcher on a folder says nothing when a parent is moved, and network drives say nothing at all.
 */
export function createFolderWatch(options: {
  readonly git: GitRunner;
  readonly clock: Clock;
  readonly onFacts: (path: string, facts: FolderFacts) => void;
}): FolderWatch {
  const { git, clock, onFacts } = options;
  const places = new Map<string, GitPlace | null>();
  const known = new Map<string, string>();
  let folders: readonly string[] = [];
  let cancel = () => {};
  let looking = false;
  let disposed = false;

  async function gitFacts(path: string): Promise<FolderFacts['git']> {
    const before = places.get(path);
    // A repository that was not there may have been made meanwhile, and one that was may be gone.
    const asked = before === undefined || (before === null && (await hasDotGit(path)));
    let place = before ?? null;
    if (asked || (before && !(await exists(before.gitDir)))) {
      const found = await findGitPlace(git, path);
      place = found.ok ? found.value : null;
      places.set(path, place);
    }
    if (!place) return null;
    const [branch, trees] = await Promise.all([readBranch(place), linkedWorktrees(place)]);
    // A project below the root of its repository is the same folder in each of them.
    const inside = relative(place.root, await realpath(path).catch(() => path));
    return { branch, root: place.root, worktrees: trees.map((tree) => join(tree, inside)) };
  }

  async function look(path: string): Promise<FolderFacts> {
    const state = await folderState(path);
    const facts: FolderFacts = {
      state,
      git: state === 'missing' || state === 'unreadable' ? null : await gitFacts(path),
    };
    known.set(path, JSON.stringify(facts));
    return facts;
  }

  async function lookAtAll(): Promise<void> {
    if (looking) return;
    looking = true;
    for (const path of folders) {
      const before = known.get(path);
      const facts = await look(path);
      if (disposed) return;
      if (known.get(path) !== before) onFacts(path, facts);
    }
    looking = false;
    schedule();
  }

  function schedule(): void {
    cancel();
    if (!disposed && folders.length > 0) cancel = clock.after(LOOK_EVERY_MS, () => void lookAtAll());
  }

  return {
    setFolders: (paths) => {
      const isNew = paths.some((path) => !known.has(path));
      folders = [...new Set(paths)];
      for (const path of known.keys()) {
        if (folders.includes(path)) continue;
        known.delete(path);
        places.delete(path);
      }
      if (isNew) void lookAtAll();
      else schedule();
    },
    look,
    dispose: () => {
      disposed = true;
      cancel();
    },
  };
}

async function folderState(path: string): Promise<Project['state']> {
  try {
    if (!(await stat(path)).isDirectory()) return 'missing';
    await access(path, constants.R_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'EACCES' || code === 'EPERM' ? 'unreadable' : 'missing';
  }
  return (await canWrite(path)) ? 'ok' : 'readOnly';
}

const canWrite = (path: string): Promise<boolean> =>
  access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;
