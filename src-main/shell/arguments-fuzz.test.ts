import { isAbsolute } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { looksLikeLink } from '../../src-shared/model/deep-link.ts';
import { NO_ARGUMENTS, readAppArguments, readArguments } from './launch-arguments.ts';
import { showRequest } from './ask-to-show.ts';
import { writeReceipt } from './receipt.ts';

const CASES = process.env['SKEIN_LONG'] === '1' ? 10_000 : 300;
const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '--demo',
    '--port',
    '--port=1',
    '--',
    '-',
    '--no-open',
    '--receipt=/x',
    'codex://new',
    'skein:',
    '..',
    '~',
    'C:\\x',
  ),
);

it('reads any words into absolute paths, links, a port and nothing else, or says why not', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const read = readArguments(words, '/here');
      if (!read.ok) {
        expect(read.error).not.toBe('');
        return;
      }
      const { paths, links, port } = read.value;
      expect(paths.every((path) => isAbsolute(path))).toBe(true);
      expect(links.every((link) => looksLikeLink(link) && words.includes(link))).toBe(true);
      expect(port).toBeGreaterThanOrEqual(0);
      expect(port).toBeLessThanOrEqual(65_535);
      // What was asked for can be asked of the one that runs, or is refused as a whole.
      expect(typeof showRequest.safeParse({ paths, links, demo: false }).success).toBe('boolean');
    }),
    { numRuns: CASES },
  );
});

it('reads a link on the app’s command line alone, and of Chromium’s switches none', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const read = readAppArguments(words, '/here');
      // The one thing that is refused is a receipt without a file.
      if (!read.ok) return;
      const { links, paths, demo, receipt, port } = read.value;
      if (links.length > 0) expect(read.value).toEqual({ ...NO_ARGUMENTS, links });
      expect(port).toBe(0);
      expect(demo && !words.includes('--demo')).toBe(false);
      expect(receipt === null || words.includes(`--receipt=${receipt}`)).toBe(true);
      expect(paths.length).toBeLessThanOrEqual(words.filter((one) => !one.startsWith('-')).length);
    }),
    { numRuns: CASES },
  );
});

it('writes no receipt anywhere but where the codex command waits for one', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        word,
        word.map((name) => `/tmp/skein-receipt/${name}`),
      ),
      (file) => {
        expect(writeReceipt(file, [])).toBe(false);
      },
    ),
    { numRuns: CASES },
  );
});
