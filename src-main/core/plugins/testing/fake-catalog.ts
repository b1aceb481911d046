import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The routes of a ChatGPT back end that Codex 0.169.0 asks for plugins and apps (measured), with one made-up account, plugin and app. */
export interface FakeCatalog {
  readonly url: string;
  /** Method and path of every request so far. */
  readonly asked: () => readonly string[];
  /** From now on its directories answer with an error. */
  fail(): void;
  stop(): Promise<void>;
}

const ACCOUNT_ID = 'account-1';
const TEA = {
  id: 'plugin_tea',
  name: 'tea',
  scope: 'GLOBAL',
  discoverability: 'LISTED',
  installation_policy: 'AVAILABLE',
  authentication_policy: 'ON_USE',
  status: 'ENABLED',
  release: {
    version: '1.2.0',
    display_name: 'Tea from afar',
    description: 'Makes tea far away',
    app_ids: ['app_tea'],
    keywords: ['kettle'],
    interface: {
      short_description: 'Far tea',
      long_description: 'Tea from far away',
      developer_name: 'Faraway',
      category: 'Kitchen',
      capabilities: ['Read'],
      default_prompt: 'Make tea',
      screenshot_urls: [],
    },
    skills: [{ name: 'brew', description: 'Brews from afar', interface: null }],
  },
};
const RARE = { ...TEA, id: 'plugin_rare', name: 'rare', release: { ...TEA.release, display_name: 'Rare tea' } };
const pageOf = (...plugins: readonly object[]) => ({ plugins, pagination: { limit: 200, next_page_token: null } });

const ANSWERS: Readonly<Record<string, object>> = {
  '/wham/accounts/check': {
    accounts: [
      {
        id: ACCOUNT_ID,
        name: 'Test',
        workspace_backend_origin: 'https://chatgpt.com',
        account_routing_override: 'NO_CONSTRAINT',
        structure: 'personal',
      },
    ],
    account_ordering: [ACCOUNT_ID],
    default_account_id: ACCOUNT_ID,
  },
  '/ps/plugins/installed': pageOf(),
  '/ps/plugins/list': pageOf(TEA),
  '/ps/plugins/suggested/codex': { plugins: [] },
  '/plugins/featured': ['tea'],
  '/ps/plugins/search': pageOf(TEA, RARE),
  '/ps/plugins/plugin_tea': TEA,
  '/ps/plugins/plugin_rare': RARE,
  '/ps/plugins/plugin_tea/skills/brew': { plugin_id: 'plugin_tea', name: 'brew', skill_md_contents: '# Brew\nBoil.' },
  '/ps/apps/batch': { apps: [{ id: 'app_tea', name: 'Tea shop', description: 'Orders tea' }] },
  '/connectors/directory/list': {
    apps: [
      { id: 'app_tea', name: 'Tea shop', description: 'Orders tea', visibility: 'DISCOVERABLE' },
      { id: 'app_ink', name: 'Ink shop', description: 'Orders ink', visibility: 'DISCOVERABLE' },
    ],
    nextToken: null,
  },
};

export async function startFakeCatalog(): Promise<FakeCatalog> {
  const asked: string[] = [];
  let failing = false;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname.replace(/^\/backend-api/, '');
      asked.push(`${request.method ?? ''} ${path}`);
      const told = path === '/ps/mcp' ? answerMcp(body) : failing ? undefined : ANSWERS[path];
      const status = told === null ? 202 : told === undefined ? (failing ? 503 : 404) : 200;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(told ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/backend-api/`,
    asked: () => asked,
    fail: () => {
      failing = true;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The MCP server of the account's apps: one tool, of one app. Null: nothing is to be answered. */
function answerMcp(body: string): object | null {
  const { id, method } = JSON.parse(body === '' ? '{}' : body) as { readonly id?: number; readonly method?: string };
  if (id === undefined) return null;
  const results: Readonly<Record<string, object>> = {
    initialize: {
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'apps', version: '1' },
    },
    'tools/list': {
      tools: [
        {
          name: 'tea_shop_order',
          description: 'Orders tea',
          inputSchema: { type: 'object', properties: {} },
          _meta: { connector_id: 'app_tea', connector_name: 'Tea shop' },
        },
      ],
    },
  };
  return { jsonrpc: '2.0', id, result: results[method ?? ''] ?? {} };
}

/** What Codex keeps of a sign-in with ChatGPT, for the account of this back end. */
export function signedInAuth(): string {
  const claims = {
    email: 'tea@example.test',
    exp: Math.floor(Date.now() / 1000) + 86_400,
    'https://api.openai.com/auth': {
      chatgpt_plan_type: 'plus',
      chatgpt_account_id: ACCOUNT_ID,
      chatgpt_user_id: 'user-1',
    },
  };
  const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  return JSON.stringify({
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: { id_token: token, access_token: token, refresh_token: 'again', account_id: ACCOUNT_ID },
    last_refresh: new Date().toISOString(),
  });
}
