// Builds `out/` when it is missing or older than what it is made of, so that `npm start` after a pull just works.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const SOURCES = ['src-shared', 'src-main', 'src-preload', 'src-renderer', 'build/vite'];
const FILES = ['package.json', 'package-lock.json', 'electron.vite.config.ts'];
/** The last files that a build writes: older than these, or gone, means: build. */
const BUILT = ['out/main/index.js', 'out/main/web.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

/** Modification time of the newest file below a folder, in milliseconds since the epoch. */
function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      // Types only; they change nothing in what is built.
      if (entry.name !== 'generated') latest = Math.max(latest, newest(path));
    } else if (!entry.name.includes('.test.')) latest = Math.max(latest, statSync(path).mtimeMs);
  }
  return latest;
}

function isBuildFresh() {
  const built = BUILT.map((path) => join(ROOT, path));
  if (!built.every((path) => existsSync(path))) return false;
  const oldest = Math.min(...built.map((path) => statSync(path).mtimeMs));
  const sources = SOURCES.map((folder) => newest(join(ROOT, folder)));
  const files = FILES.map((file) => statSync(join(ROOT, file)).mtimeMs);
  return Math.max(...sources, ...files) <= oldest;
}

/**
 * Ends the process when the build fails: starting an old build would only confuse. `SKEIN_NO_BUILD=1` takes what is there, for tests that
 * run several starts at once on a build of their own.
 */
export async function ensureBuild() {
  if (process.env.SKEIN_NO_BUILD === '1' || isBuildFresh()) return;
  process.stderr.write('Building Skein …\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const child = spawn(npm, ['run', '--silent', 'build'], {
    cwd: ROOT,
    // Our standard output belongs to the host's one line.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) process.exit(typeof code === 'number' ? code : 1);
}
