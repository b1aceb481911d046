import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { QueueRunner } from './queue-runner.ts';
import type { QueueStore } from './queue-store.ts';
import type { ResetWatch } from './reset-watch.ts';

/** Queued messages that go once the account may go on. */
export interface LimitWaits {
  /** Puts a message at the end of the queue, which waits for the reset; without a limit in the way it goes like any other. */
  add(thread: ThreadRef, parts: readonly InputPart[]): void;
  /** What is held in the queue waits for the reset instead. Fails with `queue.gone`, or `queue.no-limit` when nothing is in the way. */
  wait(thread: ThreadRef): Result<null, AppError>;
  dispose(): void;
}

/** Holds the queues of threads until the reset, on the disk; `resets` says when that is over. */
export function createLimitWaits(options: {
  readonly store: QueueStore;
  readonly queue: Pick<QueueRunner, 'add' | 'resume'>;
  readonly resets: ResetWatch;
}): LimitWaits {
  const { store, queue, resets } = options;
  const waits = () =>
    store.refs().flatMap((thread) => {
      const held = store.list(thread)[0]?.held;
      return held?.reason === 'limit' ? [{ thread, serverId: thread.serverId, untilMs: held.untilMs }] : [];
    });
  const ofServer = (id: ThreadRef['serverId']) => waits().filter(({ serverId }) => serverId === id);
  const stop = resets.add({
    waits,
    free: async (serverId) => {
      for (const { thread } of ofServer(serverId)) await queue.resume(thread);
    },
    delay: (serverId, untilMs) => {
      for (const { thread } of ofServer(serverId)) store.hold(thread, { reason: 'limit', untilMs });
    },
    onChange: (listener) => store.onChange(() => listener()),
  });
  return {
    add: (thread, parts) => {
      const block = resets.block(thread.serverId);
      if (block === null) {
        queue.add(thread, parts);
        return;
      }
      store.add(thread, parts);
      store.hold(thread, { reason: 'limit', untilMs: block.untilMs });
    },
    wait: (thread) => {
      if (store.list(thread).length === 0) return err({ code: 'queue.gone' });
      const block = resets.block(thread.serverId);
      if (block === null) return err({ code: 'queue.no-limit' });
      store.hold(thread, { reason: 'limit', untilMs: block.untilMs });
      return ok(null);
    },
    dispose: stop,
  };
}
