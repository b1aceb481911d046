import { describe, expect, it } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import { createCallGate } from './call-gate.ts';
import type { CodexClient } from './codex-client.ts';
import { createManualClock } from './testing/supervised.ts';

function gate() {
  const { clock, advance } = createManualClock();
  const sent: unknown[] = [];
  const client = {
    call: (method: string, _params: unknown, options: unknown) => {
      sent.push([method, options]);
      return Promise.resolve(ok({}));
    },
  } as CodexClient;
  return { gate: createCallGate(clock), client, advance, sent };
}
const list = { modelProviders: [] };

describe('calls while no server is ready', () => {
  it('are sent in order when one is, after what is called at that moment, with the time that is left', async () => {
    const { gate: calls, client, advance, sent } = gate();
    const first = calls.call('thread/list', list, { timeoutMs: 1000 });
    advance(400);
    const second = calls.call('model/list', {}, { timeoutMs: 1000 });
    calls.set({ kind: 'open', client });
    const resume = calls.call('thread/resume', { threadId: 't' });
    await Promise.all([first, second, resume]);
    expect(sent).toEqual([
      ['thread/resume', {}],
      ['thread/list', { timeoutMs: 600 }],
      ['model/list', { timeoutMs: 1000 }],
    ]);
  });

  it('end with their time-out', async () => {
    const { gate: calls, advance, sent } = gate();
    const call = calls.call('thread/list', list, { timeoutMs: 1000 });
    advance(1000);
    const error = { code: 'server.timeout', method: 'thread/list', afterMs: 1000 };
    await expect(call).resolves.toEqual({ ok: false, error });
    expect(sent).toEqual([]);
  });

  it('can be given up', async () => {
    const { gate: calls } = gate();
    const controller = new AbortController();
    const call = calls.call('thread/list', list, { signal: controller.signal });
    controller.abort();
    await expect(call).resolves.toEqual({ ok: false, error: { code: 'rpc.disconnected' } });
  });

  it('come back when none will come, and so do later ones', async () => {
    const { gate: calls } = gate();
    const call = calls.call('thread/list', list);
    calls.set({ kind: 'shut' });
    const refused = { ok: false, error: { code: 'server.not-running' } };
    expect([await call, await calls.call('thread/list', list)]).toEqual([refused, refused]);
  });
});
