import type { DirectoryEvent, ThreadEvent } from '../../../src-shared/contract/threads.ts';
import { mergePatches } from '../../../src-shared/model/merge-patches.ts';
import type { ThreadPatch } from '../../../src-shared/model/thread-patch.ts';
import type { EventKind } from './event-kinds.ts';

/** No sequence number is negative: a receiver sees a gap, whatever it has. */
const GAP_SEQ = -1;
const PATCH_GAP: ThreadEvent = { type: 'patches', batch: { fromSeq: GAP_SEQ, toSeq: GAP_SEQ, patches: [] } };
const CHANGES_GAP: DirectoryEvent = {
  type: 'changes',
  fromSeq: GAP_SEQ,
  toSeq: GAP_SEQ,
  changed: [],
  removed: [],
  lists: {},
};

type Changes = Extract<DirectoryEvent, { type: 'changes' }>;

/** What waits to be sent on one stream. Sizes are estimates in bytes. */
export interface StreamQueue {
  /** Adds an event. `overflow`: it was one too many of a kind that cannot be dropped, the stream has to end. */
  push(event: unknown): 'kept' | 'overflow';
  /** Empties the queue, neighbours joined. */
  take(): unknown[];
  isEmpty(): boolean;
}

/**
 * Collects one stream's events until the next flush. Over `maxBytes`, numbered events are dropped and one empty batch out of
 * sequence takes their place: the receiver asks for a fresh snapshot, and the producer need not know. A snapshot always passes.
 */
export function createStreamQueue(kind: EventKind, maxBytes: number): StreamQueue {
  switch (kind) {
    case 'patches':
      return numberedQueue(PATCH_GAP, joinPatches, maxBytes);
    case 'changes':
      return numberedQueue(CHANGES_GAP, joinChanges, maxBytes);
    case 'latest':
      return latestQueue();
    case 'every':
      return everyQueue(maxBytes);
  }
}

function numberedQueue<Event extends ThreadEvent | DirectoryEvent>(
  gap: Event,
  join: (events: readonly Event[]) => Event[],
  maxBytes: number,
): StreamQueue {
  let waiting: Event[] = [];
  /** Of what follows a snapshot: the snapshot itself has to cross in any case. */
  let bytes = 0;
  /** The gap was sent or waits: what follows on this stream means nothing until a snapshot comes. */
  let lost = false;
  return {
    push: (pushed) => {
      const event = pushed as Event;
      if (event.type === 'snapshot') {
        // It holds everything before it.
        waiting = [event];
        bytes = 0;
        lost = false;
        return 'kept';
      }
      if (lost) return 'kept';
      const size = sizeOf(event);
      if (bytes + size > maxBytes) {
        waiting = [...waiting.filter((other) => other.type === 'snapshot'), gap];
        bytes = 0;
        lost = true;
        return 'kept';
      }
      waiting.push(event);
      bytes += size;
      return 'kept';
    },
    take: () => {
      const taken = join(waiting);
      waiting = [];
      bytes = 0;
      return taken;
    },
    isEmpty: () => waiting.length === 0,
  };
}

function latestQueue(): StreamQueue {
  let waiting: unknown[] = [];
  return {
    push: (event) => {
      waiting = [event];
      return 'kept';
    },
    take: () => {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    isEmpty: () => waiting.length === 0,
  };
}

function everyQueue(maxBytes: number): StreamQueue {
  let waiting: unknown[] = [];
  let bytes = 0;
  return {
    push: (event) => {
      const size = sizeOf(event);
      if (waiting.length > 0 && bytes + size > maxBytes) return 'overflow';
      waiting.push(event);
      bytes += size;
      return 'kept';
    },
    take: () => {
      const taken = waiting;
      waiting = [];
      bytes = 0;
      return taken;
    },
    isEmpty: () => waiting.length === 0,
  };
}

/** Joins batches that follow on one another into one; a batch that does not follow stays apart, so that the gap stays visible. */
function joinPatches(events: readonly ThreadEvent[]): ThreadEvent[] {
  const joined: (Extract<ThreadEvent, { type: 'snapshot' }> | { type: 'patches'; batch: OpenBatch })[] = [];
  for (const event of events) {
    if (event.type === 'snapshot') {
      joined.push(event);
      continue;
    }
    const { fromSeq, toSeq, patches } = event.batch;
    const last = joined.at(-1);
    if (last?.type === 'patches' && last.batch.toSeq === fromSeq) {
      last.batch.toSeq = toSeq;
      for (const patch of patches) last.batch.patches.push(patch);
    } else {
      joined.push({ type: 'patches', batch: { fromSeq, toSeq, patches: [...patches] } });
    }
  }
  for (const event of joined) if (event.type === 'patches') event.batch.patches = mergePatches(event.batch.patches);
  return joined;
}
interface OpenBatch {
  fromSeq: number;
  toSeq: number;
  patches: ThreadPatch[];
}

function joinChanges(events: readonly DirectoryEvent[]): DirectoryEvent[] {
  const joined: DirectoryEvent[] = [];
  let run: Changes[] = [];
  const close = () => {
    const [first] = run;
    const last = run.at(-1);
    if (first && last) joined.push(run.length === 1 ? first : foldChanges(run, first.fromSeq, last.toSeq));
    run = [];
  };
  for (const event of events) {
    if (event.type === 'snapshot') {
      close();
      joined.push(event);
      continue;
    }
    const last = run.at(-1);
    if (last && last.toSeq !== event.fromSeq) close();
    run.push(event);
  }
  close();
  return joined;
}

/** Later news of a thread replaces earlier news of it. */
function foldChanges(run: readonly Changes[], fromSeq: number, toSeq: number): Changes {
  const changed = new Map<string, Changes['changed'][number]>();
  const removed = new Set<Changes['removed'][number]>();
  const lists: Record<string, Changes['lists'][string]> = {};
  for (const event of run) {
    for (const id of event.removed) {
      changed.delete(id);
      removed.add(id);
    }
    for (const thread of event.changed) {
      removed.delete(thread.threadId);
      changed.set(thread.threadId, thread);
    }
    Object.assign(lists, event.lists);
  }
  return { type: 'changes', fromSeq, toSeq, changed: [...changed.values()], removed: [...removed], lists };
}

/** Roughly how long the JSON of a value is; strings cost nothing to measure. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 2;
  if (Array.isArray(value)) {
    for (const entry of value) size += sizeOf(entry) + 1;
    return size;
  }
  for (const key in value) size += key.length + 4 + sizeOf((value as Record<string, unknown>)[key]);
  return size;
}
