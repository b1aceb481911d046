import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/**
 * Ends a process and everything it started. Commands that an agent runs sit in process groups of their own, so a signal to
 * the group is not enough: the children are looked up, and the group signal covers those that have lost their parent.
 * On Windows there is no gentle signal for a tree; `taskkill /T /F` is used for both.
 */
export function signalTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    execFile('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true }, () => undefined);
    return;
  }
  // Collected before the first signal: the children of an ended process belong to nobody.
  const children = descendants(pid, process.platform === 'linux' ? readProc() : readPs());
  send(-pid, signal);
  for (const child of children) send(child, signal);
}

function send(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It has ended by itself, which is what was asked for; macOS says EPERM of a group whose members wait to be collected.
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

type ParentOf = ReadonlyMap<number, number>;

function descendants(root: number, parentOf: ParentOf): number[] {
  const found = [root];
  // Grows while it is walked, until no process has one of the found for its parent.
  for (const parent of found) {
    for (const [child, itsParent] of parentOf) if (itsParent === parent && child !== parent) found.push(child);
  }
  return found.slice(1);
}

/** From `/proc/<pid>/stat` (proc(5): the parent is the second field after the name in brackets). */
function readProc(): ParentOf {
  const parentOf = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      parentOf.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ', 2)[1]));
    } catch {
      // It ended between the listing and the look.
    }
  }
  return parentOf;
}

/** From `ps`, where there is no /proc. Without an answer the group signal has to do. */
function readPs(): ParentOf {
  const { stdout, error } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  if (error) return new Map();
  const rows = stdout.split('\n').map((row) => row.trim().split(/\s+/).map(Number));
  return new Map(rows.flatMap(([pid, parent]) => (pid && parent !== undefined ? [[pid, parent] as const] : [])));
}
