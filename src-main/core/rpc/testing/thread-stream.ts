import type { ThreadEvent } from '../../../../src-shared/contract/threads.ts';
import type { ItemId, ServerId, ThreadId, TurnId } from '../../../../src-shared/model/ids.ts';
import type { AgentMessageItem } from '../../../../src-shared/model/item.ts';
import type { ThreadPatch } from '../../../../src-shared/model/thread-patch.ts';
import { sampleInfo, sampleSnapshot, sampleTurn } from '../../../../src-shared/model/testing/sample-thread.ts';
import type { ThreadSnapshot, Turn } from '../../../../src-shared/model/thread.ts';

/** Numbers from 0 (included) to 1, the same ones for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function emptySnapshot(threadId: string): ThreadSnapshot {
  return sampleSnapshot([], { info: sampleInfo({ serverId: 'server' as ServerId, threadId: threadId as ThreadId }) });
}

const turn = (id: string): Turn => sampleTurn(id as TurnId, [], { status: 'running' });
const message = (turnId: string, id: string, text: string, status: 'running' | 'completed'): AgentMessageItem => ({
  kind: 'agentMessage',
  id: `${turnId}/${id}` as ItemId,
  turnId: turnId as TurnId,
  startedAt: null,
  completedAt: null,
  text,
  phase: null,
  status,
});

/** Batches of one made-up thread: turns and items of few names, so that every patch meets existing, new and gone ones. */
export function createBatches(random: () => number): () => Extract<ThreadEvent, { type: 'patches' }> {
  let seq = 0;
  const pick = (count: number) => Math.floor(random() * count);
  const patch = (): ThreadPatch => {
    const turnId = `t${pick(3)}`;
    const id = `i${pick(4)}`;
    switch (pick(12)) {
      case 0:
        return { type: 'infoChanged', change: { title: `title ${pick(100)}` } };
      case 1:
        return { type: 'infoChanged', change: { unread: random() < 0.5 } };
      case 2:
        return { type: 'turnStarted', turn: turn(turnId) };
      case 3:
        return { type: 'itemStarted', item: message(turnId, id, '', 'running') };
      case 4:
        return { type: 'itemCompleted', item: message(turnId, id, `done ${pick(100)}`, 'completed') };
      case 5:
        return { type: 'itemRemoved', turnId: turnId as TurnId, itemId: `${turnId}/${id}` as ItemId };
      case 6:
        return { type: 'turnChanged', turnId: turnId as TurnId, change: { status: 'completed' } };
      default:
        return { type: 'textAppended', itemId: `${turnId}/${id}` as ItemId, text: `${pick(1000)} ` };
    }
  };
  return () => {
    const fromSeq = seq;
    seq += 1;
    return {
      type: 'patches',
      batch: { fromSeq, toSeq: seq, patches: Array.from({ length: 1 + pick(4) }, patch) },
    };
  };
}
