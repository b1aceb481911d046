import { randomUUID } from 'node:crypto';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadChoices } from '../../../src-shared/contract/fields.ts';
import type { GoalChange, SendAnswer, SendMode } from '../../../src-shared/contract/threads.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import { threadKey, type ThreadKey, type ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadSettings } from '../../../src-shared/model/thread.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock } from '../ports.ts';
import { isLocalServer } from '../servers/server-id.ts';
import { checkImages } from '../codex/check-images.ts';
import { settingsAfter, turnParams } from '../codex/thread-choices.ts';
import { toUserInput } from '../codex/turn-gateway.ts';
import { changeGoal, pauseBeforeStop } from './goals.ts';
import { INIT_PROMPT, parseEntry, type Entry } from './run-entry.ts';
import { createOncePerMessage, holdsMessage } from './once-per-message.ts';
import { stopTurn } from './stop-turn.ts';
import type { ThreadPorts, ThreadSender } from './thread-ports.ts';
import type { ReadyThread, ThreadServers, ThreadTurnstile } from './thread-servers.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** How words go to the server. */
export interface Delivery {
  readonly choices: ThreadChoices | null;
  /** Under which it counts once. */
  readonly messageId: string | null;
}

/** Everything that puts words into a thread, or stops it. */
export interface ThreadSending extends ThreadSender {
  send(ref: ThreadRef, parts: readonly InputPart[], mode: SendMode, how: Delivery): Answer<SendAnswer>;
  /** Starts the first turn of a thread that was made just now. */
  begin(ready: ReadyThread, entry: Entry, how: Delivery): Answer<null>;
  setChoices(ref: ThreadRef, choices: ThreadChoices): Answer<null>;
  forget(ref: ThreadRef): void;
}

/** What an entry came to. `refused`: it has to wait for the running turn. */
type Outcome = 'started' | 'steered' | 'done' | 'refused';

export interface ThreadSendingOptions {
  readonly servers: ThreadServers;
  readonly turnstile: ThreadTurnstile;
  readonly ports: ThreadPorts;
  readonly clock: Clock;
  readonly actions: {
    rename(ref: ThreadRef, title: string): Answer<unknown>;
    archive(ref: ThreadRef): Answer<unknown>;
    fork(ref: ThreadRef): Answer<unknown>;
  };
}

