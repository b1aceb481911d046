import type { IgnoredFile, RemovalOutcome } from '../../../src-shared/contract/worktrees.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Worktree } from '../../../src-shared/model/worktree.ts';
import { getClient } from '../../state/client.ts';
import { count } from '../../state/count-words.ts';
import { summaryOf } from '../../state/directories.ts';
import { fileSize } from '../../state/file-size.ts';
import { folderName } from '../../state/folder-path.ts';
import { shortTitle } from '../../state/short-title.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { confirm } from '../../ui/overlay-requests.ts';

export type Asks = Extract<RemovalOutcome, { kind: 'asks' }>;

/** Lines of one kind in the question. */
const NAMED = 6;

/** What a worktree is called: by its thread, else by its folder. */
export function worktreeName({ threads, path }: Pick<Worktree, 'threads' | 'path'>): string {
  const titles = threads.map((ref) => summaryOf(ref)?.title ?? '').filter((title) => title !== '');
  const [first] = titles;
  if (first === undefined) return folderName(path);
  return titles.length > 1 ? `${first} and ${titles.length - 1} more` : first;
}

/** Removes what can go at once, and asks about what no snapshot keeps; again when something came meanwhile. */
export async function removeWorktrees(serverId: ServerId, worktrees: readonly Worktree[]): Promise<void> {
  const outcomes: RemovalOutcome[] = [];
  const names = new Map(worktrees.map((one) => [one.path, shortTitle(worktreeName(one))]));
  const nameOf = (path: string) => names.get(path) ?? folderName(path);
  const remove = async (some: readonly string[], agreed: readonly string[], runCleanup: boolean): Promise<Asks[]> => {
    if (some.length === 0) return [];
    const answer = await getClient().worktrees.remove({ serverId, paths: [...some], agreed: [...agreed], runCleanup });
    if (!answer.ok) showError(answer.error);
    const told = answer.ok ? answer.value : [];
    outcomes.push(...told.filter((outcome) => outcome.kind !== 'asks'));
    return told.filter((outcome) => outcome.kind === 'asks');
  };
  const paths = worktrees.map(({ path }) => path);
  let asks = await remove(paths, [], true);
  let isFirst = true;
  while (asks.length > 0 && (await confirm({ ...removalQuestion(asks, isFirst, nameOf), danger: true }))) {
    isFirst = false;
    const agreed = asks.map(({ question }) => question);
    const pathsOf = (cleanedUp: boolean) => asks.filter((one) => one.cleanedUp === cleanedUp).map(({ path }) => path);
    const [fresh, cleaned] = [pathsOf(false), pathsOf(true)];
    asks = [...(await remove(fresh, agreed, true)), ...(await remove(cleaned, agreed, false))];
  }
  report(outcomes, nameOf);
}

/** Says everything that would be lost or ended, worktree by worktree. */
export function removalQuestion(
  asks: readonly Asks[],
  isFirst: boolean,
  nameOf: (path: string) => string,
): { readonly title: string; readonly text: string; readonly confirmLabel: string } {
  const bytes = asks.reduce((sum, outcome) => sum + outcome.ignoredBytes, 0);
  const loses = asks.some(({ ignoredCount }) => ignoredCount > 0);
  const which = asks.length === 1 ? `“${nameOf(asks[0]?.path ?? '')}”` : count(asks.length, 'worktree');
  const parts = [
    ...(isFirst ? [] : ['Something came since you were asked.']),
    ...asks.map((outcome) =>
      [...(asks.length > 1 ? [`${nameOf(outcome.path)}:`] : []), ...lossesOf(outcome)].join('\n'),
    ),
    `${loses ? 'Everything else' : 'What is in it'} goes into a snapshot first, which Recover brings back.`,
  ];
  return {
    title: loses ? `Remove ${which} and lose ${fileSize(bytes)} for good?` : `Remove ${which}, in use now?`,
    text: parts.join('\n\n'),
    confirmLabel: loses ? 'Delete and remove' : 'Remove',
  };
}

function lossesOf({ ignored, ignoredCount, terminals, drafts }: Asks): string[] {
  const [files, repositories] = (['ignored', 'repository'] as const).map((kind) =>
    ignored.filter((entry) => entry.kind === kind),
  );
  const unnamed = ignoredCount - ignored.length;
  return [
    ...named('Ignored by Git, so in no snapshot:', files ?? [], unnamed),
    ...named('Repositories inside, with all that was committed or changed only there:', repositories ?? [], 0),
    ...(terminals.length > 0 ? [`Terminals that are closed: ${terminals.join(', ')}`] : []),
    ...(drafts.length > 0
      ? [`Not saved: ${listed(drafts)}. What you typed is kept for when the worktree is brought back.`]
      : []),
  ];
}

function named(heading: string, entries: readonly IgnoredFile[], unnamed: number): string[] {
  if (entries.length === 0) return [];
  const lines = entries.slice(0, NAMED).map(({ path, bytes }) => `• ${path} (${fileSize(bytes)})`);
  const more = entries.length - lines.length + unnamed;
  return [heading, ...lines, ...(more > 0 ? [`• and ${more} more`] : [])];
}
const listed = (names: readonly string[]): string =>
  names.length > NAMED ? `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more` : names.join(', ');

const REFUSED: Readonly<Record<Extract<RemovalOutcome, { kind: 'refused' }>['reason'], string>> = {
  running: 'a turn runs there',
  pinned: 'it is pinned',
  locked: 'Git has it locked',
  main: 'it is the project’s own folder',
  outside: 'it was not made by Skein',
};

function report(outcomes: readonly RemovalOutcome[], nameOf: (path: string) => string): void {
  const removed = outcomes.filter((outcome) => outcome.kind === 'removed').length;
  const problems = outcomes.flatMap((outcome) =>
    outcome.kind === 'refused'
      ? [`${nameOf(outcome.path)}: ${REFUSED[outcome.reason]}`]
      : outcome.kind === 'failed'
        ? [`${nameOf(outcome.path)}: ${outcome.message}`]
        : [],
  );
  if (removed > 0)
    showToast({
      title: removed === 1 ? 'Worktree removed' : `${removed} worktrees removed`,
      text: `What was in ${removed === 1 ? 'it' : 'them'} can be brought back from Recover.`,
      tone: 'good',
    });
  if (problems.length > 0)
    showToast({ title: 'Not removed', text: problems.join('\n'), tone: 'bad', durationMs: 12_000 });
}
