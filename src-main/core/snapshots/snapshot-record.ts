import { z } from 'zod';
import type { ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import type { Snapshot } from '../../../src-shared/model/worktree.ts';

/** Under it every snapshot has a ref that tells all about itself, so that it outlives Skein's own files. */
export const SNAPSHOT_REFS = 'refs/skein/snapshots/';

const thread = z.object({
  serverId: z.string().transform((id) => id as ServerId),
  threadId: z.string().transform((id) => id as ThreadId),
});
const record = z.object({
  version: z.literal(1),
  reason: z.enum(['worktreeRemoved', 'reverted', 'undo', 'redo', 'handoff', 'carry', 'manual', 'discarded']),
  path: z.string(),
  thread: thread.nullable(),
  title: z.string(),
  branch: z.string().nullable(),
  head: z.string().nullable(),
  createdAt: z.number(),
  files: z.number(),
  /** Tree of what was staged. */
  index: z.string(),
  /** Tree of unmerged versions, in folders `1` to `3`. */
  stages: z.string().nullable(),
  intentToAdd: z.array(z.string()),
  /** Git's own files of a merge, cherry-pick or revert that was in progress. */
  operation: z.array(z.object({ file: z.string(), text: z.string() })).default([]),
  /** Repositories inside the tree: where, and the commit of their own snapshot in their own repository. */
  nested: z.array(z.object({ path: z.string(), commit: z.string() })),
});
/** What the message of a snapshot's commit says. The commit's own tree holds the files, byte for byte. */
export type SnapshotRecord = z.output<typeof record>;

/** The message of a snapshot's commit: its title for people, and one line of JSON. */
export const recordMessage = (data: SnapshotRecord): string =>
  `Skein snapshot: ${data.title.replace(/\s+/g, ' ').trim()}\n\n${JSON.stringify(data)}\n`;

/** Reads the body of a message; null when it is none of Skein's. */
function parseRecord(body: string): SnapshotRecord | null {
  const line = body.split('\n').find((text) => text.startsWith('{'));
  if (line === undefined) return null;
  try {
    const parsed = record.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    // A ref that somebody else put there.
    return null;
  }
}

/** A snapshot as it is stored: its ref, its commit and what that says. */
export interface StoredSnapshot {
  readonly id: string;
  readonly ref: string;
  readonly commit: string;
  /** The tree of the files. */
  readonly tree: string;
  /** The common Git folder of its repository. */
  readonly repository: string;
  readonly record: SnapshotRecord;
}

/** Separates the fields of `for-each-ref`; no ref, id or JSON holds it. */
export const RECORD_FORMAT = '%(refname)%00%(objectname)%00%(tree)%00%(contents:body)%00%00';

/** Reads what `for-each-ref --format=RECORD_FORMAT` printed; refs that are no snapshots are passed over. */
export function parseSnapshots(printed: string, repository: string): readonly StoredSnapshot[] {
  return printed.split('\0\0').flatMap((entry) => {
    const [name = '', commit = '', tree = '', body = ''] = entry.split('\0');
    const ref = name.trim();
    const data = parseRecord(body);
    if (!data || !ref.startsWith(SNAPSHOT_REFS)) return [];
    return [{ id: ref.slice(SNAPSHOT_REFS.length), ref, commit, tree, repository, record: data }];
  });
}

/** The snapshot as the page knows it. */
export function describeSnapshot(
  { id, ref, repository, record: data }: StoredSnapshot,
  projectId: Snapshot['projectId'],
): Snapshot {
  const { reason, path, title, head, branch, createdAt, files } = data;
  return { id, ref, repository, projectId, reason, path, thread: data.thread, title, head, branch, createdAt, files };
}
