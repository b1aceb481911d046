#!/usr/bin/env node
// npm start -- [PATH] [--demo]: Skein in Electron where its binary is there or can be had, else in a browser. Says which, and why.
import { spawn } from 'node:child_process';
import { ensureBuild, ROOT } from './ensure-build.mjs';
import { obtainElectron } from './find-electron.mjs';
import { openBrowser } from './open-browser.mjs';
import { runWebHost } from './web-host.mjs';

const args = process.argv.slice(2);
await ensureBuild();
const electron = await obtainElectron();
if (electron.binary) {
  process.stdout.write('Starting Skein in Electron.\n');
  const child = spawn(electron.binary, [ROOT, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
} else {
  process.stdout.write(`Starting Skein for the browser, not in Electron: ${electron.reason}.\n`);
  runWebHost(args, ({ event, url, openUrl }) => {
    // Another one runs already; the host itself says so.
    if (!url) return;
    const how = args.includes('--no-open') ? null : openBrowser(openUrl);
    process.stdout.write(how ? `Opened ${how}. Its address: ${url}\n` : `Open this address in a browser: ${url}\n`);
    if (event === 'ready') process.stdout.write('Ctrl+C ends it.\n');
  });
}
