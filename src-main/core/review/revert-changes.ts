import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ChangeTarget } from '../../../src-shared/contract/review.ts';
import { parseDiff } from '../../../src-shared/model/hunks.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, isUnreachable, type HostFiles } from '../hosts/host-files.ts';
import { diskMarks } from '../snapshots/disk-entries.ts';
import { inTheWay } from '../snapshots/in-the-way.ts';
import { fromText, toText } from '../snapshots/path-bytes.ts';
import { DIFF_CONFIG, DIFF_FLAGS } from './diff-options.ts';
import { lineChange, type LineChange, type LineTarget } from './line-change.ts';
import type { ListTools, SectionEntry } from './list-changes.ts';
import type { ReviewSnapshots } from './review-ports.ts';
import { applyPatch, entriesOf, type Uncommitted } from './stage-changes.ts';

type Done = Promise<Result<null, AppError>>;

/** What a revert is about, found out before anything is touched. */
type Plan =
  | { readonly kind: 'files'; readonly entries: readonly SectionEntry[] }
  | { readonly kind: 'lines'; readonly lines: LineChange; readonly context: number };

/**
 * Takes changes out of the working tree, staged ones out of the index as well. All that is there goes into a snapshot first. The caller
 * holds the repository's lock.
 *
 * `all` is what is not staged, untracked files included; conflicts, submodules and repositories inside stay. A staged change whose lines
 * were changed again in the working tree is refused with `git.conflict`, and nothing happens. One that stops on its way
 * (`review.half-reverted`) tells the snapshot.
 */
export async function revert(
  tools: ListTools,
  snapshots: ReviewSnapshots,
  comparison: Uncommitted,
  target: ChangeTarget,
): Promise<Result<{ readonly snapshotId: string }, AppError>> {
  const plan = await planRevert(tools, comparison, target);
  if (!plan.ok) return plan;
  const checked = await checkStaged(tools, comparison, plan.value);
  if (!checked.ok) return checked;
  const folder = comparison.place.root;
  const { files } = tools.git;
  const free = await checkFree(files, folder, plan.value);
  if (!free.ok) return free;
  const written = overwrittenBy(plan.value);
  const marksNow = () => diskMarks(files, folder, written.map(fromText));
  const marks = await marksNow();
  const title = titleOf(plan.value);
  const taken = await snapshots.take({ folder, reason: 'reverted', title, thread: null, locked: true });
  if (!taken.ok) return taken;
  // While the snapshot was taken somebody may have gone on writing: that is not in it.
  const now = await marksNow();
  const later = written.find((_path, at) => now[at] !== marks[at]);
  if (later !== undefined) return err({ code: 'review.stale', path: later });
  const done =
    plan.value.kind === 'lines'
      ? await revertLines(tools, comparison, plan.value.lines, plan.value.context)
      : await revertFiles(tools, comparison, plan.value.entries);
  if (done.ok) {
    await snapshots.noteStep(taken.value.id, folder);
    return ok({ snapshotId: taken.value.id });
  }
  // A patch that does not fit any more has changed nothing.
  if (done.error.code === 'review.stale') return done;
  const reason = 'stderr' in done.error ? done.error.stderr : 'path' in done.error ? done.error.path : done.error.code;
  return err({ code: 'review.half-reverted', snapshotId: taken.value.id, reason });
}

/** Files that are written over or removed as a whole, whatever is in them. */
const overwrittenBy = (plan: Plan): readonly string[] =>
  plan.kind === 'lines' ? [] : plan.entries.flatMap(({ section, path }) => (section === 'staged' ? [] : [path]));

/** Where a file comes back, nothing else may lie that does not go with this revert: no snapshot has what is ignored. */
async function checkFree(files: HostFiles, root: string, plan: Plan): Done {
  if (plan.kind === 'lines') return ok(null);
  const gone = plan.entries.flatMap(({ section, status, path }) =>
    section === 'unstaged' && status === 'D' ? [fromText(path)] : [],
  );
  const goes = plan.entries.flatMap((entry) => (isNew(entry) ? [fromText(entry.path)] : []));
  try {
    const found = await inTheWay(files, root, gone, new Set(goes));
    return found.length > 0 ? err({ code: 'git.would-overwrite', files: found.map(toText) }) : ok(null);
  } catch (error) {
    if (isUnreachable(error)) throw error;
    // A folder that may not be looked into holds what nobody has seen.
    return err({ code: 'path.no-access', path: root });
  }
}

const isNew = ({ section, status }: SectionEntry): boolean =>
  section === 'untracked' || (section === 'unstaged' && status === 'A');

