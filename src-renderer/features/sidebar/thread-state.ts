import { folderName } from '../../state/folder-path.ts';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';

export type RowTone = 'running' | 'needs' | 'failed' | 'unread' | 'idle' | 'unknown' | 'away';

/**
 * What a row's dot shows. What asks for the user comes before what merely happened. Without a connection nobody knows whether a thread
 * still runs or waits, so it is not said. `away`: its machine cannot be reached.
 */
export function rowTone({ status, unread }: ThreadSummary, connected: boolean, away: boolean): RowTone {
  if (!connected && (status.kind === 'running' || status.kind === 'needsYou')) return 'unknown';
  if (away) return 'away';
  if (status.kind === 'needsYou') return 'needs';
  if (status.kind === 'running') return 'running';
  if (status.kind === 'failed') return 'failed';
  return unread ? 'unread' : 'idle';
}

const STATE_WORDS: Readonly<Record<RowTone, string>> = {
  running: 'Running',
  needs: 'Needs you',
  failed: 'Failed',
  unread: 'Unread',
  idle: '',
  unknown: 'Not connected',
  away: 'Host away',
};

/** Where a thread works, in its row's second line: the host when it is not this machine, the folder where that is not clear, the branch. */
export function placeWords(
  { cwd, branch }: Pick<ThreadSummary, 'cwd' | 'branch'>,
  where: { readonly host: string | null; readonly inWorktree: boolean; readonly showFolder: boolean },
): string {
  const { host, inWorktree, showFolder } = where;
  const place = branch ?? (inWorktree ? 'worktree' : null);
  const parts = [host, showFolder ? folderName(cwd) : null, showFolder ? branch : place];
  return parts.filter((part) => part !== null).join(' · ') || 'local';
}

export const rowTitle = (thread: ThreadSummary): string => (thread.title === '' ? 'Untitled thread' : thread.title);

/** The rest of a row's accessible name, behind its title: `, Running`. Empty for a thread that is merely there. */
export function stateWords(tone: RowTone, selected: boolean): string {
  const words = [STATE_WORDS[tone], selected ? 'Selected' : ''].filter((part) => part !== '');
  return words.length === 0 ? '' : `, ${words.join(', ')}`;
}
