import { useEffect } from 'react';
import { create } from 'zustand';
import type { TurnCheckpoint } from '../../src-shared/model/checkpoint.ts';
import { threadKey, type ThreadKey, type ThreadRef, type TurnId } from '../../src-shared/model/ids.ts';
import { getClient } from './client.ts';
import { keepOpen } from './keep-open.ts';

type ByTurn = Readonly<Record<TurnId, TurnCheckpoint>>;
const NONE: ByTurn = {};
const useCheckpoints = create<Readonly<Record<ThreadKey, ByTurn>>>(() => ({}));

/** Keeps what can be undone in a thread current while the component is mounted. */
export function useWatchCheckpoints(ref: ThreadRef): void {
  const { serverId, threadId } = ref;
  useEffect(() => {
    const key = threadKey({ serverId, threadId });
    const close = keepOpen<readonly TurnCheckpoint[]>(
      (listener) => getClient().checkpoints.watch({ serverId, threadId }, listener),
      {
        event: (list) => {
          const byTurn: Record<TurnId, TurnCheckpoint> = {};
          const before = useCheckpoints.getState()[key] ?? NONE;
          for (const one of list) {
            const old = before[one.turnId];
            byTurn[one.turnId] = old && JSON.stringify(old) === JSON.stringify(one) ? old : one;
          }
          useCheckpoints.setState({ [key]: byTurn });
        },
        // What was told stays: an undo looks anew before it does anything.
        error: () => undefined,
      },
    );
    return () => {
      close();
      useCheckpoints.setState(({ [key]: _, ...others }) => others, true);
    };
  }, [serverId, threadId]);
}

/** What is recorded about the files of one turn; undefined when nothing is. */
export const useCheckpoint = (ref: ThreadRef, turnId: TurnId): TurnCheckpoint | undefined =>
  useCheckpoints((all) => all[threadKey(ref)]?.[turnId]);
