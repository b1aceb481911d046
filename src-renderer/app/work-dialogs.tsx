import { UndoDialog } from '../features/undo/undo-dialog.tsx';
import { HandoffDialog } from '../features/worktrees/handoff-dialog.tsx';
import type { ThreadRef } from '../../src-shared/model/ids.ts';
import type { UndoRequest } from '../state/undo-request.ts';

/** Dialogs about a thread's files: undo a turn, hand the thread off. */
export function WorkDialogs(props: { readonly undo: UndoRequest | null; readonly handoff: ThreadRef | null }) {
  const { undo, handoff } = props;
  return (
    <>
      {undo && <UndoDialog key={`${undo.turnId}:${undo.direction}`} request={undo} />}
      {handoff && <HandoffDialog key={handoff.threadId} thread={handoff} />}
    </>
  );
}
