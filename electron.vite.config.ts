import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { firstPaintBudget } from './build/vite/first-paint-budget.ts';
import { listPackages } from './build/vite/list-packages.ts';
import { packCopies } from './build/vite/pack-copies.ts';

const { version } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as { version: string };
const define = { __SKEIN_VERSION__: JSON.stringify(version) };

// Main and the web host are built side by side from the same core; the target is Node 20, since the web host runs there.
export default defineConfig({
  main: {
    define,
    plugins: [listPackages('main')],
    build: {
      outDir: 'out/main',
      target: 'node20',
      // In one file with what they use of them, they load three times as fast; Codex stays a package, it is a program.
      externalizeDeps: { exclude: ['electron-updater', 'simple-git', 'smol-toml', 'ws', 'zod'] },
      lib: { entry: { index: 'src-main/electron/main.ts', web: 'src-main/web/main.ts' }, formats: ['es'] },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      lib: { entry: 'src-preload/preload.ts', formats: ['cjs'] },
      rolldownOptions: { output: { entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), packCopies(), listPackages('renderer'), firstPaintBudget()],
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      minify: true,
      sourcemap: false,
      chunkSizeWarningLimit: 4000,
      rolldownOptions: { input: resolve('src-renderer/index.html') },
    },
  },
});
