import { describe, expect, it } from 'vitest';
import { createJsonRpcPeer } from './json-rpc-peer.ts';
import { createManualClock } from './testing/supervised.ts';

function peer({ room = Infinity, waitingLimitChars = 1000 } = {}) {
  const { clock, advance } = createManualClock();
  const written: unknown[] = [];
  const heard: unknown[] = [];
  /** How many messages the pipe takes before it is full. */
  const pipe = { room };
  const wire = createJsonRpcPeer({
    clock,
    waitingLimitChars,
    write: (line) => {
      expect(line.endsWith('\n')).toBe(true);
      written.push(JSON.parse(line));
      return --pipe.room > 0;
    },
    onNotification: (notification) => heard.push({ notification }),
    onRequest: (request) => heard.push({ request }),
    onMalformed: (line) => heard.push({ malformed: line }),
  });
  return { wire, written, heard, advance, pipe };
}

describe('sorting what comes in', () => {
  it.each([
    ['a notification', { method: 'a/b', params: { x: 1 } }, 'notification'],
    ['a notification with more fields', { method: 'a/b', params: {}, emittedAtMs: 5 }, 'notification'],
    ['a request with id 0', { id: 0, method: 'ask', params: {} }, 'request'],
    ['a request with a text id', { id: 'q-1', method: 'ask' }, 'request'],
  ])('%s', (_name, message, kind) => {
    const { wire, heard } = peer();
    wire.receive(JSON.stringify(message));
    expect(heard).toEqual([{ [kind]: message }]);
  });

  it.each([
    'no json',
    '',
    '[1]',
    '"text"',
    '7',
    'null',
    'true',
    '{}',
    '{"id":5}',
    '{"id":"5","result":1}',
    '{"method":3}',
  ])('takes %s for no message', (line) => {
    const { wire, heard } = peer();
    wire.receive(line);
    expect(heard).toEqual([{ malformed: line }]);
  });

  it('does not mistake a request for the answer to the call with the same id', async () => {
    const { wire, heard } = peer();
    const call = wire.call('mine', {}, { timeoutMs: 10 });
    wire.receive('{"id":1,"method":"theirs"}');
    expect(heard).toEqual([{ request: { id: 1, method: 'theirs' } }]);
    wire.receive('{"id":1,"result":"answer"}');
    await expect(call).resolves.toEqual({ kind: 'result', value: 'answer' });
  });
});

describe('calls', () => {
  it('writes one line each and gives every answer to its own call, in any order', async () => {
    const { wire, written } = peer();
    const first = wire.call('a', { x: 1 }, { timeoutMs: 10 });
    const second = wire.call('b', undefined, { timeoutMs: 10 });
    expect(written).toEqual([
      { id: 1, method: 'a', params: { x: 1 } },
      { id: 2, method: 'b' },
    ]);
    wire.receive('{"id":2,"error":{"code":-32600,"message":"no","data":{"why":1}}}');
    wire.receive('{"id":1,"result":null}');
    await expect(first).resolves.toEqual({ kind: 'result', value: null });
    await expect(second).resolves.toEqual({ kind: 'error', error: { code: -32600, message: 'no', data: { why: 1 } } });
  });

  it('times out, and ignores the answer that comes too late', async () => {
    const { wire, advance, heard } = peer();
    const call = wire.call('slow', {}, { timeoutMs: 1000 });
    advance(999);
    advance(1);
    await expect(call).resolves.toEqual({ kind: 'timed-out' });
    wire.receive('{"id":1,"result":1}');
    expect(heard).toEqual([]);
  });

  it('can be given up, before and after it was sent', async () => {
    const { wire, written } = peer();
    const controller = new AbortController();
    const call = wire.call('a', {}, { timeoutMs: 10, signal: controller.signal });
    controller.abort();
    await expect(call).resolves.toEqual({ kind: 'aborted' });
    await expect(wire.call('b', {}, { timeoutMs: 10, signal: controller.signal })).resolves.toEqual({
      kind: 'aborted',
    });
    expect(written).toHaveLength(1);
  });

  it('fail when the connection closes, and at once afterwards', async () => {
    const { wire, written } = peer();
    const call = wire.call('a', {}, { timeoutMs: 10 });
    wire.close();
    await expect(call).resolves.toEqual({ kind: 'closed' });
    await expect(wire.call('b', {}, { timeoutMs: 10 })).resolves.toEqual({ kind: 'closed' });
    wire.answer(0, 'x');
    expect(written).toHaveLength(1);
  });
});

describe('answers of ours', () => {
  it('carry the id of the request as it was, 0 and text included', () => {
    const { wire, written } = peer();
    wire.answer(0, { decision: 'accept' });
    wire.answer('q-1', undefined);
    wire.refuse(2, { code: -32601, message: 'no' });
    wire.notify('initialized');
    expect(written).toEqual([
      { id: 0, result: { decision: 'accept' } },
      { id: 'q-1', result: null },
      { id: 2, error: { code: -32601, message: 'no' } },
      { method: 'initialized' },
    ]);
  });
});

describe('a pipe that is full', () => {
  it('is not written to until it has drained, and calls that have ended meanwhile are never sent', async () => {
    const { wire, written, advance, pipe } = peer({ room: 1 });
    void wire.call('first', {}, { timeoutMs: 5000 });
    const gone = wire.call('gone', {}, { timeoutMs: 1000 });
    void wire.call('second', {}, { timeoutMs: 5000 });
    void wire.call('third', {}, { timeoutMs: 5000 });
    expect(written).toHaveLength(1);
    advance(1000);
    await expect(gone).resolves.toEqual({ kind: 'timed-out' });
    pipe.room = 1;
    wire.drained();
    pipe.room = 5;
    wire.drained();
    expect(written.map((message) => (message as { method: string }).method)).toEqual(['first', 'second', 'third']);
  });

  it('refuses calls when more waits than memory should hold', async () => {
    const { wire } = peer({ room: 1, waitingLimitChars: 100 });
    const text = 'x'.repeat(60);
    for (let count = 0; count < 3; count++) void wire.call('big', { text }, { timeoutMs: 1000 });
    await expect(wire.call('small', {}, { timeoutMs: 1000 })).resolves.toEqual({ kind: 'congested' });
    wire.close();
  });
});
