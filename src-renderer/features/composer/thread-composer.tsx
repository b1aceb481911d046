import { useMemo } from 'react';
import { createStore, useStore } from 'zustand';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadInfo, ThreadLock, ThreadSettings } from '../../../src-shared/model/thread.ts';
import { useCatalog } from '../../state/catalog-store.ts';
import { useOpenThread } from '../../state/open-threads.ts';
import { useQueue } from '../../state/queue-store.ts';
import { infoOf, type OpenThread, type ThreadState } from '../../state/thread-store.ts';
import { keepClear } from '../../ui/keep-clear.ts';
import { ComposerBox } from './composer-box.tsx';
import type { Subject } from './desk.ts';
import { late } from '../../ui/late.tsx';
import { LockNotice } from './lock-notice.tsx';
import { QueueList } from './queue-list.tsx';
import { SteeringList } from './steering-list.tsx';
import { useDesk } from './use-desk.ts';
import styles from './composer.module.css';

/** Few threads have one. */
const GoalBar = late(() => import('./goal-bar.tsx').then((module) => module.GoalBar));

const NO_THREAD = createStore<Pick<ThreadState, 'tail'>>(() => ({ tail: null }));
/** One field of the thread's info; the fallback until it is known. */
function useInfo<T>(open: OpenThread | null, select: (info: ThreadInfo) => T, fallback: T): T {
  return useStore(open?.store ?? NO_THREAD, (state) => {
    const info = infoOf(state as ThreadState);
    return info ? select(info) : fallback;
  });
}

const UNKNOWN: ThreadSettings = { model: null, effort: null, permissions: null, mode: 'default', serviceTier: null };
const NOTHING: ThreadInfo['steering'] = [];
const UNLOCKED: ThreadLock = { kind: 'none' };

/** The composer of a thread that exists. It is there at once; what the thread runs with follows as soon as it is known. */
export function ThreadComposer({ thread }: { readonly thread: ThreadRef }) {
  const { serverId, threadId } = thread;
  const open = useOpenThread(thread);
  const cwd = useInfo<string | null>(open, (info) => info.cwd, null);
  const status = useInfo<ThreadInfo['status']['kind']>(open, (info) => info.status.kind, 'notLoaded');
  const source = useInfo(open, (info) => info.settings, UNKNOWN);
  const lock = useInfo(open, (info) => info.lock, UNLOCKED);
  const steering = useInfo(open, (info) => info.steering, NOTHING);
  const goal = useInfo(open, (info) => info.goal, null);
  const cwdMissing = useInfo(open, (info) => info.cwdMissing, false);
  const catalog = useCatalog(cwd === null ? null : serverId, cwd);
  const queued = useQueue(thread).length;
  const running = status === 'running' || status === 'needsYou';
  const loaded = status !== 'notLoaded';
  const subject = useMemo<Subject>(
    () => ({ serverId, cwd, thread: { serverId, threadId }, project: null, running, source, loaded, catalog }),
    [serverId, threadId, cwd, running, source, loaded, catalog],
  );
  const desk = useDesk({ kind: 'thread', thread }, subject);
  return (
    <div ref={keepClear} className={styles.region}>
      <LockNotice thread={thread} lock={lock} missingFolder={cwdMissing ? cwd : null} />
      <ComposerBox
        desk={desk}
        subject={subject}
        blocked={lock.kind !== 'none'}
        placeholder={
          running
            ? 'Steer this turn, or press Tab to queue for the next…'
            : 'Ask for more, @ for files, $ for skills, / for commands'
        }
        queued={queued}
        queue={
          <>
            {goal && lock.kind !== 'goal' && <GoalBar desk={desk} thread={thread} goal={goal} running={running} />}
            <SteeringList messages={steering} />
            <QueueList desk={desk} thread={thread} />
          </>
        }
      />
    </div>
  );
}
