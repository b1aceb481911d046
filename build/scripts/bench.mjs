// Builds the app and runs the benchmarks: real app-server, demo model, headless Chromium. Prints a table and writes JSON
// into bench/results.
//
//   node build/scripts/bench.mjs [--quick] [--no-build] [SCENARIO…]
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const args = process.argv.slice(2);
const run = (command, words) => spawnSync(command, words, { cwd: root, stdio: 'inherit' }).status ?? 1;

if (!args.includes('--no-build')) {
  const cli = process.env.npm_execpath;
  const status = cli
    ? run(process.execPath, [cli, 'run', '--silent', 'build'])
    : run('npm', ['run', '--silent', 'build']);
  if (status !== 0) process.exit(status);
}
process.exitCode = run(process.execPath, [
  '--import',
  'tsx',
  'bench/main.ts',
  ...args.filter((word) => word !== '--no-build'),
]);
