import { describe, expect, test } from 'vitest';
import type { ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { createDirectoryStore } from '../../state/directory-store.ts';
import { sampleSnapshot, SAMPLE_REF } from '../../../src-shared/model/testing/sample-thread.ts';
import { followArchived } from './undo-archive.ts';

const refs = ['a', 'b'].map((id): ThreadRef => ({ ...SAMPLE_REF, threadId: id as ThreadId }));
const [A, B] = refs as [ThreadRef, ThreadRef];

/** A directory of two threads, and what an *Undo* of archiving them does. */
function follow(from: { archived: boolean }) {
  const directory = createDirectoryStore();
  const { info } = sampleSnapshot([]);
  const rows = refs.map(({ threadId }) => ({ ...info, threadId, archived: from.archived }));
  directory.apply({ type: 'snapshot', seq: 0, threads: rows, lists: {} });
  let seq = 0;
  let ended = 0;
  const set = (ref: ThreadRef, archived: boolean | null) =>
    directory.apply({
      type: 'changes',
      fromSeq: seq,
      toSeq: ++seq,
      changed: archived === null ? [] : [{ ...info, threadId: ref.threadId, archived }],
      removed: archived === null ? [ref.threadId] : [],
      lists: {},
    });
  const undo = followArchived(
    refs,
    {
      summaryOf: (ref) => directory.get(ref.threadId),
      subscribe: (ref, listener) => directory.subscribeRow(ref.threadId, listener),
    },
    () => ended++,
  );
  return { undo, set, ended: () => ended };
}

describe('what the undo of an archive brings back', () => {
  test('all of it, also when the event that says archived comes after the answer', () => {
    expect(follow({ archived: true }).undo.end()).toEqual([A, B]);
    const late = follow({ archived: false });
    expect(late.undo.end()).toEqual([A, B]);
  });
  test('not what was brought back or deleted elsewhere, and not a later archive of it', () => {
    const { undo, set, ended } = follow({ archived: false });
    set(A, true);
    set(B, true);
    set(A, false);
    set(A, true);
    expect(ended()).toBe(0);
    expect(undo.end()).toEqual([B]);
  });
  test('nothing is offered once nothing is left', () => {
    const { undo, set, ended } = follow({ archived: true });
    set(A, false);
    set(B, null);
    expect(ended()).toBe(1);
    expect(undo.end()).toEqual([]);
  });
  test('ended once, it brings nothing back a second time', () => {
    const { undo } = follow({ archived: true });
    undo.end();
    expect(undo.end()).toEqual([]);
  });
});
