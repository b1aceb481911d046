// An MCP server over stdio that asks its client: `danger` may do harm, `form` and `link` ask the user and answer what they got. Plain
// JavaScript: Codex starts it for every thread, as a program of its own.
import { createInterface } from 'node:readline';

const FORM = {
  message: 'Who are you?',
  requestedSchema: {
    type: 'object',
    properties: {
      name: { type: 'string', title: 'Name', minLength: 1 },
      age: { type: 'integer', minimum: 0 },
      colour: { type: 'string', enum: ['r', 'g'] },
    },
    required: ['name'],
  },
};
const LINK = { mode: 'url', message: 'Please sign in', url: 'https://example.com/sign-in', elicitationId: 'e1' };
const tool = (name, annotations) => ({
  name,
  description: `Does ${name}`,
  inputSchema: { type: 'object', properties: {} },
  annotations,
});
const TOOLS = [
  tool('danger', { destructiveHint: true, readOnlyHint: false, openWorldHint: true }),
  tool('form', { readOnlyHint: true }),
  tool('link', { readOnlyHint: true }),
];

const send = (message) => void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const answer = (id, result) => send({ id, result });
const say = (id, text) => answer(id, { content: [{ type: 'text', text }] });
/** Our question's id → the call that waits for it. */
const waiting = new Map();
let questions = 0;

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params, result } = JSON.parse(line);
  if (method === undefined) {
    say(waiting.get(id), JSON.stringify(result));
  } else if (method === 'initialize') {
    const serverInfo = { name: 'asking', version: '1' };
    answer(id, { protocolVersion: params?.protocolVersion, capabilities: { tools: {} }, serverInfo });
  } else if (method === 'tools/list') {
    answer(id, { tools: TOOLS });
  } else if (method === 'tools/call' && params?.name === 'danger') {
    say(id, 'harm done');
  } else if (method === 'tools/call') {
    const question = `question-${++questions}`;
    waiting.set(question, id);
    send({ id: question, method: 'elicitation/create', params: params?.name === 'form' ? FORM : LINK });
  } else if (id !== undefined) {
    answer(id, {});
  }
});
