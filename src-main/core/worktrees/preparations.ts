import { randomUUID } from 'node:crypto';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ThreadChoices } from '../../../src-shared/contract/fields.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ProjectId, ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import type { Preparation, PreparationStep, ThreadPlace } from '../../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Clock, Log } from '../ports.ts';
import type { ResetWatch } from '../queue/reset-watch.ts';
import type { JsonFile } from '../storage/json-file.ts';
import { createOncePerMessage } from '../threads/once-per-message.ts';
import { shownPreparation, type StoredPreparation } from './preparation-store.ts';

type Answer<T> = Promise<Result<T, AppError>>;
type StepKind = PreparationStep['kind'];

const STEPS: readonly StepKind[] = ['worktree', 'carry', 'include', 'setup', 'thread'];
/** Characters of a script's output that are kept, the newest ones. */
const MAX_OUTPUT_CHARS = 200_000;
const OUTPUT_EVERY_MS = 100;
/** Finished ones that are still told of, so that a window can follow to the thread. */
const MAX_DONE = 20;
const MAX_TITLE_CHARS = 120;

/** What a step did; `skipped`: there was nothing to do. */
export type StepOutcome = { readonly kind: 'done' | 'skipped'; readonly change?: Partial<StoredPreparation> };
export interface StepContext {
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
}

export interface PreparationOptions {
  readonly file: JsonFile<readonly StoredPreparation[]>;
  readonly clock: Clock;
  readonly log: Log;
  readonly resets: ResetWatch;
  /** Does one step. Asked again after a failure, it begins anew. */
  readonly perform: (kind: StepKind, preparation: StoredPreparation, context: StepContext) => Answer<StepOutcome>;
  /** Starts the thread with the message that waits; the last step. */
  readonly startThread: (preparation: StoredPreparation) => Answer<ThreadId>;
  /** Takes away what was made, with a snapshot of what is in it. */
  readonly discard: (preparation: StoredPreparation) => Answer<null>;
  /** The message goes back to where it was typed. */
  readonly giveBack: (preparation: StoredPreparation) => void;
}

interface WantedThread {
  readonly serverId: ServerId;
  readonly projectId: ProjectId;
  readonly parts: readonly InputPart[];
  readonly choices: ThreadChoices;
  readonly place: ThreadPlace;
  /** It begins only once the account may go on. */
  readonly untilReset: boolean;
}

/** Threads on their way into a worktree, and those that wait for a reset first. Each is on the disk before its first step, with the message that waits. */
export interface Preparations {
  /** Under one `messageId` once. */
  start(wanted: WantedThread, messageId: string | null): Answer<{ readonly preparationId: string }>;
  resolve(id: string, action: 'retry' | 'continue' | 'discard' | 'cancel'): Answer<null>;
  watch(serverId: ServerId, listener: (preparations: readonly Preparation[]) => void): Unsubscribe;
  /** Paths that are being prepared or wait for a decision: they are nobody's to remove. */
  paths(): ReadonlySet<string>;
  dispose(): Promise<void>;
}

