import { expect, it } from 'vitest';
import type { StoredSnapshot } from './snapshot-record.ts';
import { surplusSnapshots } from './prune-snapshots.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = 1_000 * DAY_MS;
const snapshot = (id: string, days: number, path = '/a', reason: 'undo' | 'manual' = 'undo'): StoredSnapshot => ({
  ...{ id, ref: `refs/skein/snapshots/${id}`, commit: id, tree: id, repository: '/r' },
  record: {
    ...{ version: 1, reason, path, thread: null, title: '', branch: null, head: null, createdAt: NOW - days * DAY_MS },
    ...{ files: 0, index: '', stages: null, operation: [], intentToAdd: [], nested: [] },
  },
});
const newer = Array.from({ length: 200 }, (_, at) => snapshot(`new-${at}`, at / 1000));

it.each<[string, StoredSnapshot[], string[]]>([
  ['old ones beyond the newest go', [...newer, snapshot('old', 91)], ['old']],
  ['young ones stay, however many', [...newer, snapshot('young', 89)], []],
  ['few ones stay, however old', [snapshot('x', 400), snapshot('y', 500)], []],
  ['what the user took stays', [...newer, snapshot('mine', 400, '/a', 'manual')], []],
  [
    'the newest of each working tree stays',
    [...newer, snapshot('last', 400, '/b'), snapshot('before', 401, '/b')],
    ['before'],
  ],
])('%s', (_, all, gone) => {
  expect(surplusSnapshots(all, NOW).map(({ id }) => id)).toEqual(gone);
});
