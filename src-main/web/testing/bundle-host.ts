import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ENTRY = fileURLToPath(new URL('../main.ts', import.meta.url));
/** Inside `node_modules`, so that the bundle finds the packages which stay outside it (Codex's programs). */
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/skein', import.meta.url));

/**
 * The browser host from source in one file, as the app is built: a host that is started many times then loads in a moment. Answers the
 * file's path and how to remove it.
 */
export async function bundleHost(): Promise<{ readonly file: string; readonly remove: () => void }> {
  mkdirSync(CACHE, { recursive: true });
  const outDir = mkdtempSync(join(CACHE, 'host-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['@openai/codex'] },
    build: { ssr: ENTRY, outDir, target: 'node20', rolldownOptions: { output: { entryFileNames: 'main.mjs' } } },
  });
  return { file: join(outDir, 'main.mjs'), remove: () => rmSync(outDir, { recursive: true, force: true }) };
}
