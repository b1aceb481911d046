import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Main and the web host are built side by side from the same core; the target is Node 20, since the web host runs there.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node20',
      lib: { entry: { index: 'src-main/electron/main.ts', web: 'src-main/web/main.ts' }, formats: ['es'] },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      lib: { entry: 'src-preload/preload.ts', formats: ['cjs'] },
      rollupOptions: { output: { entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      minify: true,
      sourcemap: false,
      chunkSizeWarningLimit: 4000,
      rollupOptions: { input: resolve('src-renderer/index.html') },
    },
  },
});
