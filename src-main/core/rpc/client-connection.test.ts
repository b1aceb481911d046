import { expect, it } from 'vitest';
import { z } from 'zod';
import { call, stream, type HandlersOf, type StreamSink } from '../../../src-shared/contract/define.ts';
import type { ToClient } from '../../../src-shared/contract/wire.ts';
import { ok } from '../../../src-shared/result.ts';
import { systemClock } from '../ports.ts';
import { serveClient } from './client-connection.ts';
import { createMemoryTransport } from './testing/memory-transport.ts';

const contract = {
  math: {
    double: call(z.object({ n: z.number() })).returns<number>(),
    fail: call(z.object({})).returns<null>(),
    slow: call(z.object({})).returns<null>(),
    count: stream(z.object({ refuse: z.boolean().optional(), boom: z.boolean().optional() })).of<number>(),
  },
} as const;

function setUp() {
  const logged: string[] = [];
  const sinks: StreamSink<number>[] = [];
  let stopped = 0;
  let ends = 0;
  let finishSlow = () => {};
  const slow = new Promise<void>((resolve) => (finishSlow = resolve));
  const handlers: HandlersOf<typeof contract> = {
    math: {
      double: (input, context) => Promise.resolve(ok(context.clientId === 'me' ? input.n * 2 : 0)),
      fail: () => {
        throw new Error('a bug');
      },
      slow: () => slow.then(() => ok(null)),
      count: (input, sink) => {
        if (input.boom) throw new Error('another bug');
        if (input.refuse) sink.fail({ code: 'project.unknown' });
        sinks.push(sink);
        return () => {
          stopped += 1;
        };
      },
    },
  };
  const transport = createMemoryTransport();
  const received: ToClient[] = [];
  const waiters: (() => void)[] = [];
  transport.client.onMessage((message) => {
    received.push(message);
    for (const wake of waiters.splice(0)) wake();
  });
  const say = (message: string, data?: unknown) => logged.push(`${message} ${JSON.stringify(data)}`);
  const stop = serveClient({
    contract,
    handlers,
    transport: transport.host,
    clientId: 'me',
    onEnd: () => (ends += 1),
    clock: systemClock,
    log: { info: say, warn: say, error: say },
  });
  const seen = async (fact: (messages: readonly ToClient[]) => boolean) => {
    while (!fact(received)) await new Promise<void>((resolve) => waiters.push(resolve));
  };
  return {
    ...transport,
    received,
    logged,
    sinks,
    stop,
    seen,
    finishSlow: () => finishSlow(),
    stopped: () => stopped,
    ends: () => ends,
  };
}
const answerOf = (messages: readonly ToClient[], id: number) =>
  messages.find((message) => message.t === 'answer' && message.id === id);

it('welcomes, answers calls and refuses bad ones', async () => {
  const { client, seen, received, logged } = setUp();
  client.send({ t: 'call', id: 1, path: 'math.double', input: { n: 21 } });
  client.send({ t: 'call', id: 2, path: 'math.double', input: { n: 'x' } });
  client.send({ t: 'call', id: 3, path: 'math.fail', input: {} });
  for (const [index, path] of [
    'math.none',
    '__proto__.toString',
    'math.constructor',
    'math.count',
    'math.double.x',
    '',
  ].entries()) {
    client.send({ t: 'call', id: 10 + index, path, input: {} });
  }
  await seen((messages) => messages.filter((message) => message.t === 'answer').length === 9);
  expect(received[0]).toEqual({ t: 'welcome' });
  expect(answerOf(received, 1)).toEqual({ t: 'answer', id: 1, result: { ok: true, value: 42 } });
  expect(answerOf(received, 2)).toMatchObject({ result: { ok: false, error: { code: 'rpc.bad-input' } } });
  expect(answerOf(received, 3)).toEqual({
    t: 'answer',
    id: 3,
    result: { ok: false, error: { code: 'internal', message: 'a bug' } },
  });
  expect(logged.join()).toContain('math.fail');
  for (let id = 10; id < 16; id += 1) {
    expect(answerOf(received, id)).toMatchObject({ result: { ok: false, error: { code: 'rpc.bad-input' } } });
  }
});

