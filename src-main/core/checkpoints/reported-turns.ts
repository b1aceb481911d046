import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, realpath, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { threadKey, type ThreadKey, type ThreadRef, type TurnId } from '../../../src-shared/model/ids.ts';
import type { TurnCheckpoint, UndoPath } from '../../../src-shared/model/checkpoint.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile, type JsonFile } from '../storage/json-file.ts';
import { pathInTree } from './path-in-tree.ts';
import { planReported, touchedPaths, type ReportedResult } from './reported-plan.ts';
import type { CapturedTurn } from './turn-captures.ts';
import { createUndoCopies, type OverwrittenFile, type UndoCopies } from './undo-copies.ts';

type Answer<T> = Promise<Result<T, AppError>>;
type Direction = 'undo' | 'redo';

/** Turns kept of a thread in a folder without Git, and characters of their changes. */
const MAX_TURNS = 50;
const MAX_CHARS = 5_000_000;

/** Stands for a diff of which a part is missing: undone by it, a file would be neither what it was nor what it is. */
const FITS_NOWHERE = '@@ -1 +1 @@\n-\0\n+\0\n';

const storedTurn = z.object({
  turnId: z.string().transform((id) => id as TurnId),
  cwd: z.string(),
  changes: z.array(
    z.object({
      path: z.string(),
      kind: z.enum(['add', 'update', 'delete']),
      movedTo: z.string().nullable(),
      diff: z.string(),
    }),
  ),
  additions: z.number(),
  deletions: z.number(),
  undone: z.boolean(),
});
type StoredTurn = z.output<typeof storedTurn>;

/**
 * Turns in folders without Git: what the server reported about file changes is all that is known of them, and undo goes back from
 * that. What shell commands did is not among it.
 */
export interface ReportedTurns {
  add(turn: CapturedTurn): void;
  list(thread: ThreadRef): Promise<readonly TurnCheckpoint[]>;
  preview(thread: ThreadRef, turnId: TurnId, direction: Direction): Answer<readonly UndoPath[]>;
  /** All paths or none. What is overwritten is copied first; `snapshotId` names the copies. */
  apply(
    thread: ThreadRef,
    turnId: TurnId,
    direction: Direction,
    paths: readonly string[],
  ): Answer<{ readonly snapshotId: string; readonly restored: number }>;
  readonly copies: Pick<UndoCopies, 'list' | 'remove'>;
  /** Puts copies back where they were, after what is there now was copied. */
  restoreCopy(id: string): Answer<null>;
  forget(thread: ThreadRef): Promise<void>;
  dispose(): Promise<void>;
}

export interface ReportedOptions {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
}

export function createReportedTurns({ skeinHome, clock, log }: ReportedOptions): ReportedTurns {
  const folder = join(skeinHome, 'checkpoints');
  const copies = createUndoCopies({ folder: join(folder, 'copies'), clock, log });
  const sweeping = copies.sweep();
  const files = new Map<ThreadKey, Promise<JsonFile<readonly StoredTurn[]>>>();
  const nameOf = (thread: ThreadRef) => threadKey(thread).replace(/[^A-Za-z0-9_-]/g, '-');
  const fileOf = (thread: ThreadRef) => join(folder, `${nameOf(thread)}.json`);
  const open = (thread: ThreadRef): Promise<JsonFile<readonly StoredTurn[]>> => {
    const key = threadKey(thread);
    const known = files.get(key);
    if (known) return known;
    const schema = z.array(storedTurn);
    const opened = openJsonFile<readonly StoredTurn[]>({ file: fileOf(thread), schema, fallback: [], clock, log });
    files.set(key, opened);
    return opened;
  };
  const find = async (thread: ThreadRef, turnId: TurnId): Answer<StoredTurn> => {
    const turn = (await open(thread)).value().find((one) => one.turnId === turnId);
    return turn ? ok(turn) : err({ code: 'checkpoint.none' });
  };

  /** What would become of the named files, or of all. */
  const plan = async (turn: StoredTurn, direction: Direction) => {
    const contents = new Map<string, string | null>();
    for (const path of touchedPaths(turn.changes)) contents.set(path, await readText(turn.cwd, path));
    return planReported(turn.changes, direction, contents);
  };

  return {
    add: (turn) => {
      const changes = turn.changes.flatMap(({ path, movedTo, kind, diff: reported, truncated }) => {
        const diff = truncated ? FITS_NOWHERE : reported;
        const inside = pathInTree(turn.cwd, turn.cwd, path);
        const target = movedTo === null ? null : pathInTree(turn.cwd, turn.cwd, movedTo);
        return inside === null || (movedTo !== null && target === null)
          ? []
          : [{ path: inside, movedTo: target, kind, diff }];
      });
      if (changes.length === 0) return;
      const sum = (pick: 'additions' | 'deletions') => turn.changes.reduce((all, change) => all + change[pick], 0);
      const stored: StoredTurn = {
        turnId: turn.turnId,
        cwd: turn.cwd,
        changes,
        additions: sum('additions'),
        deletions: sum('deletions'),
        undone: false,
      };
      void open(turn.thread).then((file) => file.update((turns) => trim([...turns, stored])));
    },
    list: async (thread) =>
      (await open(thread)).value().map(({ turnId, changes, additions, deletions, undone }) => ({
        turnId,
        state: undone ? 'undone' : 'recorded',
        reason: null,
        files: touchedPaths(changes).length,
        additions,
        deletions,
      })),
    preview: async (thread, turnId, direction) => {
      const turn = await find(thread, turnId);
      if (!turn.ok) return turn;
      const results = await plan(turn.value, direction);
      return ok(
        results.map(({ path, change, after }): UndoPath => {
          const later = after === undefined ? 'conflicts' : 'none';
          return { path, change, certainty: 'certain', others: [], later, binary: false };
        }),
      );
    },
    apply: async (thread, turnId, direction, paths) => {
      const turn = await find(thread, turnId);
      if (!turn.ok) return turn;
      const results = await plan(turn.value, direction);
      const wanted = new Set(paths);
      const unknown = paths.filter((path) => !results.some((result) => result.path === path));
      if (unknown.length > 0) return err({ code: 'checkpoint.stale', files: unknown });
      const chosen = results.filter(({ path }) => wanted.has(path));
      const conflicts = chosen.filter(({ after }) => after === undefined).map(({ path }) => path);
      if (conflicts.length > 0) return err({ code: 'checkpoint.conflict', files: conflicts });
      const written = await writeAll(copies, thread, turn.value.cwd, chosen);
      if (!written.ok) return written;
      (await open(thread)).update((turns) =>
        turns.map((one) => (one.turnId === turnId ? { ...one, undone: direction === 'undo' } : one)),
      );
      return ok({ snapshotId: written.value, restored: chosen.length });
    },
    copies,
    restoreCopy: async (id) => {
      const held = await copies.read(id);
      if (!held.ok) return held;
      const { thread, cwd } = held.value;
      const results: Written[] = [];
      for (const { path, before } of held.value.files) {
        const now = await readText(cwd, path);
        if (now === NOT_TEXT) return err({ code: 'checkpoint.stale', files: [path] });
        if (now !== before) results.push({ path, before: now, after: before });
      }
      const written = results.length > 0 ? await writeAll(copies, thread, cwd, results) : ok(null);
      return written.ok ? ok(null) : written;
    },
    forget: async (thread) => {
      const file = await files.get(threadKey(thread));
      await file?.dispose();
      files.delete(threadKey(thread));
      await rm(fileOf(thread), { force: true });
    },
    dispose: async () => {
      await sweeping;
      for (const file of await Promise.all(files.values())) await file.dispose();
    },
  };
}

