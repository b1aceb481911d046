import { describe, expect, it } from 'vitest';
import type { ToClient, ToHost, Transport } from '../../src-shared/contract/wire.ts';
import { err, ok } from '../../src-shared/result.ts';
import { createRpcClient, type Connect, type ConnectionState } from './rpc-client.ts';

/** The host's end of one connection, held by the test. */
function fakeLink() {
  const sent: ToHost[] = [];
  const messages: ((message: ToClient) => void)[] = [];
  const closes: (() => void)[] = [];
  const transport: Transport<ToHost, ToClient> = {
    send: (message) => void sent.push(message),
    onMessage: (listener) => (messages.push(listener), () => undefined),
    onClose: (listener) => (closes.push(listener), () => undefined),
    close: () => drop(),
    backlog: () => 0,
  };
  const drop = () => {
    for (const close of closes.splice(0)) close();
  };
  return {
    transport,
    sent,
    drop,
    say: (message: ToClient) => {
      for (const listener of messages) listener(message);
    },
  };
}

function setUp() {
  const links: ReturnType<typeof fakeLink>[] = [];
  const states: ConnectionState[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  let answer: 'link' | 'unreachable' | 'refused' = 'link';
  const connect: Connect = () => {
    if (answer !== 'link') return Promise.resolve(err(answer));
    const link = fakeLink();
    links.push(link);
    return Promise.resolve(ok(link.transport));
  };
  const rpc = createRpcClient(
    connect,
    {
      now: () => 1000,
      random: () => 0.5,
      after: (ms, run) => {
        const timer = { ms, run };
        timers.push(timer);
        return () => timers.splice(timers.indexOf(timer), 1);
      },
    },
    (state) => states.push(state),
  );
  return {
    rpc,
    links,
    states,
    timers,
    will: (next: typeof answer) => (answer = next),
    settled: () => new Promise<void>((resolve) => setImmediate(resolve)),
    runTimer: () => timers.shift()?.run(),
  };
}

describe('rpc client', () => {
  it('sends a call under its path and answers what the host answers', async () => {
    const { rpc, links, settled } = setUp();
    await settled();
    const answer = rpc.client.app.reveal({ path: '/tmp' });
    expect(links[0]?.sent).toEqual([{ t: 'call', id: 1, path: 'app.reveal', input: { path: '/tmp' } }]);
    links[0]?.say({ t: 'answer', id: 1, result: ok(null) });
    expect(await answer).toEqual(ok(null));
  });

  it('keeps calls made before the first connection', async () => {
    const { rpc, links, settled } = setUp();
    void rpc.client.app.info({});
    await settled();
    expect(links[0]?.sent).toEqual([{ t: 'call', id: 1, path: 'app.info', input: {} }]);
  });

  it('fails calls under way when the connection is lost, and later ones at once', async () => {
    const { rpc, links, settled } = setUp();
    await settled();
    const waiting = rpc.client.app.info({});
    links[0]?.drop();
    expect(await waiting).toEqual(err({ code: 'rpc.disconnected' }));
    expect(await rpc.client.app.info({})).toEqual(err({ code: 'rpc.disconnected' }));
  });

  it('opens every stream again after a reconnect, and not the closed ones', async () => {
    const { rpc, links, settled, runTimer } = setUp();
    const seen: unknown[] = [];
    const listener = { event: (event: unknown) => seen.push(event), error: () => undefined };
    const stop = rpc.client.settings.watch({}, listener);
    rpc.client.projects.watch({}, listener);
    await settled();
    stop();
    links[0]?.drop();
    runTimer();
    await settled();
    expect(links[1]?.sent).toEqual([{ t: 'open', id: 2, path: 'projects.watch', input: {} }]);
    links[1]?.say({
      t: 'events',
      events: [
        [2, ['project']],
        [1, 'late'],
      ],
    });
    expect(seen).toEqual([['project']]);
  });

  it('hands an ended stream its reason and does not open it again', async () => {
    const { rpc, links, settled, runTimer } = setUp();
    const errors: unknown[] = [];
    rpc.client.projects.watch({}, { event: () => undefined, error: (error) => errors.push(error) });
    await settled();
    links[0]?.say({ t: 'ended', id: 1, error: { code: 'rpc.stream-overflow' } });
    links[0]?.drop();
    runTimer();
    await settled();
    expect([errors, links[1]?.sent]).toEqual([[{ code: 'rpc.stream-overflow' }], []]);
  });

  it('waits longer after each failed attempt, up to five seconds', async () => {
    const { links, settled, timers, runTimer, will } = setUp();
    await settled();
    will('unreachable');
    links[0]?.drop();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      waits.push(timers[0]?.ms ?? 0);
      runTimer();
      await settled();
    }
    expect(waits).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it('tries at once when asked, and only once at a time', async () => {
    const { rpc, links, settled, timers } = setUp();
    await settled();
    links[0]?.drop();
    rpc.retry();
    rpc.retry();
    await settled();
    expect([links.length, timers.length]).toEqual([2, 0]);
  });

  it('stops trying when the host refuses the token', async () => {
    const { rpc, links, states, settled, timers, runTimer, will } = setUp();
    await settled();
    will('refused');
    links[0]?.drop();
    runTimer();
    await settled();
    expect([states.at(-1), timers]).toEqual([{ kind: 'refused', reason: 'other-host' }, []]);
    expect(await rpc.client.app.info({})).toEqual(err({ code: 'rpc.disconnected' }));
  });

  it('goes on with the other events when one listener throws', async () => {
    const { rpc, links, settled } = setUp();
    const reported: unknown[] = [];
    globalThis.reportError = (error: unknown) => void reported.push(error);
    const seen: unknown[] = [];
    const failing = () => {
      throw new Error('a bug');
    };
    rpc.client.settings.watch({}, { event: failing, error: () => undefined });
    rpc.client.projects.watch({}, { event: (event) => seen.push(event), error: () => undefined });
    await settled();
    links[0]?.say({
      t: 'events',
      events: [
        [1, 'first'],
        [2, 'second'],
      ],
    });
    expect([seen, reported.length]).toEqual([['second'], 1]);
  });
});
