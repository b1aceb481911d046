import { WebSocket } from 'ws';
import type { AppInfo } from '../../src-shared/contract/app.ts';
import type { ToClient, ToHost } from '../../src-shared/contract/wire.ts';

const HAND_OVER_TIMEOUT_MS = 4_000;

/**
 * Asks the core behind `url` (`http://127.0.0.1:PORT/#t=TOKEN`) to make projects of `paths`. Answers whether it is there and knows the
 * token; a path it refuses is its own business to explain.
 */
export async function handOver(url: string, paths: readonly string[]): Promise<boolean> {
  const address = new URL(url);
  const token = address.hash.replace(/^#t=/, '');
  const socket = new WebSocket(`ws://${address.host}/rpc`, {
    origin: address.origin,
    handshakeTimeout: HAND_OVER_TIMEOUT_MS,
  });
  const send = (message: ToHost) => socket.send(JSON.stringify(message));
  const reached = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), HAND_OVER_TIMEOUT_MS);
    const done = (answer: boolean) => {
      clearTimeout(timer);
      resolve(answer);
    };
    let left = paths.length;
    socket.on('error', () => done(false));
    socket.on('close', () => done(false));
    socket.on('open', () => send({ t: 'hello', token }));
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as ToClient;
      if (message.t === 'welcome') send({ t: 'call', id: 0, path: 'app.info', input: {} });
      if (message.t !== 'answer') return;
      if (message.id === 0 && message.result.ok) {
        const { firstServerId } = message.result.value as AppInfo;
        for (const [index, path] of paths.entries()) {
          send({ t: 'call', id: index + 1, path: 'projects.add', input: { serverId: firstServerId, path } });
        }
      } else left -= 1;
      if (left === 0) done(true);
    });
  });
  socket.terminate();
  return reached;
}
