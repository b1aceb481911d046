// Generates the app-server protocol types from the bundled Codex, once per Codex version.
// They are never committed and never edited: `codex app-server generate-ts --experimental --out DIR`.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const target = join(root, 'src-main/core/codex/protocol/generated');
const launcher = require.resolve('@openai/codex/bin/codex.js');
const { version } = JSON.parse(await readFile(join(dirname(launcher), '../package.json'), 'utf8'));
const stampFile = join(target, '.version');

const stamped = existsSync(stampFile) ? (await readFile(stampFile, 'utf8')).trim() : '';
if (stamped !== version) {
  const fresh = `${target}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const args = ['app-server', 'generate-ts', '--experimental', '--out', fresh];
  await promisify(execFile)(process.execPath, [launcher, ...args], { maxBuffer: 1 << 24 });
  await writeFile(join(fresh, '.version'), `${version}\n`);
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
  process.stderr.write(`Protocol types generated from @openai/codex ${version}\n`);
}
