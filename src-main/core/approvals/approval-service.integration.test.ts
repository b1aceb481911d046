import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

let approving: Approving;
const answer = async (approval: Approval | undefined, given: ApprovalAnswer) =>
  approving.approvals.answer(approval?.id ?? ('' as ApprovalId), given);
const first = async () => (await approving.waiting())[0];
const made = (file: string) => existsSync(join(approving.folder, file));

describe('commands and file changes', () => {
  beforeEach(async () => {
    approving = await startApproving();
  });
  afterEach(() => approving.dispose());

  it('approve once: it runs, and is asked again', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'run: touch "a b.txt"');
    const approval = await first();
    expect(approval).toMatchObject({
      kind: 'command',
      threadTitle: `Thread ${thread.threadId}`,
      command: 'touch "a b.txt"',
      cwd: approving.folder,
      rules: [{ kind: 'command', prefix: ['touch', 'a b.txt'] }],
    });
    expect(approving.approvals.pendingFor(thread)).toEqual([approval]);
    expect(await answer(approval, once)).toEqual(ok(null));
    expect(approving.lists.at(-1)).toEqual([]);
    expect(await approving.ended(thread)).toEqual(['completed']);
    expect(made('a b.txt')).toBe(true);
    await approving.send(thread, 'run: touch "a b.txt"');
    expect(await answer(await first(), decline())).toEqual(ok(null));
    expect(await approving.ended(thread, 2)).toEqual(['completed', 'completed']);
  });

  it('approve for this session: the same command is not asked again', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'run: touch s.txt');
    await answer(await first(), session);
    await approving.ended(thread);
    await approving.send(thread, 'run: touch s.txt');
    await approving.ended(thread, 2);
    expect(approving.lists.filter((list) => list.length > 0)).toHaveLength(1);
  });

  it('always allow: writes the rule it has shown', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'run: mkdir -p made');
    const approval = await first();
    expect(await answer(approval, { kind: 'alwaysAllow', rule: 7 })).toEqual({
      ok: false,
      error: { code: 'approval.not-offered' },
    });
    expect(await answer(approval, always)).toEqual(ok(null));
    await approving.ended(thread);
    expect(readFileSync(join(approving.codexHome, 'rules', 'default.rules'), 'utf8')).toContain(
      'prefix_rule(pattern=["mkdir", "-p", "made"], decision="allow")',
    );
    // Not even in another thread.
    const other = await approving.startThread();
    await approving.send(other, 'run: mkdir -p made');
    expect(await approving.ended(other)).toEqual(['completed']);
    expect(approving.lists.filter((list) => list.length > 0)).toHaveLength(1);
  });

  it('decline with words: nothing runs, and the agent hears them', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'run: touch never.txt');
    expect(await answer(await first(), decline('  Use tabs, please.\n'))).toEqual(ok(null));
    const messages = await approving.completed('userMessage', 2);
    expect(messages.at(-1)?.parts).toEqual([{ kind: 'text', text: 'Use tabs, please.' }]);
    expect(await approving.ended(thread)).toEqual(['completed']);
    expect(made('never.txt')).toBe(false);
    expect((await approving.completed('command')).map(({ status }) => status)).toEqual(['declined']);
  });

  it('cancel turn', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'run: touch never.txt');
    expect(await answer(await first(), cancel)).toEqual(ok(null));
    expect(await approving.ended(thread)).toEqual(['interrupted']);
    expect([made('never.txt'), approving.lists.at(-1)]).toEqual([false, []]);
  });

  it('a file change shows what would change', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'patch: hello.txt|hello');
    const approval = await first();
    expect(approval).toMatchObject({ kind: 'fileChange', changes: [{ kind: 'add', additions: 1, deletions: 0 }] });
    await answer(approval, decline());
    expect(await approving.ended(thread)).toEqual(['completed']);
    expect(made('hello.txt')).toBe(false);
    await approving.send(thread, 'patch: hello.txt|hello');
    await answer(await first(), once);
    await approving.ended(thread, 2);
    expect(readFileSync(join(approving.folder, 'hello.txt'), 'utf8')).toContain('hello');
  });

  it('several at once, answered in any order', async () => {
    const [one, two] = [await approving.startThread(), await approving.startThread()];
    await approving.send(one, 'multi: touch p1;;touch p2');
    await approving.waiting(2);
    await approving.send(two, 'run: touch p3');
    const list = await approving.waiting(3);
    expect(list.map((each) => (each.kind === 'command' ? each.command : ''))).toEqual(
      // Both of one turn come at the same time, in no promised order.
      [expect.stringMatching(/touch p[12]/), expect.stringMatching(/touch p[12]/), 'touch p3'],
    );
    expect(approving.approvals.pendingFor(one)).toHaveLength(2);
    await answer(list[2], once);
    await answer(list[1], decline());
    await answer(list[0], once);
    expect([await approving.ended(one), await approving.ended(two)]).toEqual([['completed'], ['completed']]);
    expect([made('p3'), made('p1') !== made('p2')]).toEqual([true, true]);
  });

  it('two windows see the same, and only one of them answers', async () => {
    const thread = await approving.startThread();
    const other: number[] = [];
    approving.approvals.watch({ emit: (list) => other.push(list.length) });
    await approving.send(thread, 'run: touch one.txt');
    const approval = await first();
    expect(await Promise.all([answer(approval, once), answer(approval, decline())])).toEqual([
      ok(null),
      { ok: false, error: { code: 'approval.gone' } },
    ]);
    await approving.ended(thread);
    expect([made('one.txt'), other]).toEqual([true, [0, 1, 0]]);
  });

  it('an interrupt clears it', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'run: touch never.txt');
    const approval = await first();
    const { turnId } = approval ?? {};
    await approving.server.call('turn/interrupt', { threadId: thread.threadId, turnId: turnId ?? '' });
    await approving.waiting(0);
    expect(await answer(approval, once)).toEqual({ ok: false, error: { code: 'approval.gone' } });
  });

  it('the death of the server clears it', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'run: touch never.txt');
    const approval = await first();
    process.kill(approving.pids.at(-1) ?? 0, 'SIGKILL');
    await approving.waiting(0);
    expect(await answer(approval, once)).toEqual({ ok: false, error: { code: 'approval.gone' } });
  });

  it('is asked once, also when a resume repeats it', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'run: touch again.txt');
    const approval = await first();
    const { threadId } = thread;
    await approving.server.call('thread/unsubscribe', { threadId });
    await approving.server.call('thread/resume', { threadId, excludeTurns: true });
    const repeated = await approving.until(() => approving.lists.length > 2 && approving.lists.at(-1));
    expect(repeated).toEqual([approval]);
    await answer(approval, once);
    await approving.ended(thread);
    expect(made('again.txt')).toBe(true);
  });

  it('nothing is left hanging when Skein ends', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'multi: touch n1;;touch n2');
    await approving.waiting(2);
    approving.approvals.dispose();
    expect(await approving.ended(thread)).toEqual(['completed']);
    expect([made('n1'), made('n2'), approving.lists.at(-1)]).toEqual([false, false, []]);
  });
});

