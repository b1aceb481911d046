import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ThreadRef, TurnId } from '../../../src-shared/model/ids.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { contentsOf, doEdit, edit, filesOf, preciousOf, type Edit } from './testing/repository-model.ts';
import { plainRunner, SERVER, startTurnBench, threadNumber } from './testing/turn-bench.ts';

const LONG = process.env['SKEIN_LONG'] === '1';

class Crash extends Error {}

/** Everything Skein is made of here, as after a start, with a Git that crashes when it is told to. */
function start(folder: string, root: string) {
  /** Commands that are still run; then it crashes. */
  let left = Infinity;
  const spend = () => {
    if (left-- <= 0) throw new Crash();
  };
  const git: GitRunner = {
    files: plainRunner.files,
    run: async (args, options) => {
      spend();
      return plainRunner.run(args, options);
    },
    raw: async (args, options) => {
      spend();
      return plainRunner.raw(args, options);
    },
    follow: async (args, options) => {
      spend();
      return plainRunner.follow(args, options);
    },
  };
  return { ...startTurnBench(folder, root, git), crashAfter: (commands: number) => (left = commands) };
}

type Step =
  | { readonly kind: 'edit'; readonly edit: Edit }
  | { readonly kind: 'begin' | 'end'; readonly thread: number }
  | { readonly kind: 'turn'; readonly thread: number; readonly edits: readonly Edit[] }
  | { readonly kind: 'undo' | 'redo'; readonly turn: number; readonly pick: number; readonly crash: number }
  | { readonly kind: 'take'; readonly crash: number }
  | { readonly kind: 'restore'; readonly snapshot: number; readonly crash: number };

const thread = fc.integer({ min: 0, max: 1 });
// Half of the actions run to their end; the longest takes some fifty commands.
const crash = fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 60 }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('edit' as const), edit }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('turn' as const),
      thread,
      edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('begin' as const, 'end' as const), thread }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('undo' as const, 'redo' as const),
      turn: fc.nat(20),
      pick: fc.nat(7),
      crash,
    }),
  },
  fc.record({ kind: fc.constant('take' as const), crash }),
  fc.record({ kind: fc.constant('restore' as const), snapshot: fc.nat(20), crash }),
);

const threads = [0, 1].map(threadNumber);

