import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ChangeTarget } from '../../../src-shared/contract/review.ts';
import { parseDiff } from '../../../src-shared/model/hunks.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Comparison } from './comparison.ts';
import { lineChange, type LineChange, type LineTarget } from './line-change.ts';
import { findEntries, type ListTools, type SectionEntry } from './list-changes.ts';

export type Uncommitted = Extract<Comparison, { kind: 'uncommitted' }>;
type Done = Promise<Result<null, AppError>>;

/** Brings changes of the working tree into the index. The caller holds the repository's lock. */
export async function stage(tools: ListTools, comparison: Uncommitted, target: ChangeTarget): Done {
  const cwd = comparison.place.root;
  if (target.kind === 'lines') return stageLines(tools, comparison, target);
  const found = await entriesOf(tools, comparison, target, ['unstaged', 'untracked', 'conflicted']);
  if (!found.ok) return found;
  // A conflict is settled only when it is named: with all of them, files full of marks would count as settled.
  const entries = target.kind === 'all' ? found.value.filter(({ section }) => section !== 'conflicted') : found.value;
  if (target.kind === 'all' && entries.length === found.value.length) {
    return nothing(await tools.git.raw(['add', '--all'], { cwd }));
  }
  return addPaths(
    tools.git,
    cwd,
    entries.map(({ path }) => path),
  );
}

/** Takes changes out of the index; the working tree stays as it is. The caller holds the repository's lock. */
export async function unstage(tools: ListTools, comparison: Uncommitted, target: ChangeTarget): Done {
  const cwd = comparison.place.root;
  if (target.kind === 'lines') {
    if (target.file.section !== 'staged') return ok(null);
    const lines = await lineChange(tools, comparison, target, 'reverse');
    if (!lines.ok || lines.value === null) return lines.ok ? ok(null) : lines;
    return applyPatch(tools.git, cwd, lines.value, target.context, ['--cached', '--reverse']);
  }
  const found = await entriesOf(tools, comparison, target, ['staged']);
  if (!found.ok) return found;
  return restoreIndex(tools.git, cwd, found.value);
}

/** Puts the older side of changes back into the index. */
async function restoreIndex(git: GitRunner, cwd: string, entries: readonly SectionEntry[]): Done {
  if (entries.length === 0) return ok(null);
  const none = '0'.repeat(40);
  const gone = entries.filter(({ oldBlob, oldPath }) => oldBlob === null || oldPath !== null);
  const back = entries.filter(({ oldBlob, status }) => oldBlob !== null && status !== 'C');
  const lines = [
    // First what goes, so that a folder can become a file again.
    ...gone.map(({ path }) => `0 ${none}\t${path}\0`),
    ...back.map(({ oldMode, oldBlob, oldPath, path }) => `${oldMode} ${oldBlob}\t${oldPath ?? path}\0`),
  ];
  const done = await git.raw(['update-index', '-z', '--index-info'], { cwd, stdin: lines.join('') });
  if (!done.ok) return done;
  // Entries without times would be read anew by every look at them.
  return nothing(await git.raw(['update-index', '-q', '--refresh'], { cwd, okCodes: [0, 1] }));
}

/** Takes paths into the index as they are in the working tree, gone ones included. */
async function addPaths(git: GitRunner, cwd: string, paths: readonly string[]): Done {
  if (paths.length === 0) return ok(null);
  const stdin = paths.map((path) => `${path}\0`).join('');
  return nothing(await git.raw(['update-index', '--add', '--remove', '--replace', '-z', '--stdin'], { cwd, stdin }));
}

async function stageLines({ git, ...tools }: ListTools, comparison: Uncommitted, target: LineTarget): Done {
  const cwd = comparison.place.root;
  if (target.file.section === 'staged') return ok(null);
  const lines = await lineChange({ git, ...tools }, comparison, target, 'forward');
  if (!lines.ok || lines.value === null) return lines.ok ? ok(null) : lines;
  const { change, whole } = lines.value;
  if (!change.untracked) return applyPatch(git, cwd, lines.value, target.context, ['--cached']);
  if (whole) return addPaths(git, cwd, [change.path]);
  // As `git add` would do it: with the conversions of line ends and filters that the path has.
  const args = ['hash-object', '-w', '--stdin', `--path=${change.path}`];
  const blob = await git.raw(args, { cwd, stdin: Buffer.from(addedText(lines.value.patch), 'latin1') });
  if (!blob.ok) return blob;
  const entry = `${change.newMode} ${blob.value.stdout.toString().trim()}\t${change.path}\0`;
  return nothing(await git.raw(['update-index', '-z', '--index-info'], { cwd, stdin: entry }));
}

/** What a patch that only adds lines adds. */
function addedText(patch: string): string {
  const lines = parseDiff(patch).hunks.flatMap((hunk) => hunk.lines);
  const text = lines.filter(({ kind }) => kind === 'added').map((line) => line.text);
  return `${text.join('\n')}${lines.at(-1)?.kind === 'noNewline' ? '' : '\n'}`;
}

/**
 * Gives a patch to `git apply`. One that does not fit any more, since another program was quicker, is `review.stale`.
 * @param context lines around each change; with none, Git wants to be told that positions are exact
 */
export async function applyPatch(
  git: GitRunner,
  cwd: string,
  { patch, change }: Pick<LineChange, 'patch' | 'change'>,
  context: number,
  flags: readonly string[],
): Done {
  const exact = context === 0 ? ['--unidiff-zero'] : [];
  const args = ['apply', '--whitespace=nowarn', '--no-ignore-whitespace', ...exact, ...flags, '-'];
  const applied = await git.raw(args, { cwd, stdin: Buffer.from(patch, 'latin1') });
  if (applied.ok) return ok(null);
  const isStale =
    applied.error.code === 'git.failed' && /patch does not apply|does not match index/.test(applied.error.stderr);
  return isStale ? err({ code: 'review.stale', path: change.path }) : applied;
}

/** The changed paths that a target names, in sections where something can be done with them. One that is gone meanwhile is left out. */
export async function entriesOf(
  tools: ListTools,
  comparison: Uncommitted,
  target: Exclude<ChangeTarget, LineTarget>,
  sections: readonly SectionEntry['section'][],
): Promise<Result<SectionEntry[], AppError>> {
  const named = target.kind === 'files' ? target.files : null;
  const changed = named?.find(({ section }) => section === 'changed');
  if (changed) return err({ code: 'review.not-stageable', path: changed.path, reason: 'scope' });
  const found = await findEntries(tools, comparison, { sections: new Set(sections) });
  if (!found.ok) return found;
  const wanted = named && new Set(named.map(({ section, path }) => `${section}/${path}`));
  return ok(
    found.value.filter(
      ({ section, path }) => sections.includes(section) && (wanted === null || wanted.has(`${section}/${path}`)),
    ),
  );
}

const nothing = (result: Result<unknown, AppError>): Result<null, AppError> => (result.ok ? ok(null) : result);
