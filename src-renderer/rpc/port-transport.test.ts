import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import type { PortToHost, ToClient } from '../../src-shared/contract/wire.ts';
import { portTransport } from './port-transport.ts';

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

function connected() {
  const { port1: core, port2: page } = new MessageChannel();
  open.push(core, page);
  const said: PortToHost[] = [];
  const waiting = new Set<() => void>();
  core.addEventListener('message', ({ data }: MessageEvent<PortToHost>) => {
    said.push(data);
    for (const look of waiting) look();
  });
  core.start();
  const until = (count: number) =>
    new Promise<readonly PortToHost[]>((resolve) => {
      const look = () => {
        if (said.length >= count) resolve(said);
      };
      waiting.add(look);
      look();
    });
  const transport = portTransport(page);
  const send = (message: ToClient) => core.postMessage(JSON.stringify(message));
  return { core, transport, said, until, send };
}

it('hears the core and tells it what was dealt with, after it was', async () => {
  const { transport, until, send } = connected();
  const heard: ToClient[] = [];
  transport.onMessage((message) => {
    heard.push(message);
    transport.send({ t: 'close', id: 7 });
  });
  const answer: ToClient = { t: 'answer', id: 1, result: { ok: true, value: 'ä🧶' } };
  send(answer);
  expect(await until(2)).toEqual([
    { t: 'close', id: 7 },
    { t: 'taken', chars: JSON.stringify(answer).length },
  ]);
  expect(heard).toEqual([answer]);
});

it('says once that it is over, whichever side ended it', async () => {
  const ended = connected();
  const closed = new Promise<void>((resolve) => ended.transport.onClose(resolve));
  ended.core.close();
  await closed;

  const left = connected();
  let times = 0;
  left.transport.onClose(() => (times += 1));
  const gone = once(left.core, 'close');
  left.transport.close();
  await gone;
  expect(times).toBe(1);
  left.transport.send({ t: 'close', id: 1 });
  expect(left.said).toEqual([]);
});
