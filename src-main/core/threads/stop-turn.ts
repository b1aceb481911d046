import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Clock } from '../ports.ts';
import type { LiveThread } from './live-thread.ts';
import type { TurnGateway } from '../codex/turn-gateway.ts';

type Answer<T> = Promise<Result<T, AppError>>;

type Stoppable = Pick<LiveThread, 'running' | 'nextTurnEvent'>;

/** Until the server has begun a turn that it has taken, it refuses to stop it: how long that may last, and how often it is asked. */
const EARLY_STOP_WAIT_MS = 5_000;
const EARLY_STOP_AGAIN_MS = 200;

/** Stops the turn that runs (`turn/interrupt`), also one that the server is about to begin. Fails with `thread.nothing-to-interrupt`. */
export async function stopTurn(
  thread: Stoppable,
  how: { readonly turns: Pick<TurnGateway, 'interrupt'>; readonly threadId: ThreadId; readonly clock: Clock },
): Answer<null> {
  const { turns, threadId, clock } = how;
  const running = thread.running();
  if (!running) return err({ code: 'thread.nothing-to-interrupt' });
  const isOver = () => thread.running()?.id !== running.id;
  const until = clock.now() + EARLY_STOP_WAIT_MS;
  for (;;) {
    const stopped = await turns.interrupt(threadId, running.serverId);
    // Some servers answer only while the turn lives; what counts is that it is over.
    if (stopped.ok || isOver()) return ok(null);
    if (stopped.error.code !== 'thread.nothing-to-interrupt' || clock.now() >= until) return stopped;
    // Its beginning may have been heard before this answer: waiting for that alone could be waiting for the end.
    await thread.nextTurnEvent(EARLY_STOP_AGAIN_MS);
    if (isOver()) return ok(null);
  }
}
