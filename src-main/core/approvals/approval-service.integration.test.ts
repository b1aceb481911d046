import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Approval, ApprovalAnswer } from '../../../src-shared/model/approval.ts';
import type { ApprovalId } from '../../../src-shared/model/ids.ts';
import { ok } from '../../../src-shared/result.ts';
import { startApproving } from './testing/approving.ts';
import type { Approving } from './testing/approving.ts';

const once: ApprovalAnswer = { kind: 'approveOnce' };
const session: ApprovalAnswer = { kind: 'approveSession' };
const always: ApprovalAnswer = { kind: 'alwaysAllow', rule: 0 };
const decline = (words = ''): ApprovalAnswer => ({ kind: 'decline', words });
const cancel: ApprovalAnswer = { kind: 'cancelTurn' };

let it_: Approving;
const answer = async (approval: Approval | undefined, given: ApprovalAnswer) =>
  it_.approvals.answer(approval?.id ?? ('' as ApprovalId), given);
const first = async () => (await it_.waiting())[0];
const made = (file: string) => existsSync(join(it_.folder, file));

describe('commands and file changes', () => {
  beforeEach(async () => {
    it_ = await startApproving();
  });
  afterEach(() => it_.dispose());

  it('approve once: it runs, and is asked again', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'run: touch "a b.txt"');
    const approval = await first();
    expect(approval).toMatchObject({
      kind: 'command',
      threadTitle: `Thread ${thread.threadId}`,
      command: 'touch "a b.txt"',
      cwd: it_.folder,
      rules: [{ kind: 'command', prefix: ['touch', 'a b.txt'] }],
    });
    expect(it_.approvals.pendingFor(thread)).toEqual([approval]);
    expect(await answer(approval, once)).toEqual(ok(null));
    expect(it_.lists.at(-1)).toEqual([]);
    expect(await it_.ended(thread)).toEqual(['completed']);
    expect(made('a b.txt')).toBe(true);
    await it_.send(thread, 'run: touch "a b.txt"');
    expect(await answer(await first(), decline())).toEqual(ok(null));
    expect(await it_.ended(thread, 2)).toEqual(['completed', 'completed']);
  });

  it('approve for this session: the same command is not asked again', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'run: touch s.txt');
    await answer(await first(), session);
    await it_.ended(thread);
    await it_.send(thread, 'run: touch s.txt');
    await it_.ended(thread, 2);
    expect(it_.lists.filter((list) => list.length > 0)).toHaveLength(1);
  });

  it('always allow: writes the rule it has shown', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'run: mkdir -p made');
    const approval = await first();
    expect(await answer(approval, { kind: 'alwaysAllow', rule: 7 })).toEqual({
      ok: false,
      error: { code: 'approval.not-offered' },
    });
    expect(await answer(approval, always)).toEqual(ok(null));
    await it_.ended(thread);
    expect(readFileSync(join(it_.codexHome, 'rules', 'default.rules'), 'utf8')).toContain(
      'prefix_rule(pattern=["mkdir", "-p", "made"], decision="allow")',
    );
    // Not even in another thread.
    const other = await it_.startThread();
    await it_.send(other, 'run: mkdir -p made');
    expect(await it_.ended(other)).toEqual(['completed']);
    expect(it_.lists.filter((list) => list.length > 0)).toHaveLength(1);
  });

  it('decline with words: nothing runs, and the agent hears them', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'run: touch never.txt');
    expect(await answer(await first(), decline('  Use tabs, please.\n'))).toEqual(ok(null));
    const messages = await it_.completed('userMessage', 2);
    expect(messages.at(-1)?.parts).toEqual([{ kind: 'text', text: 'Use tabs, please.' }]);
    expect(await it_.ended(thread)).toEqual(['completed']);
    expect(made('never.txt')).toBe(false);
    expect((await it_.completed('command')).map(({ status }) => status)).toEqual(['declined']);
  });

  it('cancel turn', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'run: touch never.txt');
    expect(await answer(await first(), cancel)).toEqual(ok(null));
    expect(await it_.ended(thread)).toEqual(['interrupted']);
    expect([made('never.txt'), it_.lists.at(-1)]).toEqual([false, []]);
  });

  it('a file change shows what would change', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'patch: hello.txt|hello');
    const approval = await first();
    expect(approval).toMatchObject({ kind: 'fileChange', changes: [{ kind: 'add', additions: 1, deletions: 0 }] });
    await answer(approval, decline());
    expect(await it_.ended(thread)).toEqual(['completed']);
    expect(made('hello.txt')).toBe(false);
    await it_.send(thread, 'patch: hello.txt|hello');
    await answer(await first(), once);
    await it_.ended(thread, 2);
    expect(readFileSync(join(it_.folder, 'hello.txt'), 'utf8')).toContain('hello');
  });

  it('several at once, answered in any order', async () => {
    const [one, two] = [await it_.startThread(), await it_.startThread()];
    await it_.send(one, 'multi: touch p1;;touch p2');
    await it_.waiting(2);
    await it_.send(two, 'run: touch p3');
    const list = await it_.waiting(3);
    expect(list.map((each) => (each.kind === 'command' ? each.command : ''))).toEqual(
      // Both of one turn come at the same time, in no promised order.
      [expect.stringMatching(/touch p[12]/), expect.stringMatching(/touch p[12]/), 'touch p3'],
    );
    expect(it_.approvals.pendingFor(one)).toHaveLength(2);
    await answer(list[2], once);
    await answer(list[1], decline());
    await answer(list[0], once);
    expect([await it_.ended(one), await it_.ended(two)]).toEqual([['completed'], ['completed']]);
    expect([made('p3'), made('p1') !== made('p2')]).toEqual([true, true]);
  });

  it('two windows see the same, and only one of them answers', async () => {
    const thread = await it_.startThread();
    const other: number[] = [];
    it_.approvals.watch({ emit: (list) => other.push(list.length) });
    await it_.send(thread, 'run: touch one.txt');
    const approval = await first();
    expect(await Promise.all([answer(approval, once), answer(approval, decline())])).toEqual([
      ok(null),
      { ok: false, error: { code: 'approval.gone' } },
    ]);
    await it_.ended(thread);
    expect([made('one.txt'), other]).toEqual([true, [0, 1, 0]]);
  });

  it('an interrupt clears it', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'run: touch never.txt');
    const approval = await first();
    const { turnId } = approval ?? {};
    await it_.server.call('turn/interrupt', { threadId: thread.threadId, turnId: turnId ?? '' });
    await it_.waiting(0);
    expect(await answer(approval, once)).toEqual({ ok: false, error: { code: 'approval.gone' } });
  });

  it('the death of the server clears it', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'run: touch never.txt');
    const approval = await first();
    process.kill(it_.pids.at(-1) ?? 0, 'SIGKILL');
    await it_.waiting(0);
    expect(await answer(approval, once)).toEqual({ ok: false, error: { code: 'approval.gone' } });
  });

  it('is asked once, also when a resume repeats it', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'run: touch again.txt');
    const approval = await first();
    const { threadId } = thread;
    await it_.server.call('thread/unsubscribe', { threadId });
    await it_.server.call('thread/resume', { threadId, excludeTurns: true });
    const repeated = await it_.until(() => it_.lists.length > 2 && it_.lists.at(-1));
    expect(repeated).toEqual([approval]);
    await answer(approval, once);
    await it_.ended(thread);
    expect(made('again.txt')).toBe(true);
  });

  it('nothing is left hanging when Skein ends', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'multi: touch n1;;touch n2');
    await it_.waiting(2);
    it_.approvals.dispose();
    expect(await it_.ended(thread)).toEqual(['completed']);
    expect([made('n1'), made('n2'), it_.lists.at(-1)]).toEqual([false, false, []]);
  });
});

