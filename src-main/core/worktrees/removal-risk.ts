import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { IgnoredFile, RemovalOutcome } from '../../../src-shared/contract/worktrees.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { walkFiles } from './folder-size.ts';
import { innerRepositories } from './inner-repositories.ts';
import { readTreeState } from './worktree-git.ts';
import type { WorktreeUse } from './worktree-ports.ts';

/** Ignored files that are named when a removal asks. */
const NAMED_FILES = 20;
/** Unsaved files that are named. */
const NAMED_DRAFTS = 100;

/** What goes with a worktree though no snapshot holds it, and who else works there. */
export interface RemovalRisk {
  /** Ignored files and folders, and repositories inside, which end with `/`. */
  readonly entries: readonly IgnoredFile[];
  /** Each file of the entries with what tells that it is still the same one. */
  readonly files: ReadonlyMap<string, string>;
  readonly terminals: readonly { readonly id: string; readonly title: string }[];
  /** Files with text in Skein's editor that was not saved; the text is kept, and waits for the file to be back. */
  readonly drafts: readonly string[];
}

export async function lookAtRisk(
  git: GitRunner,
  use: WorktreeUse,
  path: string,
): Promise<Result<RemovalRisk, AppError>> {
  const state = await readTreeState(git, path);
  if (!state.ok) return state;
  const inner = await innerRepositories(git, path);
  if (!inner.ok) return inner;
  const entries: IgnoredFile[] = [];
  const files = new Map<string, string>();
  const named = [
    ...state.value.ignored.map((name) => ({ name, kind: 'ignored' as const })),
    ...inner.value.map((name) => ({ name, kind: 'repository' as const })),
  ];
  for (const { name, kind } of named) {
    let bytes = 0;
    await walkFiles(git.files, git.files.paths.join(path, name), (file, { size, mtimeMs, ino }) => {
      bytes += size;
      files.set(file, `${size} ${mtimeMs} ${ino}`);
    });
    entries.push({ path: name, kind, bytes });
  }
  return ok({ entries, files, terminals: use.terminalsIn(path), drafts: await use.draftsIn(path) });
}

export const isAtRisk = ({ entries, terminals, drafts }: RemovalRisk): boolean =>
  entries.length + terminals.length + drafts.length > 0;

/** Whether who agreed to lose `agreed` has agreed to all of `now`: nothing came or changed. What is gone is nobody's loss. */
export function covers(agreed: RemovalRisk, now: RemovalRisk): boolean {
  const names = new Set(agreed.entries.map((entry) => entry.path));
  const shells = new Set(agreed.terminals.map(({ id }) => id));
  return (
    now.entries.every((entry) => names.has(entry.path)) &&
    [...now.files].every(([file, mark]) => agreed.files.get(file) === mark) &&
    now.terminals.every(({ id }) => shells.has(id)) &&
    now.drafts.every((file) => agreed.drafts.includes(file))
  );
}

/** The question, the largest files first. */
export function askAbout(
  path: string,
  { entries, terminals, drafts }: RemovalRisk,
  asked: { readonly question: string; readonly cleanedUp: boolean },
): RemovalOutcome {
  const largest = [...entries].sort((a, b) => b.bytes - a.bytes);
  return {
    path,
    kind: 'asks',
    ...asked,
    ignored: largest.slice(0, NAMED_FILES),
    ignoredCount: entries.length,
    ignoredBytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
    terminals: terminals.map(({ title }) => title),
    drafts: drafts.slice(0, NAMED_DRAFTS),
  };
}
