import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { call, stream, type HandlersOf } from '../../../src-shared/contract/define.ts';
import type { ToHost } from '../../../src-shared/contract/wire.ts';
import { ok } from '../../../src-shared/result.ts';
import { createJsonRpcPeer } from '../codex/json-rpc-peer.ts';
import { systemClock } from '../ports.ts';
import { serveClient } from './client-connection.ts';
import { createMemoryTransport } from './testing/memory-transport.ts';

const CASES = process.env['SKEIN_LONG'] === '1' ? 10_000 : 300;
const LIMIT_MS = 300_000;
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'math.', '.', 'math.double.x'),
);
const envelope = fc.oneof(
  fc.jsonValue(),
  fc.record({
    t: fc.constantFrom('call', 'open'),
    id: fc.nat(),
    path: fc.constantFrom('math.double', 'math.count'),
    input: fc.record({ n: fc.oneof(fc.integer(), odd) }),
  }),
  fc.record(
    {
      t: fc.oneof(fc.constantFrom('call', 'open', 'close', 'hello', 'taken'), odd),
      id: fc.oneof(fc.integer(), odd),
      path: fc.oneof(
        fc.constantFrom('math.double', 'math.count', 'math', '__proto__.toString', 'constructor.name'),
        odd,
      ),
      input: fc.oneof(fc.record({ n: fc.oneof(fc.integer(), odd) }), odd),
    },
    { requiredKeys: [] },
  ),
);

it(
  'messages of any shape from a window reach a handler only with an input that its contract allows',
  { timeout: LIMIT_MS },
  async () => {
    const contract = {
      math: {
        double: call(z.object({ n: z.number() })).returns<number>(),
        count: stream(z.object({ n: z.number() })).of<number>(),
      },
    } as const;
    const inputs: unknown[] = [];
    const note = (input: unknown) => inputs.push(input);
    const handlers: HandlersOf<typeof contract> = {
      math: {
        double: (input) => {
          note(input);
          return Promise.resolve(ok(input.n));
        },
        count: (input) => {
          note(input);
          return () => undefined;
        },
      },
    };
    await fc.assert(
      fc.asyncProperty(fc.array(envelope, { maxLength: 6 }), async (messages) => {
        const transport = createMemoryTransport();
        const stop = serveClient({
          contract,
          handlers,
          transport: transport.host,
          clientId: 'odd',
          onEnd: () => undefined,
          clock: systemClock,
          log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        });
        for (const message of messages) transport.client.send(message as ToHost);
        // Each message arrives in a later turn of the loop, and a handler is called in one after that.
        for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
        stop();
      }),
      { numRuns: CASES },
    );
    expect(inputs.length).toBeGreaterThan(0);
    for (const input of inputs) expect(input).toEqual({ n: expect.any(Number) as unknown });
  },
);

it(
  'lines of any kind from Codex are one of four things, and end no call that they do not name',
  { timeout: LIMIT_MS },
  async () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .record({ id: odd, method: odd, params: odd, result: odd, error: odd }, { requiredKeys: [] })
        .map((message) => JSON.stringify(message)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 6 }), async (lines) => {
        let heard = 0;
        const hear = () => (heard += 1);
        const peer = createJsonRpcPeer({
          clock: systemClock,
          write: () => true,
          onNotification: hear,
          onRequest: hear,
          onMalformed: hear,
        });
        const outcome = peer.call('wait', {}, { timeoutMs: 60_000 });
        const named = lines.some((text) => /"id":\s*1\b/.test(text));
        for (const text of lines) peer.receive(text);
        peer.close();
        if (!named) expect(await outcome).toEqual({ kind: 'closed' });
        else await outcome;
        expect(heard).toBeLessThanOrEqual(lines.length);
      }),
      { numRuns: CASES },
    );
  },
);
