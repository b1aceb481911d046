// The whole test command: fences (types and build among them), unit and integration tests, end-to-end tests. Prints a line per
// check and, last, `N passed, N failed`. Every fence counts as one test.
//
//   node build/scripts/test.mjs [--long] [STEP…]     STEP: fences unit e2e
//
// `--long` sets SKEIN_LONG=1: property, fuzz and compatibility tests then run their many cases.
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const results = join(root, 'test-results');
const { values, positionals } = parseArgs({ options: { long: { type: 'boolean' } }, allowPositionals: true });

const env = { ...process.env, FORCE_COLOR: '0', ...(values.long ? { SKEIN_LONG: '1' } : {}) };
delete env.NO_COLOR;

/** Runs one npm script; answers its exit code and everything it printed. */
function npm(script, args = [], extraEnv = {}) {
  const words = ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])];
  // `npm test` names its own program; on Windows `npm` alone is a script that only a shell can start.
  const cli = process.env.npm_execpath;
  const [command, commandArgs] = cli ? [process.execPath, [cli, ...words]] : ['npm', words];
  return new Promise((resolve) => {
    const child = spawn(command, commandArgs, {
      cwd: root,
      env: { ...env, ...extraEnv },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: !cli && process.platform === 'win32',
    });
    let output = '';
    const take = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => resolve({ ok: false, output: String(error) }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** A step that passes or fails as a whole. */
const whole = (name, script) => async () => {
  const { ok, output } = await npm(script);
  return {
    passed: ok ? 1 : 0,
    failed: ok ? 0 : 1,
    lines: [`${ok ? 'ok  ' : 'FAIL'} ${name}`, ...(ok ? [] : [output])],
  };
};

async function unit() {
  const file = join(results, 'unit.json');
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { ok, output } = await npm('test:unit', args);
  const report = await readReport(file);
  const tests = report?.testResults.flatMap((each) => each.assertionResults) ?? [];
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(({ status }) => status === 'failed').length;
  return counted('unit and integration tests', { ok, passed, failed, output });
}

async function e2e() {
  const file = join(results, 'e2e.json');
  const { ok, output } = await npm('test:e2e', [], { SKEIN_E2E_REPORT: file });
  const stats = (await readReport(file))?.stats;
  return counted('end-to-end tests', { ok, passed: stats?.expected ?? 0, failed: stats?.unexpected ?? 0, output });
}

/** A runner that ends badly although no test failed (a crash, an unhandled error, no report) counts as one failure. */
function counted(name, { ok, passed, failed, output }) {
  const failures = failed === 0 && !ok ? 1 : failed;
  const line = `${failures === 0 ? 'ok  ' : 'FAIL'} ${name}: ${passed} passed, ${failures} failed`;
  return { passed, failed: failures, lines: [line, ...(failures === 0 ? [] : [output])] };
}

async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

const fence = (name, script) => ({ step: 'fences', name, run: whole(name, script) });

/**
 * Stages in their order; the lanes of a stage run side by side: fences keep the processors busy while unit tests wait for Git and Codex.
 * End-to-end tests, which share both processors with a browser, have the machine for themselves.
 */
const stages = [
  [[fence('build', 'build')], [fence('dependency-cruiser', 'check:imports')]],
  [
    [fence('eslint', 'check:lint')],
    [fence('types', 'check:types'), fence('knip', 'check:unused'), fence('prettier', 'check:format')],
    [{ step: 'unit', name: 'unit and integration tests', run: unit }],
  ],
  [[{ step: 'e2e', name: 'end-to-end tests', run: e2e }]],
];
const steps = new Set(stages.flat(2).map(({ step }) => step));

const unknown = positionals.filter((name) => !steps.has(name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${[...steps].join(', ')}.`);
  process.exit(2);
}

await rm(results, { recursive: true, force: true });
await mkdir(results, { recursive: true });

const total = { passed: 0, failed: 0 };
async function runLane(checks) {
  for (const { step, run } of checks) {
    if (positionals.length > 0 && !positionals.includes(step)) continue;
    const startedAt = performance.now();
    const { passed, failed, lines } = await run();
    total.passed += passed;
    total.failed += failed;
    const [head, ...rest] = lines;
    console.log(`${head} (${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
    for (const line of rest) console.log(line);
  }
}
for (const lanes of stages) await Promise.all(lanes.map(runLane));
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