export function createPreparations(options: PreparationOptions): Preparations {
  const { file, clock, log, resets } = options;
  const running = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  /** Being given up: they begin no more, and their messages go back once. */
  const givenUp = new Map<string, Answer<null>>();
  const output = new Map<string, string>();
  const once = createOncePerMessage<{ readonly preparationId: string }>();
  const listeners = createListeners<null>('preparations', log);
  let finished: readonly StoredPreparation[] = [];
  let cancelEmit: (() => void) | null = null;
  let disposed = false;

  // What ran when the core ended was cut off: its files are where they were, and the user decides.
  file.update((list) => (list.some(({ state }) => state.kind === 'running') ? list.map(interrupted) : list));

  const find = (id: string) => file.value().find((one) => one.id === id);
  const emit = () => listeners.emit(null);
  const change = (id: string, changes: Partial<StoredPreparation>) => {
    file.update((list) => list.map((one) => (one.id === id ? { ...one, ...changes } : one)));
    emit();
  };
  const setStep = (
    id: string,
    kind: StepKind,
    step: Partial<PreparationStep>,
    more: Partial<StoredPreparation> = {},
  ) => {
    const steps = find(id)?.steps.map((one) => (one.kind === kind ? { ...one, ...step } : one)) ?? [];
    change(id, { ...more, steps });
  };
  const addOutput = (id: string, text: string) => {
    const before = output.get(id) ?? find(id)?.output ?? '';
    output.set(id, (before + text).slice(-MAX_OUTPUT_CHARS));
    cancelEmit ??= clock.after(OUTPUT_EVERY_MS, () => {
      cancelEmit = null;
      emit();
    });
  };
  const remove = (id: string) => {
    output.delete(id);
    file.update((list) => list.filter((one) => one.id !== id));
    emit();
  };

  const performStep = async (id: string, kind: StepKind, signal: AbortSignal): Answer<ThreadId | null> => {
    const begun = clock.now();
    setStep(id, kind, { state: 'running', durationMs: null }, { state: { kind: 'running' } });
    await file.flush();
    const preparation = find(id);
    if (!preparation) return err({ code: 'preparation.gone' });
    const outcome =
      kind === 'thread'
        ? await options.startThread(preparation)
        : await options.perform(kind, preparation, { signal, onOutput: (text) => addOutput(id, text) });
    const durationMs = clock.now() - begun;
    const kept = { output: output.get(id) ?? preparation.output };
    if (!outcome.ok) {
      const state = { kind: 'failed', step: kind, error: outcome.error } as const;
      setStep(id, kind, { state: 'failed', durationMs }, { ...kept, state });
      return outcome;
    }
    if (typeof outcome.value === 'string') {
      setStep(id, kind, { state: 'done', durationMs }, { ...kept, state: { kind: 'done', threadId: outcome.value } });
      return ok(outcome.value);
    }
    setStep(id, kind, { state: outcome.value.kind, durationMs }, { ...kept, ...outcome.value.change });
    return ok(null);
  };

  const runAll = async (id: string, signal: AbortSignal): Promise<void> => {
    for (const kind of STEPS) {
      const step = find(id)?.steps.find((one) => one.kind === kind);
      if (!step || step.state === 'done' || step.state === 'skipped') continue;
      if (signal.aborted) return;
      const done = await performStep(id, kind, signal);
      if (!done.ok) return;
      if (done.value === null) continue;
      const whole = find(id);
      if (whole) finished = [whole, ...finished].slice(0, MAX_DONE);
      remove(id);
    }
  };
  const run = (id: string): void => {
    if (disposed || running.has(id) || givenUp.has(id)) return;
    const stop = new AbortController();
    const done = runAll(id, stop.signal)
      .catch((error: unknown) => {
        log.error('A preparation failed', { id, error: error instanceof Error ? error.stack : String(error) });
        const step = find(id)?.steps.find(({ state }) => state === 'running')?.kind ?? 'worktree';
        setStep(
          id,
          step,
          { state: 'failed' },
          { state: { kind: 'failed', step, error: { code: 'internal', message: String(error) } } },
        );
      })
      .finally(() => {
        if (running.get(id)?.done === done) running.delete(id);
      });
    running.set(id, { stop, done });
  };

  /** The wait for the reset is over. */
  const go = (id: string, state: 'done' | 'skipped'): void => {
    const begun = find(id)?.startedAt ?? clock.now();
    setStep(id, 'limit', { state, durationMs: clock.now() - begun }, { state: { kind: 'running' } });
    run(id);
  };
  const waits = () =>
    file
      .value()
      .flatMap(({ id, serverId, state }) =>
        state.kind === 'waiting' && !givenUp.has(id) ? [{ id, serverId, untilMs: state.untilMs }] : [],
      );
  const stopWaiting = resets.add({
    waits,
    free: (serverId) => {
      for (const wait of waits()) if (wait.serverId === serverId) go(wait.id, 'done');
      return Promise.resolve();
    },
    delay: (serverId, untilMs) => {
      for (const wait of waits())
        if (wait.serverId === serverId && wait.untilMs !== untilMs)
          change(wait.id, { state: { kind: 'waiting', untilMs } });
    },
    onChange: (listener) => listeners.add(listener),
  });

  const discard = (id: string): Answer<null> => {
    const mine = givenUp.get(id) ?? giveUp(id).finally(() => givenUp.delete(id));
    givenUp.set(id, mine);
    return mine;
  };
  const giveUp = async (id: string): Answer<null> => {
    const active = running.get(id);
    active?.stop.abort();
    await active?.done;
    const preparation = find(id);
    // The thread was faster: there is nothing left to give back.
    if (!preparation) return err({ code: 'preparation.gone' });
    const discarded = await options.discard(preparation);
    if (!discarded.ok) return discarded;
    options.giveBack(preparation);
    remove(id);
    return ok(null);
  };

  const begin = async (
    { serverId, projectId, parts, choices, place, untilReset }: WantedThread,
    messageId: string | null,
  ): Answer<{ readonly preparationId: string }> => {
    const id = messageId ?? randomUUID();
    // Its answer was lost with the core that gave it; the preparation was not.
    if (find(id)) return ok({ preparationId: id });
    const made = place.kind === 'newWorktree';
    const skips = (kind: StepKind) => !made && kind !== 'thread' && kind !== 'limit';
    const block = untilReset ? resets.block(serverId) : null;
    const kinds: readonly StepKind[] = block ? ['limit', ...STEPS] : STEPS;
    const preparation: StoredPreparation = {
      id,
      serverId,
      projectId,
      title: titleOf(parts),
      base: made ? place.base : '',
      path: null,
      cwd: null,
      steps: kinds.map((kind) => ({ kind, state: skips(kind) ? 'skipped' : 'waiting', durationMs: null })),
      state: block ? { kind: 'waiting', untilMs: block.untilMs } : { kind: 'running' },
      output: '',
      startedAt: clock.now(),
      parts: [...parts],
      choices,
      place,
    };
    file.update((list) => [...list, preparation]);
    const written = await file.flush();
    if (!written.ok) {
      remove(id);
      return written;
    }
    emit();
    if (!block) run(id);
    return ok({ preparationId: id });
  };

  return {
    start: (wanted, messageId) => once.run(messageId, () => begin(wanted, messageId)),
    resolve: async (id, action) => {
      const preparation = find(id);
      if (!preparation) return err({ code: 'preparation.gone' });
      if (action === 'discard' || action === 'cancel') return discard(id);
      if (givenUp.has(id)) return err({ code: 'preparation.gone' });
      if (preparation.state.kind === 'running') return ok(null);
      if (preparation.state.kind === 'waiting') {
        if (action === 'continue') go(id, 'skipped');
        return ok(null);
      }
      // It says that it failed a moment before it has ended.
      await running.get(id)?.done;
      const stuck = preparation.steps.find(({ state }) => state === 'failed' || state === 'running');
      // Without a worktree or a thread there is nothing to go on with.
      if (action === 'continue' && stuck && stuck.kind !== 'worktree' && stuck.kind !== 'thread') {
        setStep(id, stuck.kind, { state: 'skipped' });
      }
      run(id);
      return ok(null);
    },
    watch: (serverId, listener) => {
      const tell = () => {
        const mine = [...finished, ...file.value()].filter((one) => one.serverId === serverId);
        listener(mine.map((one) => shownPreparation({ ...one, output: output.get(one.id) ?? one.output })));
      };
      tell();
      return listeners.add(tell);
    },
    paths: () => new Set(file.value().flatMap(({ path }) => (path === null ? [] : [path]))),
    dispose: async () => {
      disposed = true;
      stopWaiting();
      const active = [...running.values()];
      for (const { stop } of active) stop.abort();
      await Promise.all(active.map(({ done }) => done));
      cancelEmit?.();
      // Ended by the end of Skein and by nothing else: the next start offers to go on.
      file.update((list) => list.map((one) => (wasCutOff(one) ? interrupted(one) : one)));
      await file.dispose();
    },
  };
}

const wasCutOff = ({ state }: StoredPreparation): boolean =>
  state.kind === 'running' || (state.kind === 'failed' && state.error.code === 'git.cancelled');

const interrupted = (preparation: StoredPreparation): StoredPreparation =>
  preparation.state.kind === 'failed' && preparation.state.error.code !== 'git.cancelled'
    ? preparation
    : {
        ...preparation,
        state: { kind: 'interrupted' },
        steps: preparation.steps.map((step) => (step.state === 'running' ? { ...step, state: 'failed' } : step)),
      };

function titleOf(parts: readonly InputPart[]): string {
  const text = parts
    .map((part) => (part.kind === 'text' ? part.text : part.kind === 'image' ? '' : part.name))
    .join(' ');
  const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
  return line.trim().slice(0, MAX_TITLE_CHARS);
}
