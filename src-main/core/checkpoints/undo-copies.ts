import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { KeptCopy } from '../../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Clock, Log } from '../ports.ts';
import { tooOld, type KeepingRule } from '../storage/keeping-rule.ts';
import { writeAtomically } from '../storage/write-atomically.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** Copies are let go after this time, but never the newest. */
const RULE: KeepingRule = { keepMs: 30 * 24 * 60 * 60 * 1000, keepNewest: 20 };
const RECORD = 'record.json';
const FILES = 'files';

const record = z.object({
  cwd: z.string(),
  thread: z.object({
    serverId: z.string().transform((id) => id as ServerId),
    threadId: z.string().transform((id) => id as ThreadId),
  }),
  createdAt: z.number(),
  /** `absent`: the file was not there. */
  files: z.array(z.object({ path: z.string(), absent: z.boolean() })),
});
type CopyRecord = z.output<typeof record>;

/** What a file held before an undo without Git wrote to it. Null: it was not there. */
export interface OverwrittenFile {
  readonly path: string;
  readonly before: string | null;
}

/** The only copies of files that an undo without Git has overwritten: no repository keeps snapshots there. */
export interface UndoCopies {
  /** Before anything is written. Answers with the id of the copies. */
  keep(thread: ThreadRef, cwd: string, files: readonly OverwrittenFile[]): Answer<string>;
  /** Newest first. */
  list(): Promise<readonly KeptCopy[]>;
  /** What the copies hold, for them to be brought back. */
  read(id: string): Answer<{
    readonly thread: ThreadRef;
    readonly cwd: string;
    readonly files: readonly OverwrittenFile[];
  }>;
  remove(id: string): Answer<null>;
  /** Lets go of what is too old. */
  sweep(): Promise<void>;
}

export function createUndoCopies(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}): UndoCopies {
  const { folder, clock, log } = options;
  const readRecord = async (id: string): Promise<CopyRecord | null> => {
    try {
      return record.parse(JSON.parse(await readFile(join(folder, id, RECORD), 'utf8')));
    } catch {
      // It stays where it is, for somebody to look at.
      return null;
    }
  };
  const all = async () => {
    const found: (CopyRecord & { readonly id: string })[] = [];
    for (const id of await readdir(folder).catch(() => [])) {
      const known = await readRecord(id);
      if (known) found.push({ ...known, id });
    }
    return found.sort((a, b) => b.createdAt - a.createdAt);
  };
  const known = async (id: string): Answer<CopyRecord> => {
    const found = /^[\w-]+$/.test(id) ? await readRecord(id) : null;
    return found ? ok(found) : err({ code: 'file.expired' });
  };
  const failed = (cwd: string, error: unknown) =>
    err<AppError>({
      code: 'snapshot.failed',
      path: cwd,
      reason: error instanceof Error ? error.message : String(error),
    });

  return {
    keep: async (thread, cwd, files) => {
      const id = `${clock.now().toString(36)}-${randomBytes(6).toString('hex')}`;
      try {
        for (const { path, before } of files) {
          const copy = join(folder, id, FILES, path);
          await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
          if (before !== null) await writeAtomically(copy, before);
        }
        const told: z.input<typeof record> = {
          cwd,
          thread: { serverId: thread.serverId, threadId: thread.threadId },
          createdAt: clock.now(),
          files: files.map(({ path, before }) => ({ path, absent: before === null })),
        };
        await writeAtomically(join(folder, id, RECORD), JSON.stringify(told));
        return ok(id);
      } catch (error) {
        return failed(cwd, error);
      }
    },
    list: async () =>
      (await all()).map(({ id, cwd, thread, createdAt, files }) => ({
        ...{ id, kind: 'overwritten', root: cwd, thread, createdAt },
        paths: files.map(({ path }) => path),
      })),
    read: async (id) => {
      const found = await known(id);
      if (!found.ok) return found;
      const { cwd, thread, files } = found.value;
      try {
        const held: OverwrittenFile[] = [];
        for (const { path, absent } of files)
          held.push({ path, before: absent ? null : await readFile(join(folder, id, FILES, path), 'utf8') });
        return ok({ thread, cwd, files: held });
      } catch (error) {
        return failed(cwd, error);
      }
    },
    remove: async (id) => {
      const found = await known(id);
      if (!found.ok) return found;
      try {
        await rm(join(folder, id), { recursive: true, force: true });
        return ok(null);
      } catch (error) {
        return failed(found.value.cwd, error);
      }
    },
    sweep: async () => {
      for (const { id } of tooOld(await all(), RULE, clock.now())) {
        log.info('Copies of files that an undo has overwritten are let go', { id });
        await rm(join(folder, id), { recursive: true, force: true }).catch((error: unknown) =>
          log.warn('Copies could not be let go', { id, error: String(error) }),
        );
      }
    },
  };
}
