import { expect, it } from 'vitest';
import type { QueueEntryId } from '../../src-shared/model/ids.ts';
import { movedOrder } from './queue-store.ts';

const order = ['a', 'b', 'c'] as QueueEntryId[];
it.each([
  ['a', 1, 'b a c'],
  ['a', 2, 'b c a'],
  ['c', 0, 'c a b'],
  ['b', 1, 'a b c'],
  ['a', -1, 'a b c'],
  ['c', 9, 'a b c'],
])('moves %s to %i', (id, to, expected) => {
  expect(movedOrder(order, id as QueueEntryId, to).join(' ')).toBe(expected);
});
