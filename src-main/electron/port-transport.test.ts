import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { stream, type HandlersOf, type StreamSink } from '../../src-shared/contract/define.ts';
import type { PortToHost, ToClient } from '../../src-shared/contract/wire.ts';
import { serveClient } from '../core/rpc/client-connection.ts';
import { createManualClock } from '../core/rpc/testing/manual-clock.ts';
import { createPortTransport } from './port-transport.ts';

/** A port whose other end, the page, is this test. */
class PagePort extends EventEmitter {
  readonly sent: string[] = [];
  start(): void {
    // Nothing waits in it.
  }
  postMessage(text: unknown): void {
    this.sent.push(text as string);
  }
  close(): void {
    this.emit('close');
  }
  fromPage(message: PortToHost): void {
    this.emit('message', { data: message, ports: [] });
  }
  /** The page has dealt with everything so far. */
  takeAll(): void {
    for (const text of this.sent.splice(0)) this.fromPage({ t: 'taken', chars: text.length });
  }
}
const CASES = process.env['SKEIN_LONG'] === '1' ? 10_000 : 300;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

it('counts what the page has not dealt with', () => {
  const port = new PagePort();
  const transport = createPortTransport(port);
  const heard: unknown[] = [];
  transport.onMessage((message) => heard.push(message));
  transport.send({ t: 'welcome' });
  transport.send({ t: 'answer', id: 1, result: { ok: true, value: 'ä'.repeat(1000) } });
  expect(transport.backlog()).toBe(port.sent.join('').length);
  expect(port.sent.map((text) => (JSON.parse(text) as ToClient).t)).toEqual(['welcome', 'answer']);
  port.takeAll();
  expect(transport.backlog()).toBe(0);
  port.fromPage({ t: 'close', id: 7 });
  expect(heard).toEqual([{ t: 'close', id: 7 }]);
  for (const rubbish of [null, 7, { t: 'taken' }, { t: 'taken', chars: 'x' }, { t: 'taken', chars: 1e9 }])
    port.fromPage(rubbish as never);
  expect(transport.backlog()).toBe(0);
});

it('ends with its port, once', () => {
  const port = new PagePort();
  const transport = createPortTransport(port);
  let ends = 0;
  transport.onClose(() => (ends += 1));
  port.close();
  transport.onClose(() => (ends += 1));
  transport.send({ t: 'welcome' });
  expect([ends, port.sent]).toEqual([2, []]);
});

it('holds events back while the page takes none, and sends what it has then', () => {
  const contract = { lines: { watch: stream(z.object({})).of<string>() } } as const;
  let sink: StreamSink<string> | null = null;
  const handlers: HandlersOf<typeof contract> = {
    lines: {
      watch: (_input, opened) => {
        sink = opened;
        return () => undefined;
      },
    },
  };
  const port = new PagePort();
  const clock = createManualClock();
  serveClient({ contract, handlers, transport: createPortTransport(port), clientId: 'page', clock, log: quiet });
  port.fromPage({ t: 'open', id: 1, path: 'lines.watch', input: {} });
  port.takeAll();
  const emitted: string[] = [];
  const emit = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      const line = String(emitted.length).padEnd(100_000, '.');
      emitted.push(line);
      sink?.emit(line);
      clock.advance(20);
    }
  };
  emit(30);
  const linesIn = (texts: readonly string[]) =>
    texts
      .map((text) => JSON.parse(text) as ToClient)
      .flatMap((message) => (message.t === 'events' ? message.events.map(([, event]) => event) : []));
  // 1 MB may be on its way, and what was being sent when it was reached.
  const before = linesIn(port.sent);
  expect(before.length).toBeLessThan(15);
  clock.advance(10_000);
  expect(linesIn(port.sent)).toEqual(before);
  port.takeAll();
  clock.advance(20);
  expect([...before, ...linesIn(port.sent)]).toEqual(emitted);
});

it('takes whatever a page posts, and never believes that more was dealt with than was sent', () => {
  const odd = fc.oneof(
    fc.anything(),
    fc.record({ t: fc.constantFrom('taken', 'call', 'hello'), chars: fc.oneof(fc.double(), fc.anything()) }),
  );
  fc.assert(
    fc.property(fc.array(odd, { maxLength: 8 }), (posted) => {
      const port = new PagePort();
      const transport = createPortTransport(port);
      const heard: unknown[] = [];
      const stop = transport.onMessage((message) => heard.push(message));
      transport.send({ t: 'welcome' });
      const sent = port.sent.join('').length;
      for (const data of posted) port.emit('message', { data, ports: [] });
      expect(transport.backlog()).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(transport.backlog())).toBe(true);
      expect(transport.backlog()).toBeLessThanOrEqual(sent);
      expect(heard.length).toBeLessThanOrEqual(posted.length);
      stop();
      port.emit('message', { data: { t: 'call' }, ports: [] });
      expect(heard.length).toBeLessThanOrEqual(posted.length);
    }),
    { numRuns: CASES },
  );
});
