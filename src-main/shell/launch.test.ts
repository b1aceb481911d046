import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readAppArguments, readArguments } from './launch-arguments.ts';
import { coreConfig } from './launch-config.ts';

it('reads paths, the demo, the port and whether a browser is wanted', () => {
  expect(readArguments([], '/here')).toEqual({
    ok: true,
    value: { paths: [], links: [], demo: false, port: 0, receipt: null, open: true },
  });
  expect(
    readArguments(
      ['a b', 'codex://new', '--demo', '/abs', 'SKEIN:x', '--port', '8080', '--no-open', '--receipt=/r/taken'],
      '/here',
    ),
  ).toEqual({
    ok: true,
    value: {
      paths: ['/here/a b', '/abs'],
      links: ['codex://new', 'SKEIN:x'],
      demo: true,
      port: 8080,
      receipt: '/r/taken',
      open: false,
    },
  });
  expect(readArguments(['--', '--odd'], '/here')).toMatchObject({ value: { paths: ['/here/--odd'] } });
});

it.each<[NodeJS.Platform, readonly string[], readonly string[]]>([
  ['linux', ['file:///home/me/my%20shop'], ['/home/me/my shop']],
  ['linux', ['FILE://localhost/home/me'], ['/home/me']],
  // Not of this machine, or no address: nothing is looked up elsewhere.
  ['linux', ['file://evil.example/share'], ['/here/file:/evil.example/share']],
  ['linux', ['file:///a%2Fb'], ['/here/file:/a%2Fb']],
  ['linux', ['C:"'], ['/here/C:"']],
  ['win32', ['C:"'], ['/here/C:\\']],
  ['win32', ['C:\\a b'], ['/here/C:\\a b']],
  ['linux', ['--disable-gpu', '--port=1', '/x', '--no-open'], ['/x']],
])('takes the words of %s as the system writes them: %j', (platform, words, paths) => {
  expect(readAppArguments(words, '/here', platform)).toMatchObject({ ok: true, value: { paths, port: 0, open: true } });
});

it('refuses what it does not know', () => {
  for (const args of [['--port', 'x'], ['--port', '70000'], ['--port', '-1'], ['--port'], ['--unknown']]) {
    expect(readArguments(args, '/here').ok, args.join(' ')).toBe(false);
  }
});

it('takes homes from the environment, empty ones for not set', () => {
  const config = (env: Record<string, string>) => coreConfig({ env, version: '1', codexDir: null, startCommand: null });
  expect(config({ SKEIN_HOME: '', CODEX_HOME: '', SKEIN_CODEX_BIN: '' })).toMatchObject({
    skeinHome: join(homedir(), '.skein'),
    codexHome: join(homedir(), '.codex'),
    codexBinary: null,
  });
  const hook = config({ SKEIN_TOKEN_COMMAND: '["/bin/tokens"]', PATH: '/bin' });
  expect(hook).toMatchObject({ tokenCommand: '["/bin/tokens"]', env: { PATH: '/bin' } });
  expect(hook.env).not.toHaveProperty('SKEIN_TOKEN_COMMAND');
  expect(config({ SKEIN_HOME: '/s', CODEX_HOME: '/c/', SKEIN_CODEX_BIN: '/bin/codex' })).toMatchObject({
    skeinHome: '/s',
    codexHome: '/c',
    codexBinary: '/bin/codex',
  });
});
