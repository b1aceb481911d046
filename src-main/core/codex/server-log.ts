/** Lines kept for *Copy log*, and of those the ones that go with a failure. */
const MAX_LINES = 1000;
const FAILURE_LINES = 40;
const ESCAPE_CODES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');

/** What may stand in a log line and must not leave the machine: keys, bearer and web tokens, passwords in addresses. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b(sk|sess|ghp|gho|ghs|github_pat)[-_][A-Za-z0-9_-]{8,}/g, '$1-…'],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 …'],
  [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)?/g, 'eyJ…'],
  [/(:\/\/[^/\s:@]+:)[^@\s/]+@/g, '$1…@'],
  [/\b([A-Za-z_-]*(?:api[_-]?key|token|secret|password))(["']?\s*[:=]\s*["']?)[^\s"',;}&]{6,}/gi, '$1$2…'],
];

export function maskSecrets(text: string): string {
  return SECRETS.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}

export interface ServerLog {
  /** A line of standard error. */
  readonly stderr: (line: string) => void;
  /** A line of Skein's own about this server. */
  readonly note: (line: string) => void;
  /** Last lines of the current run's standard error, newest last. */
  readonly lastStderr: () => readonly string[];
  /** A new run begins. */
  readonly startRun: () => void;
  readonly text: () => string;
}

/** The last lines that a server and its supervisor wrote, secrets masked. `now` gives milliseconds since the epoch. */
export function createServerLog(now: () => number): ServerLog {
  let lines: string[] = [];
  let run: string[] = [];
  const add = (line: string) => {
    lines.push(line);
    // Cut rarely, not at every line.
    if (lines.length > 2 * MAX_LINES) lines = lines.slice(-MAX_LINES);
  };
  return {
    stderr: (line) => {
      const clean = maskSecrets(line.replace(ESCAPE_CODES, '').trimEnd());
      if (!clean) return;
      add(`codex: ${clean}`);
      run.push(clean);
      if (run.length > FAILURE_LINES) run.shift();
    },
    note: (line) => add(`${new Date(now()).toISOString()} skein: ${maskSecrets(line)}`),
    lastStderr: () => [...run],
    startRun: () => {
      run = [];
    },
    text: () => lines.slice(-MAX_LINES).join('\n'),
  };
}