/** The newest turns, as many as may be kept. */
function trim(turns: readonly StoredTurn[]): readonly StoredTurn[] {
  let chars = 0;
  const kept: StoredTurn[] = [];
  for (const turn of [...turns].reverse()) {
    chars += turn.changes.reduce((sum, { diff }) => sum + diff.length, 0);
    if (kept.length >= MAX_TURNS || (kept.length > 0 && chars > MAX_CHARS)) break;
    kept.push(turn);
  }
  return kept.reverse();
}

/**
 * Null when the file is not there. What is no file of the folder's own (a link, or behind one) or no UTF-8 is not touched: what would be
 * written back would be something else.
 */
async function readText(cwd: string, path: string): Promise<string | null> {
  const full = join(cwd, path);
  if (!(await isOwn(cwd, dirname(full)))) return NOT_TEXT;
  const found = await lstat(full).catch(() => null);
  if (!found) return null;
  const bytes = found.isFile() ? await readFile(full).catch(() => null) : null;
  const text = bytes?.toString('utf8') ?? NOT_TEXT;
  return bytes && Buffer.from(text, 'utf8').equals(bytes) ? text : NOT_TEXT;
}

/** No symbolic link leads out of `cwd` on the way to the folder, or to the nearest one above it that is there. */
async function isOwn(cwd: string, folder: string): Promise<boolean> {
  const real = await realpath(folder).catch(() => null);
  if (real === null) return folder !== dirname(folder) && isOwn(cwd, dirname(folder));
  const root = await realpath(cwd).catch(() => cwd);
  return real === root || pathInTree(root, root, real) !== null;
}

/** Fits no hunk. */
const NOT_TEXT = '\0';

/** What a file is, and what it becomes; null: not there. */
type Written = OverwrittenFile & Pick<ReportedResult, 'after'>;

/** Copies first, then writes; after a failure the copies are put back. Answers with the id of the copies. */
async function writeAll(
  copies: UndoCopies,
  thread: ThreadRef,
  cwd: string,
  results: readonly Written[],
): Answer<string> {
  const kept = await copies.keep(thread, cwd, results);
  if (!kept.ok) return kept;
  const done: Written[] = [];
  try {
    for (const result of results) {
      // Somebody may have written since the plan was made.
      if ((await readText(cwd, result.path)) !== result.before) {
        await putBack(cwd, done);
        return err({ code: 'checkpoint.stale', files: [result.path] });
      }
      const after = result.after ?? null;
      // It came and went within the turn.
      if (after === result.before) continue;
      await write(join(cwd, result.path), after);
      done.push(result);
    }
    return kept;
  } catch (error) {
    await putBack(cwd, done);
    return err({ code: 'snapshot.failed', path: cwd, reason: error instanceof Error ? error.message : String(error) });
  }
}

async function putBack(cwd: string, done: readonly Written[]): Promise<void> {
  for (const { path, before } of done) await write(join(cwd, path), before).catch(() => undefined);
}

async function write(path: string, content: string | null): Promise<void> {
  if (content === null) {
    await unlink(path);
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  const old = await lstat(path).catch(() => null);
  // Without the file's own name, which may be as long as a name can be.
  const beside = join(dirname(path), `.skein-${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(beside, content, { flag: 'wx' });
    if (old) await chmod(beside, old.mode & 0o777);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}
