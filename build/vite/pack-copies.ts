import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Below this a packed copy saves less than its headers cost. */
const MIN_BYTES = 1_400;
/** Nearly as small as the best, at a tenth of the time. */
const BROTLI_QUALITY = 9;
/** Grammars and themes of the highlighter: hundreds of files, of which a user meets a few, each once. */
const SELDOM = /[\\/]@(shikijs|pierre)[\\/](langs|themes|theme)[\\/]/;
const PACKED = /\.(js|css|html|svg|json)$/;

/** Puts `.br` and `.gz` copies beside the built page's texts, for the browser host to serve. */
export function packCopies(): Plugin {
  return {
    name: 'skein:pack-copies',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      for (const [name, output] of Object.entries(bundle)) {
        if (dir === undefined || !PACKED.test(name)) continue;
        if (output.type === 'chunk' && SELDOM.test(output.facadeModuleId ?? '')) continue;
        const path = join(dir, name);
        const text = await readFile(path);
        if (text.length < MIN_BYTES) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
        await writeFile(`${path}.br`, await promisify(brotliCompress)(text, { params }));
        await writeFile(`${path}.gz`, await promisify(gzip)(text));
      }
    },
  };
}
