import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** What the page may fetch before it first paints, gzipped; the number is that of docs/performance.md. */
const MAX_SCRIPT_BYTES = 160 * 1024;

/** Refuses a page whose first script, with all that it imports at once, is too large. What is imported later is not counted. */
export function firstPaintBudget(): Plugin {
  return {
    name: 'skein:first-paint-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const waiting = Object.values(bundle).flatMap((each) =>
        each.type === 'chunk' && each.isEntry ? [each.fileName] : [],
      );
      const sizes = new Map<string, number>();
      for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
        const chunk = bundle[name];
        if (chunk?.type !== 'chunk' || sizes.has(name)) continue;
        sizes.set(name, gzipSync(chunk.code).length);
        waiting.push(...chunk.imports);
      }
      const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      const words = `first paint: ${(bytes / 1024).toFixed(1)} KB of script, gzipped, in ${sizes.size} files`;
      if (bytes > MAX_SCRIPT_BYTES)
        this.error(
          `${words}; at most ${MAX_SCRIPT_BYTES / 1024} KB. Import later what the first screen does not show.`,
        );
      this.info(words);
    },
  };
}