describe('questions in plan mode', () => {
  beforeEach(async () => {
    approving = await startApproving();
  });
  afterEach(() => approving.dispose());

  it('are answered', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'ask', { plan: true });
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
    expect(await approving.ended(thread)).toEqual(['completed']);
  });

  it('end with their turn', async () => {
    const thread = await approving.startThread();
    await approving.send(thread, 'ask', { plan: true });
    expect(await answer(await first(), cancel)).toEqual(ok(null));
    expect(await approving.ended(thread)).toEqual(['interrupted']);
  });
});

describe('an MCP server', () => {
  beforeEach(async () => {
    const script = JSON.stringify(fileURLToPath(new URL('./testing/asking-mcp-server.mjs', import.meta.url)));
    const command = JSON.stringify(process.execPath);
    // A model that 0.169 does not know is offered the tools of MCP servers flat; others have to search for them.
    const model = 'gpt-5.4';
    approving = await startApproving({
      model,
      extraToml: `[mcp_servers.asking]\ncommand = ${command}\nargs = [${script}]`,
    });
  });
  afterEach(() => approving.dispose());

  const call = (tool: string) => `mcp: mcp__asking__${tool} {}`;
  const results = async (count: number) =>
    (await approving.completed('toolCall', count)).map(
      ({ result, error }) => error ?? (result[0]?.kind === 'text' ? result[0].text : ''),
    );
  /** The tools are offered to the model once the server is up. */
  const startThread = async () => {
    const thread = await approving.startThread();
    await approving.until(() =>
      approving.notifications.some(
        (each) => each.method === 'mcpServer/startupStatus/updated' && each.params.status === 'ready',
      ),
    );
    return thread;
  };

  it('may run a tool once, for the session, or not', async () => {
    const thread = await startThread();
    await approving.send(thread, call('danger'));
    const approval = await first();
    expect(approval).toMatchObject({
      kind: 'elicitation',
      server: 'asking',
      form: { kind: 'toolCall', tool: 'danger', description: 'Does danger', remember: ['session', 'always'] },
    });
    await answer(approval, decline());
    await approving.ended(thread, 1);
    await approving.send(thread, call('danger'));
    await answer(await first(), once);
    await approving.ended(thread, 2);
    await approving.send(thread, call('danger'));
    await answer(await first(), session);
    await approving.ended(thread, 3);
    await approving.send(thread, call('danger'));
    await approving.ended(thread, 4);
    expect(await results(4)).toEqual(['user rejected MCP tool call', 'harm done', 'harm done', 'harm done']);
  });

  it('may always run a tool', async () => {
    const thread = await startThread();
    await approving.send(thread, call('danger'));
    expect(await answer(await first(), always)).toEqual(ok(null));
    await approving.ended(thread);
    const other = await approving.startThread();
    await approving.send(other, call('danger'));
    await approving.ended(other);
    expect(await results(2)).toEqual(['harm done', 'harm done']);
    expect(readFileSync(join(approving.codexHome, 'config.toml'), 'utf8')).toContain(
      '[mcp_servers.asking.tools.danger]',
    );
  });

  it('asks with a form', async () => {
    const thread = await startThread();
    await approving.send(thread, call('form'));
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
    await approving.ended(thread);
    const [text] = await results(1);
    expect(JSON.parse(text ?? '')).toEqual({ action: 'accept', content: { name: 'Ada', age: 36 } });
  });

  it('asks to open an address', async () => {
    const thread = await startThread();
    await approving.send(thread, call('link'));
    const approval = await first();
    expect(approval).toMatchObject({ form: { kind: 'url', url: 'https://example.com/sign-in' } });
    await answer(approval, once);
    await approving.ended(thread);
    const [text] = await results(1);
    expect(JSON.parse(text ?? '')).toMatchObject({ action: 'accept' });
  });

  it('asks, and the user ends the turn', async () => {
    const thread = await startThread();
    await approving.send(thread, call('form'));
    await answer(await first(), cancel);
    expect(await approving.ended(thread)).toEqual(['interrupted']);
  });
});
