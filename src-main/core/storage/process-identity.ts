import { readFile } from 'node:fs/promises';
import { uptime } from 'node:os';

/** What tells a process from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Boot and start tick from /proc; null where the system does not tell. */
  readonly startedAt: string | null;
}

/** Clocks drift and are set: a boot this close to the stamp may still be the same one. */
const BOOT_SLACK_MS = 60_000;

/** The identity of a living process; null when there is none with that number. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  if (!isAlive(pid)) return null;
  return { pid, startedAt: process.platform === 'linux' ? await startOf(pid) : null };
}

/**
 * Whether the process that left a stamp at `stampedAt` (milliseconds since the epoch) still runs. Exact on Linux (boot id and start
 * tick, proc(5)); elsewhere a number in use counts as the same process unless the machine was started since.
 */
export async function isSameProcess(stamp: ProcessIdentity, stampedAt: number): Promise<boolean> {
  const now = await identifyProcess(stamp.pid);
  if (!now) return false;
  if (stamp.startedAt !== null && now.startedAt !== null) return stamp.startedAt === now.startedAt;
  return stampedAt >= Date.now() - uptime() * 1000 - BOOT_SLACK_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function startOf(pid: number): Promise<string | null> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    // After the name in brackets, which may hold anything, the start tick is the 20th field (22nd of the line).
    const tick = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return tick === undefined ? null : `${boot.trim()}/${tick}`;
  } catch {
    // It ended in this moment, or /proc is closed to us: the caller falls back to the boot time.
    return null;
  }
}
