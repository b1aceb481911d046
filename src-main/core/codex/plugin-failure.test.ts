import { describe, expect, it } from 'vitest';
import { marketplaceFailure, pluginFailure } from './plugin-failure.ts';

const rejected = (message: string) =>
  ({ code: 'codex.rejected', method: 'marketplace/add', rpcCode: -32600, message }) as const;

/** The words are those of 0.169.0, as measured. */
describe('marketplaceFailure', () => {
  it.each([
    ['invalid marketplace source format; expected owner/repo, a git URL, or a local path', 'marketplace.bad-source'],
    ['failed to resolve local marketplace source path: No such file or directory', 'marketplace.no-folder'],
    ['invalid marketplace file `/a`: marketplace root does not contain a supported manifest', 'marketplace.none-there'],
    ['invalid marketplace file `/a/m.json`: key must be a string at line 1', 'marketplace.broken'],
    ['--ref is only supported for git marketplace sources', 'marketplace.git-only'],
    ['git checkout nope failed with status exit status: 1', 'marketplace.no-ref'],
    ['git clone git@x:y /tmp/z failed with status exit status: 128', 'marketplace.fetch-failed'],
    ['marketplace `personal` is not configured or installed', 'marketplace.not-added'],
    ['something new', 'marketplace.failed'],
  ])('%s', (message, code) => expect(marketplaceFailure(rejected(message), 'x').code).toBe(code));

  it('leaves other failures as they are', () => {
    expect(marketplaceFailure({ code: 'server.died' }, 'x')).toEqual({ code: 'server.died' });
  });
});

describe('pluginFailure', () => {
  it.each([
    ['plugin `beta` is not available for install in marketplace `team`', 'plugin.not-offered'],
    ['missing or invalid plugin.json', 'plugin.broken'],
    ['plugin source path is not a directory: /a/b', 'plugin.broken'],
    ['path does not exist or is not a directory', 'plugin.broken'],
    ['plugin.json name `a` does not match marketplace plugin name `b`', 'plugin.broken'],
    ['disk full', 'plugin.failed'],
  ])('%s', (message, code) => expect(pluginFailure(rejected(message), 'beta@team').code).toBe(code));
});