async function planRevert(
  tools: ListTools,
  comparison: Uncommitted,
  target: ChangeTarget,
): Promise<Result<Plan, AppError>> {
  if (target.kind === 'lines') return planLines(tools, comparison, target);
  const sections = ['unstaged', 'untracked', 'staged', 'conflicted'] as const;
  const found = await entriesOf(
    tools,
    comparison,
    target,
    target.kind === 'all' ? ['unstaged', 'untracked'] : sections,
  );
  if (!found.ok) return found;
  const isInner = ({ newMode, oldMode }: SectionEntry) => newMode === '160000' || oldMode === '160000';
  if (target.kind === 'all') {
    const entries = found.value.filter((entry) => !isInner(entry));
    return entries.length > 0 ? ok({ kind: 'files', entries }) : err({ code: 'review.stale', path: '' });
  }
  const [first] = target.files;
  if (found.value.length === 0) return err({ code: 'review.stale', path: first?.path ?? '' });
  const unmerged = found.value.find(({ section }) => section === 'conflicted');
  if (unmerged) return err({ code: 'review.not-stageable', path: unmerged.path, reason: 'unmerged' });
  const inner = found.value.find(isInner);
  if (inner) return err({ code: 'review.not-stageable', path: inner.path, reason: 'submodule' });
  return ok({ kind: 'files', entries: found.value });
}

async function planLines(
  tools: ListTools,
  comparison: Uncommitted,
  target: LineTarget,
): Promise<Result<Plan, AppError>> {
  const lines = await lineChange(tools, comparison, target, 'reverse');
  if (!lines.ok) return lines;
  const { file, context } = target;
  if (lines.value === null) return err({ code: 'review.stale', path: file.path });
  const { change, whole } = lines.value;
  // All lines of a new file: the file itself goes, as Git's own entry for it has to.
  if (!whole || change.change !== 'added' || change.section === 'staged') {
    return ok({ kind: 'lines', lines: lines.value, context });
  }
  const files = [{ section: file.section, path: file.path }];
  const found = await entriesOf(tools, comparison, { kind: 'files', files }, [file.section]);
  return found.ok ? ok({ kind: 'files', entries: found.value }) : found;
}

const NAMED_FILES = 3;
function titleOf(plan: Plan): string {
  const paths = plan.kind === 'lines' ? [plan.lines.change.path] : plan.entries.map(({ path }) => path);
  const more = paths.length - NAMED_FILES;
  return paths.slice(0, NAMED_FILES).join(', ') + (more > 0 ? ` +${more}` : '');
}

/** A staged change leaves both the index and the working tree, or neither. */
async function checkStaged(tools: ListTools, comparison: Uncommitted, plan: Plan): Done {
  const made = await stagedPatch(tools, comparison, plan.kind === 'lines' ? plan : withoutTwice(plan));
  if (!made.ok || made.value === null) return made.ok ? ok(null) : made;
  const checked = await applyStaged(tools, comparison, made.value, ['--check']);
  if (checked.ok || checked.error.code !== 'git.failed') return checked;
  // "error: NAME: patch does not apply", one line for each file that it is about.
  const words = checked.error.stderr.split('\n');
  const named = made.value.paths.filter((path) => words.some((line) => line.startsWith(`error: ${path}: `)));
  return err({ code: 'git.conflict', files: named.length > 0 ? named : made.value.paths });
}

/** A file that is reverted in both sections is as it is in the index by the time its staged change goes. */
function withoutTwice({ entries }: Extract<Plan, { kind: 'files' }>): Plan {
  const unstaged = new Set(entries.flatMap(({ section, path }) => (section === 'unstaged' ? [path] : [])));
  return { kind: 'files', entries: entries.filter(({ section, path }) => section !== 'staged' || !unstaged.has(path)) };
}

interface StagedPatch {
  readonly patch: string;
  readonly paths: readonly string[];
  readonly context: number;
}

async function stagedPatch(
  { git }: ListTools,
  comparison: Uncommitted,
  plan: Plan,
): Promise<Result<StagedPatch | null, AppError>> {
  if (plan.kind === 'lines') {
    const { change, patch } = plan.lines;
    return ok(change.section === 'staged' ? { patch, paths: [change.path], context: plan.context } : null);
  }
  const staged = plan.entries.filter(({ section }) => section === 'staged');
  if (staged.length === 0) return ok(null);
  const paths = staged.flatMap(({ path, oldPath }) => (oldPath === null ? [path] : [oldPath, path]));
  const flags = [...DIFF_CONFIG, 'diff', '--cached', '--binary', '-M', ...DIFF_FLAGS, comparison.head, '--', ...paths];
  const diff = await git.raw(['--literal-pathspecs', ...flags], { cwd: comparison.place.root });
  if (!diff.ok) return diff;
  return ok({ patch: diff.value.stdout.toString('latin1'), paths: staged.map(({ path }) => path), context: 3 });
}

