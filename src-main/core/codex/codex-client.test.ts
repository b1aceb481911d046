import { describe, expect, it } from 'vitest';
import { createCodexClient } from './codex-client.ts';
import type { CallOutcome, JsonRpcPeer } from './json-rpc-peer.ts';
import { createManualClock } from './testing/supervised.ts';

const overloaded: CallOutcome = { kind: 'error', error: { code: -32001, message: 'Server overloaded; retry later.' } };

/** A client whose peer answers from a list; waits are over at once and their lengths kept. */
function client({ outcomes, random = 0 }: { outcomes: CallOutcome[]; random?: number }) {
  const { clock, advance } = createManualClock();
  const waits: number[] = [];
  const timeouts: number[] = [];
  const peer: Pick<JsonRpcPeer, 'call'> = {
    call: (_method, _params, { timeoutMs }) => {
      timeouts.push(timeoutMs);
      return Promise.resolve(outcomes.shift() ?? { kind: 'closed' });
    },
  };
  const impatient = {
    ...clock,
    after: (ms: number, run: () => void) => {
      waits.push(ms);
      const cancel = clock.after(ms, run);
      queueMicrotask(() => advance(ms));
      return cancel;
    },
  };
  const codex = createCodexClient({
    peer: peer as JsonRpcPeer,
    clock: impatient,
    version: '0.169.0',
    random: () => random,
  });
  return { codex, waits, timeouts };
}

describe('an overloaded server', () => {
  it('is asked again after waits that double, spread by chance, and the tries share one time-out', async () => {
    const { codex, waits, timeouts } = client({
      outcomes: [overloaded, overloaded, overloaded, { kind: 'result', value: 'done' }],
    });
    await expect(codex.call('model/list', {}, { timeoutMs: 10_000 })).resolves.toEqual({ ok: true, value: 'done' });
    expect(waits).toEqual([50, 100, 200]);
    expect(timeouts).toEqual([10_000, 9950, 9850, 9650]);
  });

  it('is asked six times at most', async () => {
    const { codex, waits } = client({ outcomes: Array.from({ length: 9 }, () => overloaded), random: 1 });
    await expect(codex.call('model/list', {})).resolves.toEqual({
      ok: false,
      error: { code: 'server.overloaded', method: 'model/list' },
    });
    expect(waits).toEqual([100, 200, 400, 800, 1600]);
  });

  it('is not waited for beyond the time-out of the call', async () => {
    const { codex, waits } = client({ outcomes: [overloaded, overloaded, overloaded], random: 1 });
    await expect(codex.call('model/list', {}, { timeoutMs: 250 })).resolves.toMatchObject({ ok: false });
    expect(waits).toEqual([100]);
  });
});

it.each<[CallOutcome, object]>([
  [{ kind: 'timed-out' }, { code: 'server.timeout', method: 'turn/interrupt', afterMs: 5000 }],
  [{ kind: 'closed' }, { code: 'server.died' }],
  [{ kind: 'congested' }, { code: 'server.overloaded', method: 'turn/interrupt' }],
  [{ kind: 'aborted' }, { code: 'rpc.disconnected' }],
])('tells %o apart', async (outcome, error) => {
  const { codex } = client({ outcomes: [outcome] });
  await expect(codex.call('turn/interrupt', { threadId: 't', turnId: 'u' })).resolves.toEqual({ ok: false, error });
});
