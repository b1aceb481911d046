// A small MCP server over standard input and output. Its first argument says how it behaves:
//   good     tools, resources and a template; `wait` never answers, `crash` ends the process
//   crash    ends before it has answered anything
//   silent   takes everything and answers nothing
//   many N   N tools
import { createInterface } from 'node:readline';

const [kind = 'good', count = '0'] = process.argv.slice(2);
if (kind === 'crash') {
  process.stderr.write('the kettle is broken\n');
  process.exit(3);
}

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const schema = (properties, required = []) => ({ type: 'object', properties, required });
const tools = {
  echo: {
    description: 'Says what it was told',
    inputSchema: schema({ words: { type: 'string', description: 'What to say' } }, ['words']),
    annotations: { readOnlyHint: true },
    run: ({ words }) => [{ type: 'text', text: `echo: ${words}` }],
  },
  lines: {
    description: 'Answers many lines',
    inputSchema: schema({ count: { type: 'integer', default: 5000 } }),
    run: ({ count: lines = 5000 }) => [
      { type: 'text', text: Array.from({ length: lines }, (_, at) => `line ${at + 1} of the ledger`).join('\n') },
    ],
  },
  fail: {
    description: 'Says that it failed',
    inputSchema: schema({}),
    run: () => [{ type: 'text', text: 'No milk.' }],
  },
  wait: { description: 'Never answers', inputSchema: schema({}) },
  crash: { description: 'Ends the program', inputSchema: schema({}), annotations: { destructiveHint: true } },
};
const many = Array.from({ length: Number(count) }, (_, at) => ({
  name: `tool_${at + 1}`,
  description: `Tool number ${at + 1}`,
  inputSchema: schema({}),
}));
const environment = () =>
  Object.entries(process.env)
    .filter(([name]) => name.startsWith('SHOP_'))
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('\n');
const resources = {
  'shop://stock': { name: 'Stock', description: 'What is there', mimeType: 'text/plain', text: '3 cups' },
  'shop://environment': { name: 'Environment', mimeType: 'text/plain', text: environment() },
  'shop://sign': { name: 'Sign', mimeType: 'image/png', blob: PIXEL },
};

const methods = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {}, resources: {} },
    serverInfo: { name: 'shop', title: 'The shop', version: '2.0.0' },
  }),
  ping: () => ({}),
  'tools/list': () => ({
    tools: kind === 'many' ? many : Object.entries(tools).map(([name, { run: _run, ...tool }]) => ({ name, ...tool })),
  }),
  'tools/call': ({ name, arguments: given = {} }) => {
    if (name === 'crash') process.exit(4);
    const { run } = tools[name] ?? {};
    return run && { content: run(given), ...(name === 'fail' && { isError: true }) };
  },
  'resources/list': () => ({
    resources: Object.entries(resources).map(([uri, { text: _text, blob: _blob, ...resource }]) => ({
      uri,
      ...resource,
    })),
  }),
  'resources/templates/list': () => ({
    resourceTemplates: [{ uriTemplate: 'shop://price/{thing}', name: 'Price', mimeType: 'text/plain' }],
  }),
  'resources/read': ({ uri }) => {
    const known = resources[uri];
    const price = /^shop:\/\/price\/(.+)$/.exec(uri)?.[1];
    if (!known && price === undefined) throw new Error(`There is no ${uri}`);
    return { contents: [known ? { uri, ...known } : { uri, mimeType: 'text/plain', text: `${price}: 2 coins` }] };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  if (kind === 'silent' || line.trim() === '') continue;
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const answer = (rest) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...rest })}\n`);
  if (!Object.hasOwn(methods, method)) {
    answer({ error: { code: -32601, message: `no ${method}` } });
    continue;
  }
  try {
    const result = methods[method](params ?? {});
    if (result !== undefined) answer({ result });
  } catch (error) {
    answer({ error: { code: -32002, message: error.message } });
  }
}
