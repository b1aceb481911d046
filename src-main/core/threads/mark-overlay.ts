import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { threadKey, type ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';

export type Mark = 'unread' | 'pinned';

/** Marks of threads at servers that keep none (house.md, *Who owns each fact*). */
export interface MarkOverlay {
  has(thread: ThreadRef, mark: Mark): boolean;
  set(thread: ThreadRef, mark: Mark, on: boolean): void;
  /** The thread is gone for good. */
  clear(thread: ThreadRef): void;
  notices(): readonly AppError[];
  dispose(): Promise<void>;
}

const schema = z.object({ unread: z.array(z.string()), pinned: z.array(z.string()) });

export async function openMarkOverlay(options: {
  /** Skein's own folder. */
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report?: (error: AppError) => void;
}): Promise<MarkOverlay> {
  const { skeinHome, clock, log, report } = options;
  const file = await openJsonFile({
    file: join(skeinHome, 'thread-marks.json'),
    schema,
    fallback: { unread: [], pinned: [] },
    clock,
    log,
    ...(report && { report }),
  });
  const marked: Record<Mark, Set<string>> = {
    unread: new Set(file.value().unread),
    pinned: new Set(file.value().pinned),
  };
  const store = () => file.update(() => ({ unread: [...marked.unread], pinned: [...marked.pinned] }));
  return {
    has: (thread, mark) => marked[mark].has(threadKey(thread)),
    set: (thread, mark, on) => {
      const key = threadKey(thread);
      if (marked[mark].has(key) === on) return;
      if (on) marked[mark].add(key);
      else marked[mark].delete(key);
      store();
    },
    clear: (thread) => {
      const key = threadKey(thread);
      const had = [marked.unread.delete(key), marked.pinned.delete(key)];
      if (had.includes(true)) store();
    },
    notices: () => file.notices(),
    dispose: () => file.dispose(),
  };
}
