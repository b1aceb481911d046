import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { OPTED_OUT } from './handshake.ts';
import { CLIENT_METHODS, SERVER_NOTIFICATIONS, SERVER_REQUESTS } from './protocol/generated/methods.ts';

const PAGE = new URL('../../../docs/protocol.md', import.meta.url);
const STATUSES = ['used', 'shown', 'ignored on purpose', 'not yet'];

/** Accounts, limits, models, configuration, and what agents can be given. */
const TESTED_PARTS =
  /^(account|app|config|configRequirements|configWarning|deprecationNotice|experimentalFeature|externalAgentConfig|feedback|hooks?|marketplace|mcpServer|mcpServerStatus|memory|model|modelProvider|permissionProfile|plugin|skills|thread\/memory|thread\/memoryMode)(\/|$)/;

interface Row {
  readonly name: string;
  readonly status: string;
  readonly note: string;
}

/** The table under one heading of docs/protocol.md. */
function readTable(heading: string): Row[] {
  const [, rest = ''] = readFileSync(PAGE, 'utf8').split(`### ${heading}\n`);
  const [section = ''] = rest.split('\n#');
  return [...section.matchAll(/^\| `([^`]+)` +\| ([^|]+?) +\| (.*?) *\|$/gm)].map(
    ([, name = '', status = '', note = '']) => ({ name, status, note }),
  );
}

describe.each([
  ['Client methods', CLIENT_METHODS],
  ['Notifications', SERVER_NOTIFICATIONS],
  ['Server requests', SERVER_REQUESTS],
])('docs/protocol.md, %s', (heading, generated: readonly string[]) => {
  const rows = readTable(heading);

  it('lists what the bundled Codex has, each once, and nothing else', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual([...generated].sort());
  });

  it('gives each a known status, and a reason where Skein does without', () => {
    const wrong = rows.filter(({ status, note }) => !STATUSES.includes(status) || (status !== 'used' && note === ''));
    expect(wrong).toEqual([]);
  });
});

describe('docs/protocol-tests.md', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const tests = [
    ...readFileSync(join(root, 'docs/protocol-tests.md'), 'utf8').matchAll(
      /^\| (browser|core|alone) +\| `([^`]+)` +\| (.+?) +\| (`.*?`) +\|$/gm,
    ),
  ].map(([, how = '', file = '', title = '', names = '']) => ({ how, file, title, names: names.split(/`, `|`/) }));

  it('names tests that are there', () => {
    expect(tests.length).toBeGreaterThan(10);
    for (const { how, file, title } of tests) {
      expect(file.startsWith('e2e/'), file).toBe(how === 'browser');
      expect(readFileSync(join(root, file), 'utf8'), file).toContain(`'${title}'`);
    }
  });

  it('has every name of these parts that is used or shown, and no other', () => {
    const rows = ['Client methods', 'Notifications', 'Server requests'].flatMap(readTable);
    const wanted = rows.filter(({ name, status }) => {
      return (status === 'used' || status === 'shown') && TESTED_PARTS.test(name);
    });
    const named = new Set(tests.flatMap(({ names }) => names.filter((name) => name !== '')));
    expect([...named].sort()).toEqual(wanted.map(({ name }) => name).sort());
  });
});

/** Everything the core is made of, but for its tests. */
function coreSources(): readonly string[] {
  const core = fileURLToPath(new URL('..', import.meta.url));
  return readdirSync(core, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/[/\\](generated|testing)[/\\]/.test(path))
    .map((path) => readFileSync(join(core, path), 'utf8'));
}

describe('docs/protocol.md tells what the core does', () => {
  const sources = coreSources();

  it('calls used what is called, and nothing else', () => {
    const called = new Set(
      sources.flatMap((text) => [...text.matchAll(/\bcall\(\s*'([^']+)'/g)].map(([, name]) => name)),
    );
    // Sent by the handshake, which has no typed call yet.
    called.add('initialize');
    const wrong = readTable('Client methods').filter(({ name, status }) => called.has(name) !== (status === 'used'));
    expect(wrong).toEqual([]);
  });

  it.each(['Notifications', 'Server requests'])('names in the code what it says is used or shown: %s', (heading) => {
    const named = new Set(sources.flatMap((text) => [...text.matchAll(/'([\w/]+)'/g)].map(([, name]) => name)));
    const wrong = readTable(heading).filter(
      ({ name, status }) => (status === 'used' || status === 'shown') && !named.has(name),
    );
    expect(wrong).toEqual([]);
  });
});

it('docs/protocol.md says which notifications are opted out', () => {
  const marked = readTable('Notifications').filter(({ note }) => note.endsWith('Opted out.'));
  expect(marked.map(({ name }) => name).sort()).toEqual([...OPTED_OUT].sort());
  expect(marked.filter(({ status }) => status !== 'ignored on purpose')).toEqual([]);
});
