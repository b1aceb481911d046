import { z } from 'zod';
import { openJsonFile } from '../json-file.ts';

// Counts up in a file for ever, and says on standard output which numbers are on the disk. Killed by its test.
const file = await openJsonFile({
  file: process.argv[2] ?? '',
  schema: z.object({ count: z.number(), filler: z.string() }),
  fallback: { count: 0, filler: '' },
});
for (;;) {
  const { count } = file.update(({ count: before }) => ({ count: before + 1, filler: 'x'.repeat(200_000) }));
  await file.flush();
  process.stdout.write(`${count}\n`);
}
