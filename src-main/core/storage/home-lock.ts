import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { identifyProcess, isSameProcess } from './process-identity.ts';
import { writeAtomically } from './write-atomically.ts';

const LOCK_FILE = 'core.lock';
/** A lock changes hands between our look and our grip at most a few times, unless something is very wrong. */
const MAX_TRIES = 5;

const holder = z.object({
  pid: z.number().int().positive(),
  startedAt: z.string().nullable(),
  /** Milliseconds since the epoch. */
  lockedAt: z.number(),
  nonce: z.string(),
  /** Where the holder answers on loopback; null where it does not. Readable by every program of the user, so nothing secret is here. */
  port: z.number().int().positive().nullable(),
});
type Holder = z.output<typeof holder>;

/** This process is the only core on one SKEIN_HOME until it lets go. */
export interface HomeLock {
  /** Writes down the loopback port on which a second start can ask this one to show itself. */
  setPort(port: number): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes SKEIN_HOME for this process. `storage.locked` names the living holder; a holder that died without letting go (also one whose
 * number another process has now) is replaced. Two cores on one home would each believe to own its files.
 */
export async function lockHome(skeinHome: string): Promise<Result<HomeLock, AppError>> {
  const file = join(skeinHome, LOCK_FILE);
  const self = await identifyProcess(process.pid);
  const mine: Holder = {
    pid: process.pid,
    startedAt: self?.startedAt ?? null,
    lockedAt: Date.now(),
    nonce: randomBytes(12).toString('hex'),
    port: null,
  };
  try {
    await mkdir(skeinHome, { recursive: true, mode: 0o700 });
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      if (await placeLock(file, mine)) return ok(heldLock(file, mine));
      const text = await readLock(file);
      if (text === null) continue;
      const other = parseHolder(text);
      if (other && (await isSameProcess(other, other.lockedAt))) {
        return err({ code: 'storage.locked', pid: other.pid, port: other.port });
      }
      await removeStale(file, text);
    }
    return err({ code: 'storage.failed', file, reason: 'the lock keeps changing hands' });
  } catch (error) {
    return err({ code: 'storage.failed', file, reason: error instanceof Error ? error.message : String(error) });
  }
}

/** Puts the whole lock in place in one step, or not at all when there is one: a reader never sees half of it. */
async function placeLock(file: string, mine: Holder): Promise<boolean> {
  const temporary = `${file}.${mine.nonce}`;
  await writeFile(temporary, JSON.stringify(mine), { mode: 0o600 });
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    // No hard links on this file system: creating it exclusively is the next best.
    return await createExclusively(file, mine);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function createExclusively(file: string, mine: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(mine), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * Takes a dead holder's lock away. It is moved first and looked at again: if somebody else replaced it meanwhile, what was moved is
 * alive and goes back.
 */
async function removeStale(file: string, expected: string): Promise<void> {
  const moved = `${file}.stale-${randomBytes(6).toString('hex')}`;
  try {
    await rename(file, moved);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const text = await readLock(moved);
  if (text !== null && text !== expected) await link(moved, file).catch(() => undefined);
  await rm(moved, { force: true });
}

function heldLock(file: string, mine: Holder): HomeLock {
  let released = false;
  const isMine = async () => parseHolder((await readLock(file)) ?? '')?.nonce === mine.nonce;
  return {
    setPort: async (port) => {
      if (!released && (await isMine())) await writeAtomically(file, JSON.stringify({ ...mine, port }));
    },
    release: async () => {
      if (released) return;
      released = true;
      if (await isMine()) await rm(file, { force: true });
    },
  };
}

async function readLock(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return holder.parse(JSON.parse(text));
  } catch {
    // Cut off by a crash, or not ours: nobody alive is named in it.
    return null;
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
