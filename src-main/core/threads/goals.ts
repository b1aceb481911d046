import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { GoalChange } from '../../../src-shared/contract/threads.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { ThreadExtrasGateway } from '../codex/thread-extras-gateway.ts';
import type { LiveThread } from './live-thread.ts';
import type { ThreadPorts } from './thread-ports.ts';
import type { ReadyThread, ThreadServers, ThreadTurnstile } from './thread-servers.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** Changes the goal of a thread that is subscribed to. Setting and resuming make the server start turns by itself. */
export async function changeGoal(
  { server, threadId }: Pick<ReadyThread, 'threadId'> & { readonly server: { readonly extras: ThreadExtrasGateway } },
  change: GoalChange,
): Answer<unknown> {
  const { extras } = server;
  switch (change.kind) {
    // A goal keeps its status with a new objective: whoever names one wants it worked on.
    case 'set':
      return extras.setGoal(threadId, { objective: change.objective, status: 'active' });
    case 'pause':
      return extras.setGoal(threadId, { status: 'paused' });
    case 'resume':
      return extras.setGoal(threadId, { status: 'active' });
    case 'clear':
      return extras.clearGoal(threadId);
  }
}

/** Whoever stops a turn does not want the next one started by itself. */
export async function pauseBeforeStop(extras: ThreadExtrasGateway, thread: LiveThread): Promise<void> {
  if (thread.info().goal?.status === 'active') await extras.setGoal(thread.threadId, { status: 'paused' });
}

/** Goals as windows change them: also where the thread is not resumed, since that would go on with its goal. */
export function createGoals(options: {
  readonly servers: ThreadServers;
  readonly turnstile: ThreadTurnstile;
  readonly ports: Pick<ThreadPorts, 'beforeTurn'>;
}): (ref: ThreadRef, change: GoalChange) => Answer<null> {
  const { servers, turnstile, ports } = options;

  const starts = async (ref: ThreadRef, change: GoalChange): Answer<null> => {
    const ready = await servers.ready(ref);
    if (!ready.ok) return ready;
    if (!ready.value.thread.running()) await ports.beforeTurn?.(ref);
    const changed = await changeGoal(ready.value, change);
    return changed.ok ? ok(null) : changed;
  };

  const ends = async (ref: ThreadRef, change: GoalChange): Answer<null> => {
    const server = servers.find(ref.serverId);
    if (!server.ok) return server;
    const opened = await server.value.threads.open(ref.threadId);
    if (!opened.ok) return opened;
    const changed = await changeGoal({ server: server.value, threadId: ref.threadId }, change);
    if (!changed.ok) return changed;
    const subscribed = await server.value.threads.subscriptions.ensure(opened.value);
    // Its queue may be in the way now, which the thread says itself.
    return subscribed.ok || subscribed.error.code === 'thread.server-queue' ? ok(null) : subscribed;
  };

  const goesOn = async (ref: ThreadRef): Answer<null> => {
    const server = servers.find(ref.serverId);
    if (!server.ok) return server;
    const live = server.value.threads.get(ref.threadId);
    if (!live) return err({ code: 'thread.not-found', threadId: ref.threadId });
    await ports.beforeTurn?.(ref);
    return server.value.threads.subscriptions.ensureAndRun(live);
  };

  return (ref, change) =>
    turnstile.run(ref, () => {
      if (change.kind === 'pause' || change.kind === 'clear') return ends(ref, change);
      const locked = servers.live(ref)?.info().lock.kind === 'goal';
      return locked && change.kind === 'resume' ? goesOn(ref) : starts(ref, change);
    });
}
