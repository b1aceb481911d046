import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepareDemoHome } from './demo-home.ts';
import { startDemoModel } from './demo-model.ts';
import { exampleOf } from './example-of-schema.ts';
import { readModelRequest } from './model-request.ts';
import { prepareSampleRepo } from './sample-repository.ts';
import { toCallItem } from './tool-call.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skein-demo-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('reading a model request', () => {
  const user = (text: string): object => ({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
  const output = (text: string): object => ({ type: 'function_call_output', call_id: 'c', output: text });

  test('context that is sent in the name of the user is not the prompt', () => {
    const input = [user('hello'), output('one'), user('<environment_context>\n<cwd>/x</cwd>\n</environment_context>')];
    expect(readModelRequest({ input })).toMatchObject({ prompt: 'hello', outputs: ['one'] });
  });

  test('only outputs after the prompt count', () => {
    const input = [user('first'), output('old'), user('second'), output('new')];
    expect(readModelRequest({ input })).toMatchObject({ prompt: 'second', outputs: ['new'] });
  });

  test('tools are found in namespaces and in code mode', () => {
    const tools = [{ type: 'namespace', name: 'functions', tools: [{ type: 'custom', name: 'exec' }] }];
    const input = [{ type: 'additional_tools', role: 'developer', tools }, user('hello')];
    const request = readModelRequest({ input });
    expect(request.tools).toEqual([{ name: 'exec', type: 'custom', namespace: 'functions' }]);
    expect(toCallItem({ tool: 'command', command: 'ls' }, request)).toMatchObject({
      type: 'custom_tool_call',
      namespace: 'functions',
      input: expect.stringContaining('tools.exec_command({"cmd":"ls"') as string,
    });
  });

  test.each([[undefined], [null], [[]], ['text'], [{ input: 'x' }], [{ input: [null, 3, { role: 'user' }] }]])(
    'a body of another shape is an empty request: %j',
    (body) => {
      expect(readModelRequest(body)).toMatchObject({ prompt: '', outputs: [], tools: [] });
    },
  );
});

describe('a demo home', () => {
  const url = 'http://127.0.0.1:4000';

  test('follows the model to another port and keeps what was set since', async () => {
    await prepareDemoHome({ dir: folder, url });
    const path = join(folder, 'config.toml');
    const set = (await readFile(path, 'utf8')).replace('workspace-write', 'read-only');
    const added = '\n[projects."/shop"]\ntrust_level = "trusted"\n';
    await writeFile(path, set + added);
    await prepareDemoHome({ dir: folder, url: 'http://127.0.0.1:5000' });
    expect(await readFile(path, 'utf8')).toBe(set.replaceAll('4000', '5000') + added);
  });

  test("is never a user's own", async () => {
    await writeFile(join(folder, 'config.toml'), 'model = "mine"\n');
    await expect(prepareDemoHome({ dir: folder, url })).rejects.toThrow('Not a demo home');
    expect(await readFile(join(folder, 'config.toml'), 'utf8')).toBe('model = "mine"\n');
  });
});

describe('the sample project', () => {
  test('is a plain folder where there is no Git', async () => {
    const withoutGit = (): Promise<never> => Promise.reject(new Error('no git here'));
    expect(await prepareSampleRepo(join(folder, 'shop'), withoutGit)).toEqual({ hasGit: false });
    expect(await readFile(join(folder, 'shop/README.md'), 'utf8')).toContain('Corner shop');
  });

  test('is left alone once it is there', async () => {
    const run = (): Promise<{ exitCode: number }> => Promise.resolve({ exitCode: 1 });
    await prepareSampleRepo(folder, run);
    await writeFile(join(folder, 'README.md'), 'changed by hand');
    await prepareSampleRepo(folder, run);
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('changed by hand');
  });
});

test('a schema is answered with a value of its shape', () => {
  const schema = {
    type: 'object',
    required: ['title', 'list', 'kind', 'count'],
    properties: {
      title: { type: 'string' },
      list: { type: 'array', minItems: 1, items: { type: 'boolean' } },
      kind: { enum: ['a', 'b'] },
      count: { type: ['integer', 'null'], minimum: 2 },
      optional: { type: 'string' },
    },
  };
  const title = 'An answer of the offline demo.';
  expect(exampleOf(schema)).toEqual({ title, list: [false], kind: 'a', count: 2 });
});

test('a stopped model comes back at the same port', async () => {
  const first = await startDemoModel();
  await first.stop();
  const second = await startDemoModel({ port: first.port });
  try {
    const answer = await fetch(`${second.url}/v1/nothing`);
    expect([second.port, answer.status]).toEqual([first.port, 404]);
  } finally {
    await second.stop();
  }
});