describe('questions in plan mode', () => {
  beforeEach(async () => {
    it_ = await startApproving();
  });
  afterEach(() => it_.dispose());

  it('are answered', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'ask', { plan: true });
    const approval = await first();
    expect(approval).toMatchObject({
      kind: 'question',
      questions: [{ question: 'Which colour should the button have?', options: [{}, { label: 'Blue' }] }],
    });
    const [question] = approval?.kind === 'question' ? approval.questions : [];
    const id = question?.id ?? '';
    expect(await answer(approval, once)).toMatchObject({ error: { code: 'approval.not-offered' } });
    expect(await answer(approval, { kind: 'answers', answers: { nonsense: ['x'] } })).toEqual({
      ok: false,
      error: { code: 'approval.bad-answer', issues: ['nonsense: unknown-field'] },
    });
    expect(await answer(approval, { kind: 'answers', answers: { [id]: ['Blue'] } })).toEqual(ok(null));
    expect(await it_.ended(thread)).toEqual(['completed']);
  });

  it('end with their turn', async () => {
    const thread = await it_.startThread();
    await it_.send(thread, 'ask', { plan: true });
    expect(await answer(await first(), cancel)).toEqual(ok(null));
    expect(await it_.ended(thread)).toEqual(['interrupted']);
  });
});

