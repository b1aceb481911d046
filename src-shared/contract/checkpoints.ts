import { z } from 'zod';
import type { TurnCheckpoint, UndoOutcome, UndoPreview } from '../model/checkpoint.ts';
import { call, stream } from './define.ts';
import { threadRef, turnId } from './fields.ts';

const turnRef = threadRef.extend({ turnId });

export const checkpoints = {
  /** Every turn of the thread about which something is recorded. */
  watch: stream(threadRef).of<readonly TurnCheckpoint[]>(),
  preview: call(turnRef.extend({ direction: z.enum(['undo', 'redo']) })).returns<UndoPreview>(),
  /**
   * Restores the named paths to what they were before the turn (`undo`), or brings the turn's work back (`redo`). Changes nothing
   * on a conflict (`checkpoint.conflict`). What is overwritten is in a snapshot first.
   */
  apply: call(
    turnRef.extend({
      direction: z.enum(['undo', 'redo']),
      paths: z.array(z.string().min(1).max(4096)).min(1).max(50_000),
      /** Also takes the turn and what came after it out of the conversation, with what the server's version offers. Refused, the files are undone all the same. */
      rewindHistory: z.boolean(),
    }),
  ).returns<UndoOutcome>(),
} as const;
