import { beforeEach, expect, it } from 'vitest';
import type { Approval, ApprovalAnswer } from '../../../src-shared/model/approval.ts';
import type { ApprovalId, ItemId, ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { planAnswer, refusalOf } from '../codex/answer-approval.ts';
import type { AskedRequest } from '../codex/answer-approval.ts';
import type { ApprovalGateway, ApprovalGatewayListener } from '../codex/approval-gateway.ts';
import { mapApproval } from '../codex/map-approval.ts';
import { createManualClock, createMemoryLog } from '../codex/testing/supervised.ts';
import { createApprovalService } from './approval-service.ts';
import type { ApprovalService } from './approval-service.ts';

/** A server that asks what the test wants, and keeps what it was answered. */
function createServer(serverId: string) {
  const listeners = new Set<ApprovalGatewayListener>();
  const answers: Record<string, unknown> = {};
  const gateway: ApprovalGateway = {
    serverId: serverId as ServerId,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const ask = (key: string, method: string, params: object) => {
    const request = { id: key, method, params: { threadId: 't', turnId: 'u', itemId: key, ...params } } as AskedRequest;
    const mapped = mapApproval(request, time.clock.now());
    if (mapped.kind !== 'ask') throw new Error('nobody is asked');
    for (const listener of listeners) {
      listener.asked({
        key,
        draft: mapped.draft,
        plan: (answer) => planAnswer(request, answer),
        send: (plan) => (answers[key] ??= plan.response),
        refuse: () => (answers[key] ??= refusalOf(request)),
      });
    }
  };
  return {
    gateway,
    ask,
    answers,
    each: (tell: (listener: ApprovalGatewayListener) => void) => listeners.forEach(tell),
  };
}

const COMMAND = 'item/commandExecution/requestApproval';
const QUESTION = 'item/tool/requestUserInput';
const question = { questions: [{ id: 'q', header: '', question: '?', isOther: true, isSecret: false, options: null }] };

let time: ReturnType<typeof createManualClock>;
let title: string;
let interrupted: Result<null, AppError>;
let said: { words: string[]; answer: Result<null, AppError> };
let service: ApprovalService;
let seen: (readonly Approval[])[];
beforeEach(() => {
  time = createManualClock();
  title = 'Knit';
  interrupted = ok(null);
  said = { words: [], answer: ok(null) };
  service = createApprovalService({
    clock: time.clock,
    log: createMemoryLog().log,
    threads: {
      title: () => title,
      fileChanges: () => null,
      interrupt: () => Promise.resolve(interrupted),
      say: (_, words) => {
        said.words.push(words);
        return Promise.resolve(said.answer);
      },
    },
  });
  seen = [];
  service.watch({ emit: (list) => seen.push(list) });
});
const last = () => seen.at(-1) ?? [];
const answer = (given: ApprovalAnswer, index = 0) => service.answer(last()[index]?.id ?? ('' as ApprovalId), given);
const ref = (serverId: string): ThreadRef => ({ serverId: serverId as ServerId, threadId: 't' as ThreadId });

it('lists all servers, oldest first, and tells which thread has changed', () => {
  const [one, two] = [createServer('one'), createServer('two')];
  const changed: string[] = [];
  service.onChange(({ serverId }) => changed.push(serverId));
  service.addServer(one.gateway);
  service.addServer(two.gateway);
  one.ask('a', COMMAND, { command: 'first' });
  two.ask('a', COMMAND, { command: 'second' });
  one.ask('b', COMMAND, { command: 'third' });
  expect(last().map((each) => each.kind === 'command' && each.command)).toEqual(['first', 'second', 'third']);
  expect(new Set(last().map(({ id }) => id)).size).toBe(3);
  expect(service.pendingFor(ref('one'))).toHaveLength(2);
  one.each((listener) => listener.resolved('b'));
  two.each((listener) => listener.resolved('none'));
  two.each((listener) => listener.down());
  expect(last()).toHaveLength(1);
  expect(changed).toEqual(['one', 'two', 'one', 'one', 'two']);
});

it('shows the thread’s title of now', () => {
  const server = createServer('one');
  service.addServer(server.gateway);
  server.ask('a', COMMAND, {});
  title = 'Purl';
  service.touch(ref('other'));
  expect(last()[0]?.threadTitle).toBe('Knit');
  service.touch(ref('one'));
  expect(last()[0]?.threadTitle).toBe('Purl');
});

it('keeps a file change without its changes as long as nobody knows them', () => {
  const server = createServer('one');
  service.addServer(server.gateway);
  server.ask('a', 'item/fileChange/requestApproval', {});
  expect(last()).toMatchObject([{ kind: 'fileChange', itemId: 'u/a' as ItemId, changes: [] }]);
});

it('goes on without an answer when a question says so', () => {
  const server = createServer('one');
  service.addServer(server.gateway);
  server.ask('a', QUESTION, { ...question, autoResolutionMs: 60_000 });
  server.ask('b', QUESTION, question);
  time.advance(59_999);
  expect(last()).toHaveLength(2);
  time.advance(1);
  expect([last().length, server.answers]).toEqual([1, { a: { answers: {} } }]);
});

it('a question that is repeated does not wait anew', () => {
  const server = createServer('one');
  service.addServer(server.gateway);
  server.ask('a', QUESTION, { ...question, autoResolutionMs: 60_000 });
  const [before] = last();
  time.advance(40_000);
  server.ask('a', QUESTION, { ...question, autoResolutionMs: 60_000 });
  expect(last()).toEqual([before]);
  time.advance(20_000);
  expect([last(), server.answers]).toEqual([[], { a: { answers: {} } }]);
});

it('an answered question is not answered again by its time', async () => {
  const server = createServer('one');
  service.addServer(server.gateway);
  server.ask('a', QUESTION, { ...question, autoResolutionMs: 60_000 });
  await answer({ kind: 'answers', answers: { q: ['yes'] } });
  time.advance(60_000);
  expect(server.answers).toEqual({ a: { answers: { q: { answers: ['yes'] } } } });
});

it('is not left hanging by a turn that cannot be ended', async () => {
  const server = createServer('one');
  service.addServer(server.gateway);
  server.ask('a', QUESTION, question);
  interrupted = err({ code: 'server.timeout', method: 'turn/interrupt', afterMs: 5000 });
  expect(await answer({ kind: 'cancelTurn' })).toEqual(interrupted);
  expect([last(), server.answers]).toEqual([[], { a: { answers: {} } }]);
});

it('says when the words of a decline did not arrive', async () => {
  const server = createServer('one');
  service.addServer(server.gateway);
  server.ask('a', COMMAND, {});
  said.answer = err({ code: 'thread.not-steerable', reason: 'no-turn' });
  expect(await answer({ kind: 'decline', words: ' no ' })).toEqual(said.answer);
  expect([server.answers, said.words]).toEqual([{ a: { decision: 'decline' } }, ['no']]);
});

it('keeps what was answered badly', async () => {
  const server = createServer('one');
  service.addServer(server.gateway);
  server.ask('a', QUESTION, question);
  expect(await answer({ kind: 'answers', answers: {} })).toMatchObject({ error: { code: 'approval.bad-answer' } });
  expect([last().length, server.answers]).toEqual([1, {}]);
  expect(await service.answer('gone' as ApprovalId, { kind: 'approveOnce' })).toEqual(err({ code: 'approval.gone' }));
});

it('refuses what is open when a server leaves, and everything at the end', () => {
  const [one, two] = [createServer('one'), createServer('two')];
  const leave = service.addServer(one.gateway);
  service.addServer(two.gateway);
  one.ask('a', COMMAND, {});
  two.ask('b', QUESTION, question);
  leave();
  expect([last().length, one.answers]).toEqual([1, { a: { decision: 'decline' } }]);
  service.dispose();
  expect([last(), two.answers]).toEqual([[], { b: { answers: {} } }]);
  two.ask('c', COMMAND, {});
  expect(last()).toEqual([]);
});
