import type { ThreadSummary } from '../../../src-shared/model/thread.ts';

export type RowTone = 'running' | 'needs' | 'failed' | 'unread' | 'idle' | 'unknown';

/**
 * What a row's dot shows. What asks for the user comes before what merely happened. Without a connection nobody knows whether a thread
 * still runs or waits, so it is not said.
 */
export function rowTone({ status, unread }: ThreadSummary, connected: boolean): RowTone {
  if (!connected && (status.kind === 'running' || status.kind === 'needsYou')) return 'unknown';
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
};

export const rowTitle = (thread: ThreadSummary): string => (thread.title === '' ? 'Untitled thread' : thread.title);

/** The rest of a row's accessible name, behind its title: `, Running`. Empty for a thread that is merely there. */
export function stateWords(tone: RowTone, selected: boolean): string {
  const words = [STATE_WORDS[tone], selected ? 'Selected' : ''].filter((part) => part !== '');
  return words.length === 0 ? '' : `, ${words.join(', ')}`;
}
