// Preloaded into the browser host (NODE_OPTIONS=--import) by the benchmarks: notes when the core read its first and its
// last streamed delta and its first page of threads from an app-server, and what the process holds. It only looks; nothing is changed or delayed.
// On SIGUSR2 it collects garbage and writes what it knows as JSON to SKEIN_BENCH_TAP.
import { ChildProcess } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const file = process.env.SKEIN_BENCH_TAP;
const DELTA = Buffer.from('"item/agentMessage/delta"');
/** In every row of a list of threads, and in no other list. */
const THREAD_ROW = Buffer.from('"cliVersion"');
const PAGE_END = Buffer.from('"nextCursor"');
const reads = { first: undefined, last: undefined, firstPage: undefined, bytes: 0 };
let writes = 0;
let sawThreads = false;

if (file !== undefined) {
  const now = () => performance.timeOrigin + performance.now();
  const push = Socket.prototype.push;
  const spawned = new WeakSet();
  const spawn = ChildProcess.prototype.spawn;
  ChildProcess.prototype.spawn = function (...args) {
    const result = spawn.apply(this, args);
    if (this.stdout) spawned.add(this.stdout);
    return result;
  };
  Socket.prototype.push = function (chunk, ...rest) {
    if (spawned.has(this) && Buffer.isBuffer(chunk)) {
      reads.bytes += chunk.length;
      if (chunk.includes(DELTA)) {
        reads.last = now();
        reads.first ??= reads.last;
      }
      if (reads.firstPage === undefined) {
        sawThreads ||= chunk.includes(THREAD_ROW);
        if (sawThreads && chunk.includes(PAGE_END)) reads.firstPage = now();
      }
    }
    return push.call(this, chunk, ...rest);
  };

  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGUSR2', () => {
    collect();
    const { heapUsed, rss, external } = process.memoryUsage();
    const resources = {};
    for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
    const answer = { ...reads, heapUsed, rss, external, resources, number: ++writes };
    Object.assign(reads, { first: undefined, last: undefined, firstPage: undefined, bytes: 0 });
    writeFileSync(`${file}.part`, JSON.stringify(answer));
    renameSync(`${file}.part`, file);
  });
}
