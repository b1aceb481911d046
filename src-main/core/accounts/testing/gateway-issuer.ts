import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What signs people in to a model gateway, on loopback: a page, codes for other devices, and tokens. */
export interface GatewayIssuer {
  /** Lines for a `[model_providers.<id>.gateway_oauth]` table. */
  readonly toml: string;
  /** What becomes of a code from now on: it was entered, refused, or nobody has come yet. The page sends back an answer at once. */
  set(answer: 'approves' | 'denies' | 'waits'): void;
  stop(): Promise<void>;
}

export async function startGatewayIssuer(): Promise<GatewayIssuer> {
  let answer: Parameters<GatewayIssuer['set']>[0] = 'approves';
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path === '/authorize') sendBack(request, response);
    else if (path === '/device')
      json(response, 200, {
        ...{ device_code: 'device', user_code: 'GATE-0001', verification_uri: `${origin()}/activate` },
        ...{ expires_in: 900, interval: 1 },
      });
    else if (path === '/token') json(response, answer === 'approves' ? 200 : 400, TOKEN_ANSWERS[answer]);
    else json(response, 404, {});
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const redirectPort = await freePort();
  return {
    toml: [
      `authorization_url = "${origin()}/authorize"`,
      `device_authorization_url = "${origin()}/device"`,
      `token_url = "${origin()}/token"`,
      'client_id = "skein"',
      `redirect_port = ${redirectPort}`,
      'credentials_store = "file"',
    ].join('\n'),
    set: (next) => {
      answer = next;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const TOKEN_ANSWERS = {
  approves: { access_token: 'gateway-token', refresh_token: 'again', token_type: 'Bearer', expires_in: 3600 },
  denies: { error: 'access_denied' },
  waits: { error: 'authorization_pending' },
};

function sendBack(request: IncomingMessage, response: ServerResponse): void {
  const asked = new URL(request.url ?? '', 'http://127.0.0.1').searchParams;
  const back = new URL(asked.get('redirect_uri') ?? '');
  back.searchParams.set('state', asked.get('state') ?? '');
  back.searchParams.set('code', 'code');
  response.writeHead(302, { location: back.href }).end();
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Codex listens there itself. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
