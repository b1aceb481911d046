import { expect, it } from 'vitest';
import { readHunks } from './read-hunks.ts';

it('numbers both sides and leaves out what is no line', () => {
  const diff = '@@ -3,3 +3,3 @@ run()\n same\n-old\n+new\n\\ No newline at end of file\n';
  expect(readHunks(diff)).toEqual([
    { kind: 'hunk', before: null, after: null, text: 'run()' },
    { kind: 'same', before: 3, after: 3, text: 'same' },
    { kind: 'removed', before: 4, after: null, text: 'old' },
    { kind: 'added', before: null, after: 4, text: 'new' },
  ]);
});
it('has nothing for an empty diff', () => expect(readHunks('')).toEqual([]));
