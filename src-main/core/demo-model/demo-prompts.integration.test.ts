import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PROMPTS, type DemoPromptId } from './demo-prompts.ts';
import { prepareSampleRepo } from './sample-repository.ts';
import type { Responder } from './testing/app-server-client.ts';
import { codexVersion, knownModel } from './testing/codex-binary.ts';
import { run, startDemoServer, type DemoServer, type Turn } from './testing/demo-server.ts';

const accept: Responder = () => ({ decision: 'accept' });
const decline: Responder = () => ({ decision: 'decline' });
const chooseYen: Responder = () => ({ answers: { currency: { answers: ['Yen'] } } });

// The same scripts must work whichever tools the model is offered: plain functions, or (in the long run too) code mode's one `exec`.
const LONG = process.env['SKEIN_LONG'] === '1';
const models = codexVersion() === '0.124.0' || !LONG ? [knownModel()] : [knownModel(), 'gpt-6.1-sol'];

describe.each(models)('demo prompts with the tools of %s', (model) => {
  let demo: DemoServer;
  beforeAll(async () => {
    demo = await startDemoServer({ home: { model } });
  });
  afterAll(() => demo.close());

  async function play(
    id: DemoPromptId,
    options: { shop?: string; plan?: boolean; respond?: Responder; sandbox?: string } = {},
  ): Promise<Turn> {
    const prompt = DEMO_PROMPTS.find((each) => each.id === id);
    if (prompt === undefined) throw new Error(`No demo prompt ${id}`);
    demo.server.respond = options.respond ?? (() => undefined);
    const plan = options.plan ?? prompt.mode === 'plan';
    const cwd = options.shop ?? (await freshShop());
    const sandbox = options.sandbox === undefined ? {} : { sandbox: options.sandbox };
    return demo.turn(prompt.text, { cwd, plan, model, ...sandbox });
  }

  async function freshShop(): Promise<string> {
    const folder = join(demo.folder, randomBytes(4).toString('hex'));
    await prepareSampleRepo(folder, run);
    return folder;
  }

  test('a command shows its coloured output', async () => {
    const turn = await play('tour');
    const [command] = await demo.completedItems(turn, 'commandExecution', 1);
    expect(command).toMatchObject({ exitCode: 0, status: 'completed' });
    expect(command?.aggregatedOutput).toContain('\u001b[');
    expect(lastWords(turn)).toContain('very small shop');
  });

  test('a failing test is fixed by a patch, once', async () => {
    const shop = await freshShop();
    const turn = await play('fix', { shop });
    const tests = await demo.completedItems(turn, 'commandExecution', 2);
    expect(tests.map(({ status }) => status)).toEqual(['failed', 'completed']);
    expect(await demo.completedItems(turn, 'fileChange', 1)).toMatchObject([{ status: 'completed' }]);
    expect(await readFile(join(shop, 'src/money.js'), 'utf8')).toContain('Math.round');
    expect(lastWords(turn)).toContain('all tests pass');
    expect(lastWords(await play('fix', { shop }))).toContain('nothing to fix');
  });

  test('an approval decides whether the tag is made', async () => {
    const shop = await freshShop();
    const tags = (): string => execFileSync('git', ['tag'], { cwd: shop, encoding: 'utf8' });
    const declined = await play('approval', { shop, respond: decline, sandbox: 'workspace-write' });
    expect(requests(declined)).toEqual(['item/commandExecution/requestApproval']);
    expect(tags()).toBe('');
    expect(lastWords(declined)).toContain('You declined');
    const accepted = await play('approval', { shop, respond: accept, sandbox: 'workspace-write' });
    expect(tags()).toBe('tried-skein\n');
    expect(lastWords(accepted)).toContain('carries the tag');
  });

  test('plan mode proposes a plan, default mode says how to get one', async () => {
    const plan = (await play('plan')).items.find(({ type }) => type === 'plan');
    expect(plan?.text).toMatch(/^# Gift cards/);
    const elsewhere = await play('plan', { plan: false });
    expect(elsewhere.items.map(({ type }) => type)).not.toContain('plan');
    expect(lastWords(elsewhere)).toContain('not in plan mode');
  });

  test('a question is answered', async () => {
    const turn = await play('question', { respond: chooseYen });
    expect(requests(turn)).toEqual(['item/tool/requestUserInput']);
    expect(lastWords(turn)).toContain('**Yen**');
  });

  test('a long answer arrives whole', async () => {
    const text = lastWords(await play('explain'));
    for (const part of ['```js', '|---|---:|', '- [x]', '- [ ]', '> Ten lines']) expect(text).toContain(part);
  });

  test('two threads run at once', async () => {
    const turns = await Promise.all([play('together'), play('together')]);
    for (const turn of turns) {
      expect(turn.status).toBe('completed');
      expect(await demo.completedItems(turn, 'commandExecution', 4)).toHaveLength(4);
    }
  });

  test('a failure ends the turn', async () => {
    expect(await play('failure')).toMatchObject({ status: 'failed' });
  });

  test('a review reports the known bug at its line', async () => {
    const shop = await freshShop();
    const { threadId } = await demo.turn('say: hello', { cwd: shop });
    const from = demo.server.received.length;
    await demo.server.call('review/start', { threadId, target: { type: 'uncommittedChanges' } });
    const done = await demo.server.waitFor(({ params }) => {
      const item = params?.item as { type: string; review?: string } | undefined;
      return item?.type === 'exitedReviewMode';
    }, from);
    const { review } = done.params?.item as { review: string };
    expect(review).toContain('Round the percentage');
    expect(review).toMatch(/money\.js:\d+/);
  });

  test('nothing is changed in a folder that is not the sample', async () => {
    const turn = await play('fix', { shop: demo.folder });
    expect(turn.items.map(({ type }) => type)).not.toContain('fileChange');
    expect(lastWords(turn)).toContain('not the sample shop');
  });

  test('any other text is answered with what the demo can do', async () => {
    const turn = await demo.turn('Please plan a rewrite in another language.');
    expect(lastWords(turn)).toContain('offline demo');
    for (const { text } of DEMO_PROMPTS) expect(lastWords(turn)).toContain(text);
  });
});

function requests(turn: Turn): (string | undefined)[] {
  return turn.messages.filter(({ id }) => id !== undefined).map(({ method }) => method);
}

function lastWords(turn: Turn): string {
  return String(turn.items.findLast(({ type }) => type === 'agentMessage')?.text);
}
