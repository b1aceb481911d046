#!/usr/bin/env node
// Stands in for `codex` where a fault cannot be had from the real one: it speaks just enough of the app-server's wire and
// misbehaves as SKEIN_FAULT says. Start it through SKEIN_CODEX_BIN. Faults:
//   silent          never answers initialize            stubborn        ignores the end of its input and SIGTERM
//   crash           exits with 3 at once                crash-when-ready  exits with 3 after the handshake
//   old             says it is 0.100.0                  refuse          answers initialize with an error
//   malformed       sends rubbish between good lines    huge            answers fs/readFile with a line of 12 MB
//   overloaded      answers each method twice with -32001 before it does it
//   deaf            stops reading its input after the handshake; slow-reader: for a moment only
//   requests        sends an unknown request, an unknown notification (three times) and a known request; what is answered
//                   comes back as `warning` notifications
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const fault = process.env['SKEIN_FAULT'] ?? '';
const HUGE_CHARS = 12 * 1024 * 1024;
const SLOW_READER_MS = 200;

if (process.argv.includes('--version')) {
  process.stdout.write('codex-cli 0.169.0\n');
  process.exit(0);
}
process.stderr.write(`scripted peer, fault: ${fault || 'none'}\n`);
if (fault === 'crash') process.exit(3);
if (fault === 'stubborn') process.on('SIGTERM', () => undefined);

const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const tell = (message) => send({ method: 'warning', params: { threadId: null, message } });
const EMPTY_PAGE = { data: [], nextCursor: null };
const ANSWERS = {
  'account/read': { account: null, requiresOpenaiAuth: false },
  'collaborationMode/list': EMPTY_PAGE,
  'command/exec': { exitCode: 0, stdout: '', stderr: '' },
  'config/read': { config: {}, origins: {} },
  'model/list': EMPTY_PAGE,
  'permissionProfile/list': EMPTY_PAGE,
  'skills/list': EMPTY_PAGE,
  'thread/list': EMPTY_PAGE,
  'thread/loaded/list': EMPTY_PAGE,
  'threadSection/list': EMPTY_PAGE,
};

const RUBBISH = [
  'not json',
  '[1,2]',
  '"text"',
  '17',
  'null',
  '{"id":5}',
  '{"id":"x","result":1}',
  '{}',
  '',
  '{"method":7}',
];
const afterHandshake = {
  'crash-when-ready': () => process.exit(3),
  malformed: () => {
    for (const line of RUBBISH) process.stdout.write(`${line}\n`);
    process.stdout.write(Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a]));
    tell('still here: åäö 🧵');
  },
  deaf: () => input.pause(),
  'slow-reader': () => {
    input.pause();
    setTimeout(() => input.resume(), SLOW_READER_MS);
  },
  requests: () => {
    send({ id: 0, method: 'nobody/knows', params: {} });
    for (let times = 0; times < 3; times++) send({ method: 'nobody/knows/that', params: {} });
    const params = { threadId: 't', turnId: 'u', itemId: 'i', startedAtMs: 0, reason: null, grantRoot: null };
    send({ id: 1, method: 'item/fileChange/requestApproval', params });
  },
};

const tries = new Map();
const answer = ({ id, method, params }) => {
  if (method === 'initialize') {
    if (fault === 'silent') return;
    if (fault === 'refuse') {
      send({ id, error: { code: -32600, message: 'no thanks' } });
      return;
    }
    const version = fault === 'old' ? '0.100.0' : '0.169.0';
    send({
      id,
      result: { userAgent: `${params.clientInfo.name}/${version} (test)`, codexHome: process.env['CODEX_HOME'] },
    });
    return;
  }
  const tried = (tries.get(method) ?? 0) + 1;
  tries.set(method, tried);
  if (fault === 'overloaded' && tried <= 2) {
    send({ id, error: { code: -32001, message: 'Server overloaded; retry later.' } });
    return;
  }
  if (fault === 'huge' && method === 'fs/readFile') send({ id, result: { dataBase64: 'a'.repeat(HUGE_CHARS) } });
  else send({ id, result: ANSWERS[method] ?? {} });
};

const input = createInterface({ input: process.stdin, crlfDelay: Infinity });
input.on('line', (line) => {
  const message = JSON.parse(line);
  // For tests that look at what was sent.
  if (process.env['SKEIN_FAULT_RECORD']) appendFileSync(process.env['SKEIN_FAULT_RECORD'], `${line}\n`);
  if (message.method === 'initialized') afterHandshake[fault]?.();
  else if (message.method !== undefined) answer(message);
  else tell(JSON.stringify(message));
});
input.on('close', () => {
  if (fault === 'stubborn') setInterval(() => undefined, 60_000);
  else process.exit(0);
});
