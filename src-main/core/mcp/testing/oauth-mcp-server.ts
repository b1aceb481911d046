import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OauthMcpServer {
  /** Of its MCP endpoint. */
  readonly url: string;
  /** Headers of the last request to that endpoint. */
  readonly headers: () => Readonly<Record<string, string | string[] | undefined>>;
  stop(): Promise<void>;
}

const TOKEN = 'token-of-the-shop';

/** An MCP server over HTTP on loopback that wants a sign-in, and the issuer that gives it: whoever opens its page is sent back at once. */
export async function startOauthMcpServer(): Promise<OauthMcpServer> {
  let headers: IncomingMessage['headers'] = {};
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { port } = server.address() as AddressInfo;
      const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
      if (url.pathname === '/mcp') headers = request.headers;
      const { status, body: told, headers: more } = answer(url, request, body);
      response.writeHead(status, { 'content-type': 'application/json', ...more });
      response.end(told && JSON.stringify(told));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    headers: () => headers,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}
const ok = (body: object): Answer => ({ status: 200, body });

function answer({ origin, pathname, searchParams }: URL, request: IncomingMessage, body: string): Answer {
  if (pathname.startsWith('/.well-known/oauth-protected-resource'))
    return ok({ resource: `${origin}/mcp`, authorization_servers: [origin] });
  if (pathname.startsWith('/.well-known/'))
    return ok({
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      registration_endpoint: `${origin}/register`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      scopes_supported: ['shop'],
    });
  switch (pathname) {
    case '/register':
      return { status: 201, body: { ...(JSON.parse(body) as object), client_id: 'skein-test' } };
    case '/authorize': {
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', 'code-of-the-shop');
      back.searchParams.set('state', searchParams.get('state') ?? '');
      return { status: 302, headers: { location: back.href } };
    }
    case '/token':
      return ok({ access_token: TOKEN, token_type: 'Bearer', expires_in: 3600, refresh_token: 'again', scope: 'shop' });
    default:
      return answerMcp(origin, request, body);
  }
}

function answerMcp(origin: string, request: IncomingMessage, body: string): Answer {
  if (request.headers.authorization !== `Bearer ${TOKEN}`) {
    const where = `${origin}/.well-known/oauth-protected-resource/mcp`;
    return { status: 401, headers: { 'www-authenticate': `Bearer resource_metadata="${where}"` } };
  }
  if (request.method !== 'POST') return { status: 405 };
  const { id, method, params } = JSON.parse(body) as {
    readonly id?: number;
    readonly method: string;
    readonly params?: { readonly protocolVersion?: string };
  };
  if (id === undefined) return { status: 202 };
  const results: Readonly<Record<string, object>> = {
    initialize: {
      protocolVersion: params?.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'signed-shop', version: '1' },
    },
    'tools/list': { tools: [{ name: 'order', inputSchema: { type: 'object' } }] },
  };
  return ok({ jsonrpc: '2.0', id, result: results[method] ?? {} });
}
