import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DraftTarget } from '../../src-shared/contract/composer.ts';
import type { AppClient } from '../../src-shared/contract/contract.ts';
import type { InputPart } from '../../src-shared/model/composer.ts';
import { err, ok } from '../../src-shared/result.ts';
import { provideClient } from './client.ts';
import { flushDrafts, heldDraft, moveDraft, putDraft, saveDraftSoon } from './draft.ts';

const text = (words: string): InputPart[] => [{ kind: 'text', text: words }];
const words = (parts: readonly InputPart[] | undefined) =>
  parts?.map((part) => ('text' in part ? part.text : '')).join();

let next = 0;
const newTarget = (): DraftTarget => ({ kind: 'thread', thread: { serverId: 's', threadId: `t${next++}` } });

/** A core that keeps what is saved, or is out of reach. */
function core() {
  const saved: string[] = [];
  const state = { reachable: true, tries: 0, accepts: true };
  const save = (input: { parts: readonly InputPart[] }) => {
    state.tries++;
    if (!state.accepts) return Promise.resolve(err({ code: 'rpc.bad-input', issues: [] } as const));
    if (!state.reachable) return Promise.resolve(err({ code: 'rpc.disconnected' } as const));
    saved.push(words(input.parts) ?? '');
    return Promise.resolve(ok(null));
  };
  provideClient({ drafts: { save } } as unknown as AppClient);
  return { saved, state };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('saving a draft', () => {
  it('waits for a pause and saves what stands there then', async () => {
    const { saved } = core();
    const target = newTarget();
    let box = '';
    for (const letter of 'hello') {
      box += letter;
      saveDraftSoon(target, () => text(box), box.length);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(saved).toEqual(['hello']);
  });
  it('does not wait for ever under steady typing', async () => {
    const { saved } = core();
    const target = newTarget();
    for (let n = 0; n < 60; n++) {
      saveDraftSoon(target, () => text(String(n)), 1);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(saved.length).toBeGreaterThan(0);
    await flushDrafts();
  });
  it('saves at once on leaving, and holds the text for coming back', async () => {
    const { saved } = core();
    const target = newTarget();
    saveDraftSoon(target, () => text('left behind'), 11);
    expect(words(heldDraft(target))).toBe('left behind');
    await flushDrafts();
    expect(saved).toEqual(['left behind']);
    expect(words(heldDraft(target))).toBe('left behind');
  });
  it('tries again when the core was out of reach', async () => {
    const { saved, state } = core();
    state.reachable = false;
    const target = newTarget();
    const put = putDraft(target, text('not lost'));
    await put;
    expect(saved).toEqual([]);
    state.reachable = true;
    await vi.advanceTimersByTimeAsync(500);
    expect(saved).toEqual(['not lost']);
  });
  it('does not try again what the core refuses, until it changes', async () => {
    const { saved, state } = core();
    state.accepts = false;
    const target = newTarget();
    await putDraft(target, text('too many parts'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.tries).toBe(1);
    expect(words(heldDraft(target))).toBe('too many parts');
    state.accepts = true;
    await putDraft(target, text('fewer'));
    expect(saved).toEqual(['fewer']);
  });
  it('keeps to itself what is too long to be sent', async () => {
    const { state } = core();
    const target = newTarget();
    const long = 'x'.repeat(17 * 1_048_576);
    await putDraft(target, text(long));
    expect(state.tries).toBe(0);
    expect(words(heldDraft(target))?.length).toBe(long.length);
    await putDraft(target, []);
  });
});

describe('moving a draft to another composer', () => {
  it('takes the written text along and leaves none behind', async () => {
    const { saved } = core();
    const [from, to] = [newTarget(), newTarget()];
    saveDraftSoon(from, () => text('half a thought'), 0);
    expect(await moveDraft(from, to)).toBe(true);
    expect([words(heldDraft(from)), words(heldDraft(to))]).toEqual(['', 'half a thought']);
    expect(saved).toEqual(['half a thought', '']);
  });
  it('keeps it where it is when the core does not take it', async () => {
    const { state } = core();
    const [from, to] = [newTarget(), newTarget()];
    saveDraftSoon(from, () => text('kept'), 0);
    state.accepts = false;
    expect(await moveDraft(from, to)).toBe(false);
    expect([words(heldDraft(from)), heldDraft(to)]).toEqual(['kept', undefined]);
  });
  it('says so when there is nothing to move', async () => {
    core();
    const from = newTarget();
    await putDraft(from, []);
    expect(await moveDraft(from, newTarget())).toBe(false);
  });
});