it('carries events until the client closes the stream, then stops the producer', async () => {
  const { client, seen, received, sinks, stopped } = setUp();
  client.send({ t: 'open', id: 7, path: 'math.count', input: {} });
  client.send({ t: 'call', id: 1, path: 'math.double', input: { n: 1 } });
  await seen((messages) => answerOf(messages, 1) !== undefined);
  sinks[0]?.emit(1);
  sinks[0]?.emit(2);
  await seen((messages) => messages.some((message) => message.t === 'events'));
  client.send({ t: 'close', id: 7 });
  client.send({ t: 'call', id: 2, path: 'math.double', input: { n: 1 } });
  await seen((messages) => answerOf(messages, 2) !== undefined);
  sinks[0]?.emit(3);
  client.send({ t: 'call', id: 3, path: 'math.double', input: { n: 1 } });
  await seen((messages) => answerOf(messages, 3) !== undefined);
  expect(stopped()).toBe(1);
  expect(received.flatMap((message) => (message.t === 'events' ? message.events : []))).toEqual([
    [7, 1],
    [7, 2],
  ]);
});

it('says why a stream was refused or ended, once', async () => {
  const { client, seen, received, sinks, stopped } = setUp();
  client.send({ t: 'open', id: 1, path: 'math.count', input: { refuse: true } });
  client.send({ t: 'open', id: 2, path: 'math.count', input: { boom: true } });
  client.send({ t: 'open', id: 3, path: 'math.nothing', input: {} });
  client.send({ t: 'open', id: 4, path: 'math.count', input: 5 });
  client.send({ t: 'open', id: 5, path: 'math.count', input: {} });
  client.send({ t: 'call', id: 9, path: 'math.double', input: { n: 1 } });
  await seen((messages) => answerOf(messages, 9) !== undefined);
  sinks[1]?.emit(1);
  sinks[1]?.fail({ code: 'server.died' });
  sinks[1]?.fail({ code: 'server.died' });
  sinks[1]?.emit(2);
  await seen((messages) => messages.filter((message) => message.t === 'ended').length === 5);
  const ended = received.flatMap((message) => (message.t === 'ended' ? [[message.id, message.error.code]] : []));
  expect(ended).toEqual([
    [1, 'project.unknown'],
    [2, 'internal'],
    [3, 'rpc.bad-input'],
    [4, 'rpc.bad-input'],
    [5, 'server.died'],
  ]);
  expect(stopped()).toBe(2);
  const eventsBeforeEnd = received.findIndex((message) => message.t === 'events');
  expect(eventsBeforeEnd).toBeGreaterThan(0);
  expect(eventsBeforeEnd).toBeLessThan(received.findIndex((message) => message.t === 'ended' && message.id === 5));
});

it('ends everything when the transport closes, and ignores what comes after', async () => {
  const { client, host, seen, received, sinks, stopped, ends, finishSlow } = setUp();
  client.send({ t: 'open', id: 1, path: 'math.count', input: {} });
  client.send({ t: 'call', id: 2, path: 'math.slow', input: {} });
  client.send({ t: 'call', id: 3, path: 'math.double', input: { n: 1 } });
  await seen((messages) => answerOf(messages, 3) !== undefined);
  const before = received.length;
  host.close();
  expect([stopped(), ends()]).toEqual([1, 1]);
  sinks[0]?.emit(5);
  finishSlow();
  await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(received).toHaveLength(before);
});

it('is over once, also when this side ends it and the transport says nothing of it', async () => {
  const { client, host, seen, stop, stopped, ends } = setUp();
  client.send({ t: 'open', id: 1, path: 'math.count', input: {} });
  client.send({ t: 'call', id: 2, path: 'math.double', input: { n: 1 } });
  await seen((messages) => answerOf(messages, 2) !== undefined);
  stop();
  expect([stopped(), ends()]).toEqual([1, 1]);
  host.close();
  stop();
  expect([stopped(), ends()]).toEqual([1, 1]);
});

it('ignores messages of no known shape', async () => {
  const { client, seen, received, logged } = setUp();
  for (const bad of [null, 5, [], { t: 'call' }, { t: 'x', id: 1 }, { t: 'open', id: 'a', path: 'math.count' }]) {
    client.send(bad as never);
  }
  client.send({ t: 'call', id: 1, path: 'math.double', input: { n: 2 } });
  await seen((messages) => answerOf(messages, 1) !== undefined);
  expect(received).toHaveLength(2);
  expect(logged).toHaveLength(6);
});
