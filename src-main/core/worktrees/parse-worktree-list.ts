import nodePath from 'node:path';
import type { GitHead } from '../../../src-shared/model/git.ts';
import type { HostPaths } from '../hosts/host-files.ts';

/** One entry of `git worktree list --porcelain -z`. */
export interface ListedWorktree {
  readonly path: string;
  /** The first one listed: it holds the repository itself. */
  readonly main: boolean;
  readonly bare: boolean;
  /** Null in a bare repository, and for an entry that Git cannot read. */
  readonly head: GitHead | null;
  /** The reason, empty when none was given; null: not locked. */
  readonly locked: string | null;
  /** Why `git worktree prune` would forget it; null: it would not. */
  readonly prunable: string | null;
}

/** Reads the attributes of each worktree; entries are separated by an empty line, lines by NUL (git-worktree(1)). */
export function parseWorktreeList(output: string, paths: HostPaths = nodePath): readonly ListedWorktree[] {
  return output
    .split('\0\0')
    .filter((entry) => entry.replaceAll('\0', '') !== '')
    .map((entry, index) => parseEntry(entry.split('\0'), index === 0, paths));
}

function parseEntry(lines: readonly string[], main: boolean, { resolve }: HostPaths): ListedWorktree {
  const attributes = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf(' ');
    if (line !== '') attributes.set(at < 0 ? line : line.slice(0, at), at < 0 ? '' : line.slice(at + 1));
  }
  return {
    // As everywhere here: Git writes `/` on Windows too.
    path: resolve(attributes.get('worktree') ?? ''),
    main,
    bare: attributes.has('bare'),
    head: headOf(attributes.get('HEAD'), attributes.get('branch')),
    locked: attributes.get('locked') ?? null,
    prunable: attributes.get('prunable') ?? null,
  };
}

function headOf(commit: string | undefined, ref: string | undefined): GitHead | null {
  const unborn = commit === undefined || /^0+$/.test(commit);
  if (ref !== undefined) {
    return { kind: 'branch', name: ref.replace(/^refs\/heads\//, ''), commit: unborn ? null : commit };
  }
  return unborn ? null : { kind: 'detached', commit };
}
