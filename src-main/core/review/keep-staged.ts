import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ChangeTarget } from '../../../src-shared/contract/review.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { readWorking } from './file-diffs.ts';
import { findEntries, type ListTools, type SectionEntry } from './list-changes.ts';
import type { ReviewSnapshots } from './review-ports.ts';
import type { Uncommitted } from './stage-changes.ts';

/** With more files that are staged in part nobody reads them all to find out: a snapshot costs less. */
const MAX_READ = 50;
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Before anything is staged or unstaged: lines that are staged and stand neither in the commit nor in the file any more would be
 * nowhere afterwards, so a snapshot keeps them. The caller holds the repository's lock.
 */
export async function keepStaged(
  tools: ListTools,
  snapshots: ReviewSnapshots,
  comparison: Uncommitted,
  target: ChangeTarget,
): Promise<Result<null, AppError>> {
  const found = await findEntries(tools, comparison, { sections: new Set(['staged', 'unstaged']) });
  if (!found.ok) return found;
  const files = target.kind === 'lines' ? [target.file] : target.kind === 'files' ? target.files : null;
  const wanted = files && new Set(files.map(({ path }) => path));
  const again = new Set(found.value.flatMap(({ section, path }) => (section === 'unstaged' ? [path] : [])));
  const mixed = found.value.filter(
    ({ section, path, newBlob }) =>
      section === 'staged' && newBlob !== null && again.has(path) && (wanted === null || wanted.has(path)),
  );
  const lost: string[] = [];
  for (const entry of mixed.slice(0, MAX_READ)) {
    if (await wouldBeLost(tools, comparison, entry)) lost.push(entry.path);
  }
  if (lost.length === 0 && mixed.length <= MAX_READ) return ok(null);
  const title = `Staged: ${lost.slice(0, 3).join(', ')}`;
  const { root } = comparison.place;
  const taken = await snapshots.take({ folder: root, reason: 'discarded', title, thread: null, locked: true });
  return taken.ok ? ok(null) : taken;
}

/** The index's version has a line that neither the commit's nor the file has. */
async function wouldBeLost({ git }: ListTools, { place }: Uncommitted, entry: SectionEntry): Promise<boolean> {
  const { path, oldBlob, newBlob, newMode } = entry;
  if (newMode === '160000') return false;
  const read = async (blob: string | null): Promise<string | null> => {
    if (blob === null) return '';
    const answer = await git.raw(['cat-file', 'blob', blob], { cwd: place.root, maxOutputBytes: MAX_BYTES });
    return answer.ok && !answer.value.truncated ? answer.value.stdout.toString('latin1') : null;
  };
  const staged = await read(newBlob);
  const committed = await read(oldBlob);
  const now = (await readWorking(git.files, place.root, path))?.toString('latin1') ?? '';
  if (staged === null || committed === null) return true;
  const known = new Set([...linesOf(committed), ...linesOf(now)]);
  return linesOf(staged).some((line) => !known.has(line));
}

/** Line ends may be converted on the way into the index. */
const linesOf = (text: string): readonly string[] => text.split(/\r?\n/);