describe('an MCP server', () => {
  beforeEach(async () => {
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const script = fileURLToPath(new URL('./testing/asking-mcp-server.ts', import.meta.url));
    const args = ['--import', tsx, script].map((each) => JSON.stringify(each)).join(', ');
    const command = JSON.stringify(process.execPath);
    it_ = await startApproving({ extraToml: `[mcp_servers.asking]\ncommand = ${command}\nargs = [${args}]` });
  });
  afterEach(() => it_.dispose());

  const call = (tool: string) => `mcp: mcp__asking__${tool} {}`;
  const results = async (count: number) =>
    (await it_.completed('toolCall', count)).map(
      ({ result, error }) => error ?? (result[0]?.kind === 'text' ? result[0].text : ''),
    );
  /** The tools are offered to the model once the server is up. */
  const startThread = async () => {
    const thread = await it_.startThread();
    await it_.until(() =>
      it_.notifications.some(
        (each) => each.method === 'mcpServer/startupStatus/updated' && each.params.status === 'ready',
      ),
    );
    return thread;
  };

  it('may run a tool once, for the session, or not', async () => {
    const thread = await startThread();
    await it_.send(thread, call('danger'));
    const approval = await first();
    expect(approval).toMatchObject({
      kind: 'elicitation',
      server: 'asking',
      form: { kind: 'toolCall', tool: 'danger', description: 'Does danger', remember: ['session', 'always'] },
    });
    await answer(approval, decline());
    await it_.ended(thread, 1);
    await it_.send(thread, call('danger'));
    await answer(await first(), once);
    await it_.ended(thread, 2);
    await it_.send(thread, call('danger'));
    await answer(await first(), session);
    await it_.ended(thread, 3);
    await it_.send(thread, call('danger'));
    await it_.ended(thread, 4);
    expect(await results(4)).toEqual(['user rejected MCP tool call', 'harm done', 'harm done', 'harm done']);
  });

  it('may always run a tool', async () => {
    const thread = await startThread();
    await it_.send(thread, call('danger'));
    expect(await answer(await first(), always)).toEqual(ok(null));
    await it_.ended(thread);
    const other = await it_.startThread();
    await it_.send(other, call('danger'));
    await it_.ended(other);
    expect(await results(2)).toEqual(['harm done', 'harm done']);
    expect(readFileSync(join(it_.codexHome, 'config.toml'), 'utf8')).toContain('[mcp_servers.asking.tools.danger]');
  });

  it('asks with a form', async () => {
    const thread = await startThread();
    await it_.send(thread, call('form'));
    const approval = await first();
    expect(approval).toMatchObject({ message: 'Who are you?', form: { kind: 'fields', fields: { length: 3 } } });
    expect(await answer(approval, { kind: 'submitForm', values: { age: -1 } })).toEqual({
      ok: false,
      error: {
        code: 'approval.bad-answer',
        issues: expect.arrayContaining(['name: missing', 'age: too-small']) as string[],
      },
    });
    await answer(approval, { kind: 'submitForm', values: { name: 'Ada', age: 36 } });
    await it_.ended(thread);
    const [text] = await results(1);
    expect(JSON.parse(text ?? '')).toEqual({ action: 'accept', content: { name: 'Ada', age: 36 } });
  });

  it('asks to open an address', async () => {
    const thread = await startThread();
    await it_.send(thread, call('link'));
    const approval = await first();
    expect(approval).toMatchObject({ form: { kind: 'url', url: 'https://example.com/sign-in' } });
    await answer(approval, once);
    await it_.ended(thread);
    expect(await results(1)).toEqual(['{"action":"accept"}']);
  });

  it('asks, and the user ends the turn', async () => {
    const thread = await startThread();
    await it_.send(thread, call('form'));
    await answer(await first(), cancel);
    expect(await it_.ended(thread)).toEqual(['interrupted']);
  });
});