async function play(steps: readonly Step[]): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-lost-')));
  const root = join(folder, 'repo');
  mkdirSync(root);
  try {
    execFileSync('git', ['init', '-q'], { cwd: root });
    writeFileSync(join(root, '.gitignore'), 'ignored/\n');
    let skein = start(folder, root);
    const running = new Map<number, { readonly turnId: TurnId }>();
    const turns: { readonly thread: ThreadRef; readonly turnId: TurnId }[] = [];

    const beginTurn = async (n: number) => {
      const ref = threads[n];
      if (!ref || running.has(n)) return;
      const turnId = `turn-${turns.length}-${n}-${Math.random().toString(36).slice(2)}` as TurnId;
      await skein.begin(ref, turnId);
      running.set(n, { turnId });
    };
    const endTurn = async (n: number) => {
      const turn = running.get(n);
      const ref = threads[n];
      if (!turn || !ref) return;
      running.delete(n);
      await skein.end(ref, turn.turnId);
      turns.push({ thread: ref, turnId: turn.turnId });
    };
    /** An action of Skein's: whatever happens, what there was is somewhere afterwards. */
    const guarded = async (commands: number, action: () => Promise<unknown>) => {
      const precious = preciousOf(root);
      if (commands !== Infinity) skein.crashAfter(commands);
      let crashed = false;
      try {
        await action();
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        crashed = true;
      }
      const kept = contentsOf(root);
      expect([...precious].filter((id) => !kept.has(id))).toEqual([]);
      skein.crashAfter(Infinity);
      if (!crashed) return;
      skein = start(folder, root);
      running.clear();
    };

    for (const now of steps) {
      switch (now.kind) {
        case 'edit':
          doEdit(root, now.edit);
          break;
        case 'begin':
          await beginTurn(now.thread);
          break;
        case 'turn':
          await beginTurn(now.thread);
          for (const one of now.edits) doEdit(root, one);
          await endTurn(now.thread);
          break;
        case 'end':
          await endTurn(now.thread);
          break;
        case 'undo':
        case 'redo': {
          const turn = turns[now.turn % Math.max(1, turns.length)];
          if (!turn) break;
          const ref = { ...turn.thread, turnId: turn.turnId };
          await guarded(now.crash, async () => {
            const preview = await skein.checkpoints.preview(ref, now.kind);
            if (!preview.ok) return;
            const paths = preview.value.paths.filter((_path, at) => now.pick === 0 || (at + now.pick) % 3 !== 0);
            if (paths.length === 0) return;
            const before = filesOf(root);
            const names = paths.map((one) => one.path);
            const done = await skein.checkpoints.apply(ref, now.kind, names, false);
            const after = filesOf(root);
            const touched = [...new Set([...before.keys(), ...after.keys()])].filter(
              (name) => before.get(name) !== after.get(name),
            );
            // Only what was ticked, and nothing at all when it was refused.
            expect(touched.filter((name) => !(done.ok && names.includes(name)))).toEqual([]);
            if (paths.some(({ later }) => later === 'conflicts')) expect(done.ok).toBe(false);
          });
          break;
        }
        case 'take':
          await guarded(now.crash, () =>
            skein.snapshots.take({ folder: root, reason: 'manual', title: 'by hand', thread: null }),
          );
          break;
        case 'restore': {
          const all = await skein.snapshots.list(root);
          const one = all.ok ? all.value[now.snapshot % Math.max(1, all.value.length)] : undefined;
          if (one) await guarded(now.crash, () => skein.snapshots.restore(SERVER, one.id, 'place'));
        }
      }
    }
    for (const n of running.keys()) await endTurn(n);
    await skein.checkpoints.dispose();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it(
  'loses no byte, whatever is done and wherever it is cut off',
  async () => {
    const steps = fc.array(step, { minLength: 15, maxLength: LONG ? 40 : 22 });
    const settings = LONG ? { numRuns: 250 } : { numRuns: 2, seed: 7, endOnFailure: true };
    await fc.assert(fc.asyncProperty(steps, play), settings);
  },
  LONG ? 3_600_000 : 120_000,
);

it(
  'brings exactly the bytes before a turn back, and those after it',
  async () => {
    const edits = fc.array(edit, { minLength: 1, maxLength: 6 });
    const exact = async (first: readonly Edit[], second: readonly Edit[]) => {
      const folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-lost-')));
      const root = join(folder, 'repo');
      const ref = threads[0];
      if (!ref) return;
      try {
        mkdirSync(root);
        execFileSync('git', ['init', '-q'], { cwd: root });
        const skein = start(folder, root);
        for (const one of first) doEdit(root, one);
        const before = filesOf(root);
        await skein.begin(ref, 'turn' as TurnId);
        for (const one of second) doEdit(root, one);
        const after = filesOf(root);
        await skein.end(ref, 'turn' as TurnId);
        const turnRef = { ...ref, turnId: 'turn' as TurnId };
        const preview = await skein.checkpoints.preview(turnRef, 'undo');
        const paths = preview.ok ? preview.value.paths.map(({ path }) => path) : [];
        const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
          (name) => before.get(name) !== after.get(name),
        );
        expect([...paths].sort()).toEqual(changed.sort());
        if (paths.length === 0) return;
        expect(await skein.checkpoints.apply(turnRef, 'undo', paths, false)).toMatchObject({ ok: true });
        expect(filesOf(root)).toEqual(before);
        expect(await skein.checkpoints.apply(turnRef, 'redo', paths, false)).toMatchObject({ ok: true });
        expect(filesOf(root)).toEqual(after);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    };
    const settings = LONG ? { numRuns: 400 } : { numRuns: 3, seed: 11 };
    await fc.assert(fc.asyncProperty(edits, edits, exact), settings);
  },
  LONG ? 3_600_000 : 120_000,
);
