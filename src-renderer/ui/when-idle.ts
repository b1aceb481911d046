/** However busy the page is, waiting work goes on this often. */
const PATIENCE_MS = 500;
/** Jobs started in one idle moment; each may lead to a render of its own. */
const JOBS_AT_ONCE = 4;

const waiting = new Set<() => void>();
let asked = false;

function ask(): void {
  if (asked) return;
  asked = true;
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: PATIENCE_MS });
  else setTimeout(run, PATIENCE_MS / 10);
}
function run(): void {
  asked = false;
  let left = JOBS_AT_ONCE;
  for (const job of waiting) {
    if (left-- === 0) break;
    waiting.delete(job);
    job();
  }
  if (waiting.size > 0) ask();
}

/** Runs a job when the page is idle, a few at a time, in order. The answer takes it back. */
export function whenIdle(job: () => void): () => void {
  const own = () => job();
  waiting.add(own);
  ask();
  return () => void waiting.delete(own);
}
