import { readFileSync } from 'node:fs';
import type { ServerNotification } from '../protocol-types.ts';

export type RecordedVersion = '0.169.0' | '0.124.0';
/** What happened in a recorded thread: three plain turns; a steer; an interrupt; a slow command; a review; two commands at once; an approval left open. */
export type RecordedThread = 'turns' | 'steer' | 'interrupt' | 'output' | 'review' | 'parallel' | 'hold';

const FILES: Readonly<Record<RecordedVersion, string>> = {
  '0.169.0': 'transcript-169.jsonl',
  '0.124.0': 'transcript-124.jsonl',
};

/** The notifications one thread of a real app-server sent, in order, folders renamed. */
export function recorded(version: RecordedVersion, thread: RecordedThread): ServerNotification[] {
  return readFileSync(new URL(FILES[version], import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ServerNotification & { thread: RecordedThread })
    .filter((line) => line.thread === thread)
    .map(({ thread: _, ...notification }) => notification);
}
