import { readdirSync, readFileSync } from 'node:fs';
import { descendants } from '../e2e/processes.ts';

/** The kernel counts processor time in these ticks on every architecture that Skein runs on. */
const TICKS_PER_SECOND = 100;

/** Processor seconds that one process has used so far, in user and kernel mode; 0 once it is gone. */
function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

/** Proportional set size in megabytes: memory shared between processes is counted once in a sum over them. */
export function pssMegabytes(pids: readonly number[]): number {
  let kilobytes = 0;
  for (const pid of pids) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  }
  return kilobytes / 1024;
}

export function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

export function tree(pid: number): number[] {
  return [pid, ...descendants(pid).map((each) => each.pid)];
}

/** Measures the processor time of several processes from now on; the answer is their share of one core, in percent. */
export function startCpu(pids: readonly number[]): () => number {
  const used = (): number => pids.reduce((total, pid) => total + cpuSeconds(pid), 0);
  const before = used();
  const startedAt = performance.now();
  return () => ((used() - before) / ((performance.now() - startedAt) / 1000)) * 100;
}
