// Runs the integration tests against the oldest Codex that Skein supports (the version of the documents it is built from).
// The binary comes from the package registry, as one platform package, into a cache folder; it is fetched once.
//   npm run test:compat [-- <vitest arguments>]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '0.124.0';
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const target = `${process.platform}-${process.arch}`;
const folder = join(root, 'node_modules/.cache/skein/codex', `${VERSION}-${target}`);
const windows = process.platform === 'win32';

const run = (program, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], shell: windows, ...options });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`${program} ended with ${code}`))));
  });

/** Downloads and unpacks the platform package beside its final place, and moves it there when it is whole. */
const fetchCodex = async () => {
  if (existsSync(folder)) return;
  const fresh = `${folder}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const spec = `@openai/codex@${VERSION}-${target}`;
  const packed = JSON.parse(await run('npm', ['pack', spec, '--json', '--pack-destination', fresh]))[0];
  const archive = join(fresh, packed.filename);
  const sha512 = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (packed.integrity !== `sha512-${sha512}`) throw new Error(`${spec} arrived damaged`);
  await run('tar', ['-xzf', archive, '-C', fresh]);
  await rm(archive);
  await rename(fresh, folder);
};

/** The executable is found by its name; where it lies in the package is the package's affair. */
const findExecutable = async (parent) => {
  for (const entry of await readdir(parent, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && entry.name === (windows ? 'codex.exe' : 'codex')) return join(entry.parentPath, entry.name);
  }
  throw new Error(`No codex in ${parent}`);
};

await fetchCodex();
const binary = await findExecutable(folder);
process.stderr.write(`Integration tests against Codex ${VERSION}\n`);
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const only = process.argv.slice(2);
const args = [vitest, 'run', ...(only.length > 0 ? only : ['.integration.test.'])];
await run(process.execPath, args, {
  stdio: 'inherit',
  shell: false,
  env: { ...process.env, SKEIN_CODEX_BIN: binary },
}).catch(() => {
  process.exitCode = 1;
});
