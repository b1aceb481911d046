import { describe, expect, it } from 'vitest';
import { createServerLog, maskSecrets } from './server-log.ts';

describe('secrets', () => {
  it.each([
    ['key sk-proj-abcDEF123456789 used', 'key sk-… used'],
    ['Authorization: Bearer abc.def-123456', 'Authorization: Bearer …'],
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.sig', 'eyJ…'],
    ['https://me:hunter2@host/x', 'https://me:…@host/x'],
    ['OPENAI_API_KEY=abcdef123456', 'OPENAI_API_KEY=…'],
    ['{"access_token": "abcdef123456", "x": 1}', '{"access_token": "…", "x": 1}'],
    ['http://127.0.0.1:4000/#t=short', 'http://127.0.0.1:4000/#t=short'],
    [
      'thread 01a20720-0000-7000-8000-000000000000 tokens: 12',
      'thread 01a20720-0000-7000-8000-000000000000 tokens: 12',
    ],
  ])('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });
});

describe('the log of a server', () => {
  it('keeps what the server and its supervisor wrote, without colours, and the last lines of this run apart', () => {
    const log = createServerLog(() => 0);
    log.startRun();
    log.stderr('\u001b[31mERROR\u001b[0m old');
    log.startRun();
    log.note('starting');
    log.stderr('new');
    log.stderr('   ');
    expect(log.text()).toBe('codex: ERROR old\n1970-01-01T00:00:00.000Z skein: starting\ncodex: new');
    expect(log.lastStderr()).toEqual(['new']);
  });

  it('forgets old lines', () => {
    const log = createServerLog(() => 0);
    for (let line = 0; line < 5000; line++) log.stderr(`line ${line}`);
    const lines = log.text().split('\n');
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([1000, 'codex: line 4000', 'codex: line 4999']);
    expect(log.lastStderr()).toHaveLength(40);
  });
});
