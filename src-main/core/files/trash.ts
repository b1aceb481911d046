import { randomBytes } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { KeptCopy } from '../../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, localFiles, type HostFiles } from '../hosts/host-files.ts';
import type { Clock, Log } from '../ports.ts';
import { tooOld, type KeepingRule } from '../storage/keeping-rule.ts';
import { locateEntry } from './place.ts';
import { writeError } from './write-text.ts';

/** Removed files are kept, on the machine they were on, to be brought back. */
export interface Trash {
  remove(place: { readonly root: string; readonly path: string }): Promise<Result<{ readonly id: string }, AppError>>;
  restore(id: string): Promise<Result<null, AppError>>;
  /** Newest first. */
  list(): Promise<readonly KeptCopy[]>;
  /** Lets go of one for good. */
  forget(id: string): Promise<Result<null, AppError>>;
  /** Lets go of what was removed long ago, but never of the newest. */
  sweep(): Promise<void>;
}

export const TRASH_RULE: KeepingRule = { keepMs: 30 * 24 * 60 * 60 * 1000, keepNewest: 20 };
const RECORD = 'record.json';
const ENTRY = 'entry';
const record = z.object({ root: z.string(), path: z.string(), removedAt: z.number() });

export interface TrashOptions {
  /** The folder they are kept in, looked up each time: another machine's is known once it has been reached. */
  readonly home: () => string;
  /** Of the machine they are on; this one when not given. */
  readonly files?: HostFiles;
  readonly clock: Clock;
  readonly log: Log;
}

export function createTrash({ home, files = localFiles, clock, log }: TrashOptions): Trash {
  const { lstat, mkdir, readdir, readFile, rm, writeFile, chmod } = files;
  const { dirname, join, relative } = files.paths;
  const readRecord = async (id: string) => {
    const text = await readFile(join(home(), id, RECORD), 'utf8').catch(absentAs(null));
    try {
      return text === null ? null : record.parse(JSON.parse(text));
    } catch {
      return null;
    }
  };
  /** What cannot be read stays where it is, for somebody to look at. */
  const all = async () => {
    const found: { id: string; root: string; path: string; createdAt: number }[] = [];
    for (const id of await readdir(home()).catch(absentAs<string[]>([]))) {
      const known = await readRecord(id);
      if (known) found.push({ id, root: known.root, path: known.path, createdAt: known.removedAt });
    }
    return found.sort((a, b) => b.createdAt - a.createdAt);
  };
  return {
    remove: async ({ root, path }) => {
      const place = await locateEntry(root, path, files);
      if (!place.ok) return place;
      const { named, real } = place.value;
      const id = `${clock.now().toString(36)}-${randomBytes(9).toString('base64url')}`;
      const folder = join(home(), id);
      try {
        await lstat(real);
        await mkdir(folder, { recursive: true });
        await chmod(folder, 0o700);
        // First where it came from: what is kept without that could not be brought back.
        const text = JSON.stringify({ root, path: named, removedAt: clock.now() });
        await writeFile(join(folder, RECORD), text);
        await move(files, real, join(folder, ENTRY));
        return ok({ id });
      } catch (error) {
        // What may be kept there stays, also where nobody can look.
        const kept = await lstat(join(folder, ENTRY))
          .catch(absentAs(null))
          .catch(() => true);
        if (!kept) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
        return err(writeError(named, error, 'file.exists'));
      }
    },
    restore: async (id) => {
      const folder = join(home(), id);
      const from = await readRecord(id);
      if (!from) return err({ code: 'file.expired' });
      const place = await locateEntry(from.root, from.path, files);
      if (!place.ok) return place;
      const { named, real } = place.value;
      try {
        if (await lstat(real).catch(absentAs(null))) return err({ code: 'file.exists', path: named });
        await mkdir(dirname(real), { recursive: true });
        await move(files, join(folder, ENTRY), real);
        await rm(folder, { recursive: true, force: true });
        return ok(null);
      } catch (error) {
        return err(writeError(named, error, 'file.exists'));
      }
    },
    list: async () => {
      const found = await all();
      return found.map(({ id, root, path, createdAt }) => ({
        ...{ id, kind: 'removed', root, paths: [relative(root, path)], thread: null, createdAt },
      }));
    },
    forget: async (id) => {
      if (!(await readRecord(id))) return err({ code: 'file.expired' });
      try {
        await rm(join(home(), id), { recursive: true, force: true });
        return ok(null);
      } catch (error) {
        return err(writeError(join(home(), id), error, 'file.exists'));
      }
    },
    sweep: async () => {
      try {
        for (const { id } of tooOld(await all(), TRASH_RULE, clock.now()))
          await rm(join(home(), id), { recursive: true, force: true });
      } catch (error) {
        log.warn('removed files could not be let go', { error: String(error) });
      }
    },
  };
}

/** Renames; onto another disk it copies everything first and removes the original only after that, as `mv` does elsewhere. */
async function move(files: HostFiles, from: string, to: string): Promise<void> {
  const { rename, rm } = files;
  try {
    await rename(from, to);
  } catch (error) {
    if (!files.isLocal || !(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    try {
      await cp(from, to, {
        recursive: true,
        verbatimSymlinks: true,
        preserveTimestamps: true,
        errorOnExist: true,
        force: false,
      });
    } catch (failure) {
      await rm(to, { recursive: true, force: true }).catch(() => undefined);
      throw failure;
    }
    await rm(from, { recursive: true, force: true });
  }
}