/** Out of the working tree, then out of the index. */
async function applyStaged(
  { git }: ListTools,
  { place }: Uncommitted,
  staged: StagedPatch,
  flags: readonly string[],
): Done {
  const exact = staged.context === 0 ? ['--unidiff-zero'] : [];
  for (const side of [[], ['--cached']]) {
    const args = [
      'apply',
      '--reverse',
      '--whitespace=nowarn',
      '--no-ignore-whitespace',
      ...exact,
      ...side,
      ...flags,
      '-',
    ];
    const applied = await git.raw(args, { cwd: place.root, stdin: Buffer.from(staged.patch, 'latin1') });
    if (!applied.ok) return applied;
  }
  return ok(null);
}

async function revertLines(tools: ListTools, comparison: Uncommitted, lines: LineChange, context: number): Done {
  const { change, diff, patch } = lines;
  const cwd = comparison.place.root;
  if (change.section === 'staged') return applyStaged(tools, comparison, { patch, paths: [change.path], context }, []);
  if (!change.untracked) return applyPatch(tools.git, cwd, lines, context, ['--reverse']);
  const { paths, readFile, writeFile } = tools.git.files;
  const file = paths.join(cwd, change.path);
  const gone = new Set(
    parseDiff(patch).hunks.flatMap(({ lines }) =>
      lines.flatMap(({ kind, newLine }) => (kind === 'added' ? [newLine] : [])),
    ),
  );
  // While the snapshot was taken somebody may have gone on writing.
  const now = await readFile(file, 'latin1').catch(absentAs(null));
  if (now !== remainingText(diff, new Set())) return err({ code: 'review.stale', path: change.path });
  return writeFile(file, Buffer.from(remainingText(diff, gone), 'latin1')).then(
    () => ok(null),
    () => err({ code: 'path.no-access', path: file }),
  );
}

/** What is left of an untracked file when these lines go. */
function remainingText(diff: string, gone: ReadonlySet<number | null>): string {
  const lines = parseDiff(diff).hunks.flatMap((hunk) => hunk.lines);
  const isBare = lines.at(-1)?.kind === 'noNewline';
  const kept = lines.filter(({ kind, newLine }) => kind === 'added' && !gone.has(newLine));
  const last = lines.findLast(({ kind }) => kind === 'added');
  const end = isBare && kept.at(-1) === last ? '' : '\n';
  return kept.length === 0 ? '' : kept.map(({ text }) => text).join('\n') + end;
}

async function revertFiles(tools: ListTools, comparison: Uncommitted, entries: readonly SectionEntry[]): Done {
  const { git } = tools;
  const cwd = comparison.place.root;
  const unstaged = entries.filter(({ section }) => section === 'unstaged');
  const added = unstaged.filter(({ status }) => status === 'A');
  const back = unstaged.filter(({ status }) => status !== 'A');
  const untracked = entries.filter(({ section }) => section === 'untracked');
  if (added.length > 0) {
    // Known by `add --intent-to-add` only: the file goes, and that it was meant.
    const forgotten = await git.raw(['update-index', '--force-remove', '-z', '--stdin'], { cwd, stdin: nul(added) });
    if (!forgotten.ok) return forgotten;
  }
  // First what goes, so that a folder can become a file again.
  for (const { path } of [...added, ...untracked]) {
    const removed = await removeFile(git.files, cwd, path);
    if (!removed.ok) return removed;
  }
  if (back.length > 0) {
    const restored = await git.raw(['checkout-index', '--force', '--index', '--quiet', '-z', '--stdin'], {
      cwd,
      stdin: nul(back),
    });
    if (!restored.ok) return restored;
  }
  const staged = await stagedPatch(tools, comparison, { kind: 'files', entries });
  if (!staged.ok) return staged;
  return staged.value ? applyStaged(tools, comparison, staged.value, []) : ok(null);
}

const nul = (entries: readonly SectionEntry[]): string => entries.map(({ path }) => `${path}\0`).join('');

/** Removes a file and the folders it leaves empty. Nothing outside the root is touched, wherever a link leads by now. */
async function removeFile(
  { paths: { dirname, join, sep }, realpath, rmdir, unlink }: HostFiles,
  root: string,
  path: string,
): Done {
  const full = join(root, path);
  try {
    const parent = await realpath(dirname(full)).catch(absentAs(null));
    if (parent === null) return ok(null);
    const top = await realpath(root);
    if (parent !== top && !parent.startsWith(top + sep)) return err({ code: 'path.outside', path: full });
    await unlink(full);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== 'ENOENT') return err({ code: 'path.no-access', path: full });
  }
  for (let folder = dirname(full); folder !== root && folder.startsWith(root + sep); folder = dirname(folder)) {
    const isEmpty = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isEmpty) break;
  }
  return ok(null);
}
