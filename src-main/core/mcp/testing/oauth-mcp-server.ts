import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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
      answer(url, request, body, response);
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

function answer({ origin, pathname, searchParams }: URL, request: IncomingMessage, body: string, to: ServerResponse) {
  const json = (value: unknown, status = 200, more: Record<string, string> = {}) => {
    to.writeHead(status, { 'content-type': 'application/json', ...more });
    to.end(JSON.stringify(value));
  };
  if (pathname.startsWith('/.well-known/oauth-protected-resource'))
    return json({ resource: `${origin}/mcp`, authorization_servers: [origin] });
  if (pathname.startsWith('/.well-known/'))
    return json({
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
  if (pathname === '/register') return json({ ...(JSON.parse(body) as object), client_id: 'skein-test' }, 201);
  if (pathname === '/authorize') {
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('code', 'code-of-the-shop');
    back.searchParams.set('state', searchParams.get('state') ?? '');
    to.writeHead(302, { location: back.href });
    return to.end();
  }
  if (pathname === '/token')
    return json({ access_token: TOKEN, token_type: 'Bearer', expires_in: 3600, refresh_token: 'again', scope: 'shop' });
  if (request.headers.authorization !== `Bearer ${TOKEN}`)
    return json({ error: 'unauthorized' }, 401, {
      'www-authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`,
    });
  if (request.method !== 'POST') return json({}, 405);
  const { id, method, params } = JSON.parse(body) as {
    readonly id?: number;
    readonly method: string;
    readonly params?: { readonly protocolVersion?: string };
  };
  if (id === undefined) {
    to.writeHead(202);
    return to.end();
  }
  const results: Readonly<Record<string, object>> = {
    initialize: {
      protocolVersion: params?.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'signed-shop', version: '1' },
    },
    'tools/list': { tools: [{ name: 'order', inputSchema: { type: 'object' } }] },
  };
  return json({ jsonrpc: '2.0', id, result: results[method] ?? {} });
}
