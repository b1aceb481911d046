import { z } from 'zod';
import type { TurnId } from '../../../src-shared/model/ids.ts';
import type { TurnCheckpoint } from '../../../src-shared/model/checkpoint.ts';

const sides = z.object({
  /** Trees of the files, byte for byte. */
  before: z.string(),
  after: z.string(),
  /** Trees of what was staged. */
  beforeIndex: z.string(),
  afterIndex: z.string(),
});
const record = z.object({
  version: z.literal(1),
  turnId: z.string().transform((id) => id as TurnId),
  /** Milliseconds since the epoch. */
  startedAt: z.number(),
  endedAt: z.number(),
  sides: sides.nullable(),
  /** Why there are no sides. */
  reason: z.enum(['too-large', 'failed']).nullable(),
  /** Paths that changed for certain by this turn, relative to the root. */
  certain: z.array(z.string()),
  /** Titles of other threads that worked in the same working tree meanwhile. */
  others: z.array(z.string()),
  additions: z.number(),
  deletions: z.number(),
  /** Paths that are undone now. */
  undone: z.array(z.string()),
});
/** What is kept of one turn. */
export type CheckpointRecord = z.output<typeof record>;
export type CheckpointSides = z.output<typeof sides>;

export function parseCheckpoint(text: string): CheckpointRecord | null {
  try {
    const parsed = record.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // A ref that somebody else wrote.
    return null;
  }
}

/** What the page is told about a turn. */
export function describeCheckpoint(data: CheckpointRecord): TurnCheckpoint {
  const { turnId, additions, deletions, certain, undone, sides: trees } = data;
  const counts = { turnId, files: certain.length, additions, deletions };
  if (!trees) return { ...counts, state: 'unavailable', reason: data.reason ?? 'failed' };
  if (trees.before === trees.after) return { ...counts, state: 'unavailable', reason: 'no-changes' };
  return { ...counts, state: undone.length > 0 ? 'undone' : 'ready', reason: null };
}

/** A turn that is not kept any more. */
export const prunedCheckpoint = (turnId: TurnId): TurnCheckpoint => ({
  turnId,
  state: 'unavailable',
  reason: 'pruned',
  files: 0,
  additions: 0,
  deletions: 0,
});
