import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/**
 * Ends a process and everything it started. Commands that an agent runs sit in process groups of their own, so a signal to
 * the group is not enough: on Linux the children are found through /proc, and a group signal covers what has no entry there.
 * On Windows there is no gentle signal for a tree; `taskkill /T /F` is used for both.
 */
export function signalTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    execFile('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true }, () => undefined);
    return;
  }
  // Collected before the first signal: the children of an ended process belong to nobody.
  const children = process.platform === 'linux' ? descendants(pid) : [];
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

/** Every process below `root`, from `/proc/<pid>/stat` (proc(5): the fourth field, after the name in brackets, is the parent). */
function descendants(root: number): number[] {
  const childrenOf = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const parent = parentOf(pid);
    if (parent === null) continue;
    const siblings = childrenOf.get(parent);
    if (siblings) siblings.push(pid);
    else childrenOf.set(parent, [pid]);
  }
  const found: number[] = [];
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    const children = childrenOf.get(pid) ?? [];
    found.push(...children);
    queue.push(...children);
  }
  return found;
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ', 2)[1]);
    return Number.isInteger(parent) ? parent : null;
  } catch {
    // It ended between the listing and the look.
    return null;
  }
}
