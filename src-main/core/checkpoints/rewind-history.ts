import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { HistoryOutcome } from '../../../src-shared/model/checkpoint.ts';
import type { ThreadRef, TurnId } from '../../../src-shared/model/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { HistoryGateway } from '../codex/history-gateway.ts';
import type { CheckpointThreads } from './checkpoint-ports.ts';

/**
 * Takes a turn and what came after it out of the conversation, after its files were undone. A server that has no way to is asked for a fork
 * from before the turn; the thread itself stays whole then, as it does when the server refuses. Nothing here fails: the files are undone.
 */
export async function rewindHistory(
  history: Pick<HistoryGateway, 'cutBefore'>,
  threads: Pick<CheckpointThreads, 'forkBefore'>,
  thread: ThreadRef,
  turnId: TurnId,
): Promise<HistoryOutcome> {
  const cut: Result<null, AppError> = await history.cutBefore(thread.threadId, turnId);
  if (cut.ok) return { kind: 'rewound' };
  if (cut.error.code !== 'codex.unsupported') return { kind: 'refused', error: cut.error };
  const forked = await threads.forkBefore(thread, turnId);
  if (!forked.ok) return { kind: 'refused', error: forked.error };
  return { kind: 'forked', threadId: forked.value.threadId };
}
