import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Where Git keeps what it knows of a working tree, found without starting a process. */
export interface GitFolders {
  /** The working tree's own: `HEAD`, `index`, what is in progress. */
  readonly own: string;
  /** What all worktrees share: refs, configuration. The same as `own` in the main working tree. */
  readonly common: string;
}

/** The Git folders of the working tree whose top folder this is (gitrepository-layout(5)); null when it is none. */
export async function findGitFolders(root: string): Promise<GitFolders | null> {
  const dotGit = join(root, '.git');
  const found = await stat(dotGit).catch(() => null);
  if (!found) return null;
  if (found.isDirectory()) return { own: dotGit, common: dotGit };
  const link = /^gitdir: (.+)$/m.exec(await readFile(dotGit, 'utf8').catch(() => ''))?.[1];
  if (!link) return null;
  const own = resolve(root, link.trim());
  const common = (await readFile(join(own, 'commondir'), 'utf8').catch(() => '')).trim();
  return { own, common: common === '' ? own : resolve(own, common) };
}

/** Names in a working tree's own Git folder whose change means another state. */
const OWN_NAMES = new Set([
  'HEAD',
  'index',
  'index.lock',
  'MERGE_HEAD',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'BISECT_LOG',
  'rebase-merge',
  'rebase-apply',
  'config.worktree',
]);
const COMMON_NAMES = new Set(['packed-refs', 'config', 'info/exclude', 'logs/refs/stash']);

/** Whether a path in a working tree's own Git folder says something about its state. */
export const isOwnState = (path: string): boolean => OWN_NAMES.has(path);

/** The same for the shared folder. Skein's own refs (snapshots, checkpoints) change nothing that is shown. */
export const isSharedState = (path: string): boolean =>
  COMMON_NAMES.has(path) ||
  (/^refs\//.test(path) && !path.endsWith('.lock') && path !== 'refs/skein' && !path.startsWith('refs/skein/'));
