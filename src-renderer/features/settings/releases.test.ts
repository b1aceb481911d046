import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RELEASES, whatIsNew, type Release } from './releases.ts';

const releases: readonly Release[] = ['0.10.0', '0.2.0', '0.2.0-beta.2', '0.1.0'].map((version) => ({
  version,
  changes: [version],
}));
const said = (seen: string | null, current: string) => {
  const result = whatIsNew(seen, current, releases);
  return result.kind === 'new' ? result.releases.map(({ version }) => version) : result.note ? 'noted' : 'nothing';
};

describe('what is said after a start', () => {
  test.each([
    ['the first start says nothing', null, '0.2.0', 'noted'],
    ['the same version again neither', '0.2.0', '0.2.0', 'nothing'],
    ['an update says what came since', '0.1.0', '0.2.0', ['0.2.0', '0.2.0-beta.2']],
    ['also over several versions, by number and not by letter', '0.2.0', '0.10.0', ['0.10.0']],
    ['a release follows its own trial versions', '0.2.0-beta.10', '0.2.0', ['0.2.0']],
    ['and a later trial version an earlier one', '0.2.0-beta.1', '0.2.0-beta.2', ['0.2.0-beta.2']],
    ['an older version says nothing', '0.10.0', '0.2.0', 'noted'],
    ['an update without words neither', '0.10.0', '0.10.1', 'noted'],
  ])('%s', (_, seen, current, expected) => expect(said(seen, current)).toEqual(expected));
});

test('the version of this source has its words, and they come first', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(RELEASES[0]?.version).toBe(version);
  expect(RELEASES.every(({ changes }) => changes.length > 0)).toBe(true);
});
