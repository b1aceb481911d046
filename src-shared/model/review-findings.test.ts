import { expect, it } from 'vitest';
import type { ItemId, TurnId } from './ids.ts';
import type { ReviewItem } from './item.ts';
import { findingsOf, latestFindings } from './review-findings.ts';

const item = (text: string, phase: 'entered' | 'exited' = 'exited', id = 't/1'): ReviewItem => ({
  ...{ id: id as ItemId, turnId: 't' as TurnId, startedAt: null, completedAt: null },
  ...{ kind: 'review', phase, text },
});
const TEXT = `Two things.

Full review comments:

- [P1] Close the file — then return — /projects/shop/src/a b.ts:10-12
  It stays open.

  - on errors
  - on success
- Say why — /elsewhere/x.ts:3-3
  No priority here.`;

it('reads findings with their places', () => {
  expect(findingsOf(item(TEXT), '/projects/shop/')).toEqual([
    {
      id: 't/1#0',
      turnId: 't',
      title: 'Close the file — then return',
      body: 'It stays open.\n\n- on errors\n- on success',
      path: 'src/a b.ts',
      line: 10,
      endLine: 12,
      priority: 1,
    },
    {
      id: 't/1#1',
      turnId: 't',
      title: 'Say why',
      body: 'No priority here.',
      path: '/elsewhere/x.ts',
      line: 3,
      endLine: 3,
      priority: null,
    },
  ]);
});

it('finds nothing in other words, in what is still to be reviewed, and takes the last review', () => {
  expect(findingsOf(item('All fine.\n\n- [P1] Not a finding — /a:1-1'), '/')).toEqual([]);
  expect(findingsOf(item(TEXT, 'entered'), '/')).toEqual([]);
  expect(latestFindings([item(TEXT), item('Fine now.', 'exited', 't/2')], '/')).toEqual([]);
  expect(latestFindings([item('Fine.'), item(TEXT, 'exited', 't/2')], '/')).toHaveLength(2);
});
