// npm run dev -- [PATH] [--demo]: Skein from source. The page comes from Vite, with hot reload; the host runs from source and is started
// again when its code changes. Where Electron's binary is there, `electron-vite dev` does both.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { ROOT } from './ensure-build.mjs';
import { installedElectron } from './find-electron.mjs';
import { openBrowser } from './open-browser.mjs';

/** Editors write a file in several steps. */
const SETTLE_MS = 150;
const args = process.argv.slice(2).filter((arg) => arg !== '--no-open');
const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;

if (installedElectron() && hasDisplay) {
  const cli = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  const child = spawn(process.execPath, [cli, 'dev', '--watch', '--', ...args], { cwd: ROOT, stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 1));
} else {
  await runWeb();
}

async function runWeb() {
  // The same for every run of the host, so that the page finds it again after a restart.
  const token = randomBytes(32).toString('base64url');
  const port = await freePort();
  const toHost = { target: `http://127.0.0.1:${port}`, changeOrigin: true };
  const page = await createServer({
    root: join(ROOT, 'src-renderer'),
    configFile: false,
    plugins: [react()],
    worker: { format: 'es' },
    server: {
      host: '127.0.0.1',
      proxy: { '/rpc': { ...toHost, ws: true, rewriteWsOrigin: true }, '/file': toHost },
    },
  });
  await page.listen();
  const url = `${page.resolvedUrls?.local[0] ?? ''}#t=${token}`;

  let ending = false;
  let host = startHost();
  function startHost() {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(ROOT, 'src-main/web/main.ts'), '--no-open', '--port', String(port), ...args],
      { cwd: ROOT, stdio: ['pipe', 'ignore', 'inherit'], env: { ...process.env, SKEIN_WEB_TOKEN: token } },
    );
    return child;
  }

  let settling;
  let restarting = Promise.resolve();
  const restart = async () => {
    const old = host;
    if (old.exitCode === null && old.signalCode === null) {
      old.kill('SIGTERM');
      await once(old, 'exit');
    }
    if (ending) return;
    process.stderr.write('The host starts again.\n');
    host = startHost();
  };
  const watchers = ['src-main', 'src-shared'].map((folder) =>
    watch(join(ROOT, folder), { recursive: true }, (_event, name) => {
      if (!name?.endsWith('.ts') || name.endsWith('.test.ts')) return;
      clearTimeout(settling);
      settling = setTimeout(() => {
        restarting = restarting.then(restart);
      }, SETTLE_MS);
    }),
  );
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      for (const watcher of watchers) watcher.close();
      const closed = page.close();
      if (host.exitCode === null) host.kill('SIGTERM');
      void Promise.all([closed, host.exitCode === null ? once(host, 'exit') : null]).then(() => process.exit(0));
    });
  }
  const how = process.argv.includes('--no-open') ? null : openBrowser(url);
  process.stderr.write(how ? `Opened ${how}. ` : '');
  process.stdout.write(`${JSON.stringify({ event: 'ready', url })}\n`);
}

async function freePort() {
  const socket = createSocket().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
