import { readdirSync, readFileSync } from 'node:fs';

/** One process of a tree, as Linux describes it in `/proc`. */
export type ProcessInfo = { readonly pid: number; readonly parent: number; readonly command: string };

/** All processes below `pid`, without itself. Linux only: elsewhere the answer is empty. */
export function descendants(pid: number): ProcessInfo[] {
  const all = allProcesses();
  const found: ProcessInfo[] = [];
  const parents = [pid];
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    for (const child of all) {
      if (child.parent !== parent) continue;
      found.push(child);
      parents.push(child.pid);
    }
  }
  return found;
}

/** The app-servers below a process; a wrapper that started one is not one itself. */
export function appServers(pid: number): ProcessInfo[] {
  return descendants(pid).filter(({ command }) => /codex(?:\.exe)?\0(?:.*\0)?app-server/.test(command));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function allProcesses(): ProcessInfo[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The second field is the name in parentheses and may contain anything; the fields after it are numbers.
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
      } catch {
        // It ended while it was being read.
        return [];
      }
    });
}