export function createThreadSender({ servers, turnstile, ports, actions, clock }: ThreadSendingOptions): ThreadSending {
  /** Choices for the next turn, at servers that take them only then, and what the server still runs with. */
  const pending = new Map<ThreadKey, { readonly choices: ThreadChoices; readonly actual: ThreadSettings }>();
  const once = createOncePerMessage<SendAnswer>();
  const refOf = ({ server, threadId }: ReadyThread): ThreadRef => ({ serverId: server.server.id, threadId });

  const start = async (
    ready: ReadyThread,
    parts: readonly InputPart[],
    { choices, messageId: id }: Delivery,
  ): Answer<Outcome> => {
    const { server, thread, threadId } = ready;
    const chosen = pending.get(threadKey(refOf(ready)));
    const wanted = choices ?? chosen?.choices ?? null;
    const actual = chosen?.actual ?? thread.info().settings;
    const seen = await checkImages(server.server, parts, wanted?.model ?? actual.model);
    if (!seen.ok) return seen;
    const input = toUserInput(parts, ports.imagePath, !isLocalServer(server.server.id));
    if (!input.ok) return input;
    const features = await server.gateway.features();
    if (!features.ok) return features;
    const params = wanted ? turnParams(wanted, actual, features.value) : ok({});
    if (!params.ok) return params;
    if (!thread.running()) await ports.beforeTurn?.(refOf(ready));
    const before = thread.running()?.id;
    // 0.124 forgets where a thread was moved to; the other one is told what it knows.
    const cwd = ports.folders?.movedTo(refOf(ready)) ?? null;
    const how = { ...params.value, ...(cwd !== null && { cwd }) };
    const started = await server.turns.start(threadId, { input: input.value, id }, how);
    if (!started.ok) return isNotSteerable(started.error) ? ok('refused') : started;
    pending.delete(threadKey(refOf(ready)));
    if (wanted && !features.value.capabilities.settingsUpdate)
      thread.changeInfo({ settings: settingsAfter(wanted, actual) });
    // Beside a turn that was not known to run, the words went into that one.
    if (started.value.id === before) return ok('steered');
    thread.adopt(started.value);
    return ok('started');
  };

  /** The server starts the turns of a goal by itself: what they run with is chosen before. */
  const startGoal = async (ready: ReadyThread, change: GoalChange, { choices }: Delivery): Answer<Outcome> => {
    const { server, thread, threadId } = ready;
    if (choices) {
      const chosen = await choose(ready, choices);
      if (!chosen.ok) return chosen;
    }
    const starts = change.kind === 'set' || change.kind === 'resume';
    if (starts && !thread.running()) await ports.beforeTurn?.(refOf(ready));
    return outcome(starts ? 'started' : 'done', await changeGoal({ server, threadId }, change));
  };

  const choose = async ({ server, thread, threadId }: ReadyThread, choices: ThreadChoices): Answer<null> => {
    const ref = refOf({ server, thread, threadId });
    const features = await server.gateway.features();
    if (!features.ok) return features;
    const actual = pending.get(threadKey(ref))?.actual ?? thread.info().settings;
    const params = turnParams(choices, actual, features.value);
    if (!params.ok) return params;
    if (!features.value.capabilities.settingsUpdate) {
      pending.set(threadKey(ref), { choices, actual });
      thread.changeInfo({ settings: settingsAfter(choices, actual) });
      return ok(null);
    }
    if (Object.keys(params.value).length === 0) return ok(null);
    const updated = await server.turns.updateSettings(threadId, params.value);
    return updated.ok ? ok(null) : updated;
  };

  const steer = async (ready: ReadyThread, parts: readonly InputPart[], id: string | null): Answer<null> => {
    const { server, thread, threadId } = ready;
    const seen = await checkImages(server.server, parts, thread.info().settings.model);
    if (!seen.ok) return seen;
    const input = toUserInput(parts, ports.imagePath, !isLocalServer(server.server.id));
    if (!input.ok) return input;
    const running = thread.running();
    if (!running) return err({ code: 'thread.not-steerable', reason: thread.busy() ? 'other-turn' : 'no-turn' });
    if (running.review) return err({ code: 'thread.not-steerable', reason: 'review' });
    const messageId = id ?? randomUUID();
    const notTaken = thread.steer({ id: messageId, parts });
    const steered = await server.turns.steer(threadId, running.serverId, { input: input.value, id: messageId });
    if (steered.ok) return ok(null);
    notTaken();
    return steered;
  };

  /** Words for the agent: into the running turn, or as a new one. */
  const say = async (ready: ReadyThread, parts: readonly InputPart[], how: Delivery): Answer<Outcome> => {
    if (!ready.thread.busy()) return start(ready, parts, how);
    const steered = await steer(ready, parts, how.messageId);
    if (steered.ok) return ok('steered');
    if (!isNotSteerable(steered.error)) return steered;
    // It ended just now.
    return steered.error.reason === 'no-turn' ? start(ready, parts, how) : ok('refused');
  };

  const perform = async (ready: ReadyThread, entry: Entry, how: Delivery, steers: boolean): Answer<Outcome> => {
    const { server, thread, threadId } = ready;
    const ref = refOf(ready);
    const may = ASK_THE_MODEL.has(entry.kind) && !thread.busy() ? await ports.mayStart?.(ref.serverId) : undefined;
    if (may?.ok === false) return may;
    const waits = thread.busy() && !(steers && entry.kind === 'prompt');
    switch (entry.kind) {
      case 'prompt':
        return waits ? ok('refused') : say(ready, entry.parts, how);
      case 'plan':
        return waits ? ok('refused') : start(ready, entry.parts, inPlanMode(how));
      case 'init':
        return waits ? ok('refused') : start(ready, [{ kind: 'text', text: INIT_PROMPT }], how);
      case 'goal':
        return startGoal(ready, entry.change, how);
      case 'compact':
        return waits ? ok('refused') : outcome('started', await server.turns.compact(threadId));
      case 'review': {
        if (waits) return ok('refused');
        // Its turn is announced by the mark of its beginning.
        return outcome('started', await server.turns.review(threadId, entry.instructions));
      }
      case 'shell':
        return outcome(thread.busy() ? 'done' : 'started', await server.turns.shellCommand(threadId, entry.command));
      case 'rename':
        return outcome('done', await actions.rename(ref, entry.title));
      case 'archive':
        return outcome('done', await actions.archive(ref));
      case 'fork':
        return outcome('done', await actions.fork(ref));
      case 'stopBackground':
        return outcome('done', await server.extras.stopBackgroundTerminal(threadId, null));
    }
  };

  const interrupt = async (ref: ThreadRef): Answer<null> => {
    // A turn that is being started just now is meant as well.
    if (turnstile.isBusy(ref)) await turnstile.run(ref, () => Promise.resolve());
    const server = servers.find(ref.serverId);
    if (!server.ok) return server;
    const thread = server.value.threads.get(ref.threadId);
    if (thread) await pauseBeforeStop(server.value.extras, thread);
    if (!thread) return err({ code: 'thread.nothing-to-interrupt' });
    return stopTurn(thread, { turns: server.value.turns, threadId: ref.threadId, clock });
  };

  const send = async (
    ref: ThreadRef,
    parts: readonly InputPart[],
    mode: SendMode,
    how: Delivery,
  ): Answer<SendAnswer> => {
    const entry = parseEntry(parts);
    if (!entry.ok) return entry;
    return turnstile.run(ref, async (): Answer<SendAnswer> => {
      const ready = await servers.ready(ref);
      if (!ready.ok) return ready;
      const { thread, threadId } = ready.value;
      if (how.messageId !== null && holdsMessage(thread.snapshot(), how.messageId))
        return ok({ threadId, outcome: 'started' });
      const queues = mode === 'untilReset' || (mode === 'queue' && thread.busy());
      const done: Result<Outcome, AppError> = queues
        ? ok('refused')
        : await perform(ready.value, entry.value, how, mode === 'auto');
      if (!done.ok) return done;
      if (mode === 'untilReset') ports.queue.addUntilReset(ref, parts);
      else if (done.value === 'refused') ports.queue.add(ref, parts);
      ports.remember(thread.info().cwd, parts);
      return ok({ threadId, outcome: done.value === 'refused' ? 'queued' : done.value });
    });
  };

  return {
    begin: async (ready, entry, how) => {
      const begun = await perform(ready, entry, how, false);
      return begun.ok ? ok(null) : begun;
    },
    send: (ref, parts, mode, how) => once.run(how.messageId, () => send(ref, parts, mode, how)),
    isBusy: (ref) => turnstile.isBusy(ref) || servers.live(ref)?.busy() === true,
    run: (ref, parts, messageId) => {
      const entry = parseEntry(parts);
      if (!entry.ok) return Promise.resolve(entry);
      return turnstile.run(ref, async (): Answer<'started' | 'done'> => {
        const ready = await servers.ready(ref);
        if (!ready.ok) return ready;
        if (holdsMessage(ready.value.thread.snapshot(), messageId)) return ok('done');
        // A goal has started the next turn already: waiting for one that does not would be waiting for its end.
        const joins = ready.value.thread.info().goal?.status === 'active';
        const done = await perform(ready.value, entry.value, { choices: null, messageId }, joins);
        if (!done.ok) return done;
        if (done.value === 'refused') return err({ code: 'thread.not-steerable', reason: 'other-turn' });
        return ok(done.value === 'done' ? 'done' : 'started');
      });
    },
    steer: (ref, parts, messageId) => {
      const entry = parseEntry(parts);
      if (!entry.ok) return Promise.resolve(entry);
      return turnstile.run(ref, async (): Answer<null> => {
        const ready = await servers.ready(ref);
        if (!ready.ok) return ready;
        if (holdsMessage(ready.value.thread.snapshot(), messageId)) return ok(null);
        if (entry.value.kind === 'prompt') return steer(ready.value, entry.value.parts, messageId);
        const done = await perform(ready.value, entry.value, { choices: null, messageId }, false);
        if (!done.ok) return done;
        return done.value === 'refused' ? err({ code: 'thread.not-steerable', reason: 'other-turn' }) : ok(null);
      });
    },
    say: (ref, words) =>
      turnstile.run(ref, async (): Answer<null> => {
        const ready = await servers.ready(ref);
        if (!ready.ok) return ready;
        const parts: readonly InputPart[] = [{ kind: 'text', text: words }];
        const steered = await steer(ready.value, parts, null);
        if (steered.ok || !isNotSteerable(steered.error)) return steered;
        // The turn is over, or takes no words: they go after it, unless they would mean a command there.
        const entry = parseEntry(parts);
        if (!entry.ok || entry.value.kind !== 'prompt') return steered;
        ports.queue.add(ref, parts);
        return ok(null);
      }),
    interrupt,
    setChoices: (ref, choices) =>
      turnstile.run(ref, async (): Answer<null> => {
        const ready = await servers.ready(ref);
        if (!ready.ok) return ready;
        return choose(ready.value, choices);
      }),
    forget: (ref) => void pending.delete(threadKey(ref)),
  };
}

/** Choices that leave everything as it is, but for the mode. */
const KEEP: ThreadChoices = { model: null, effort: null, permissions: null, mode: 'default' };
const inPlanMode = ({ choices, messageId }: Delivery): Delivery => ({
  choices: { ...(choices ?? KEEP), mode: 'plan' },
  messageId,
});

const ASK_THE_MODEL: ReadonlySet<Entry['kind']> = new Set(['prompt', 'plan', 'init', 'goal', 'compact', 'review']);

type NotSteerable = Extract<AppError, { code: 'thread.not-steerable' }>;
const isNotSteerable = (error: AppError): error is NotSteerable => error.code === 'thread.not-steerable';

function outcome(kind: Outcome, result: Result<unknown, AppError>): Result<Outcome, AppError> {
  if (result.ok) return ok(kind);
  return isNotSteerable(result.error) ? ok('refused') : result;
}
