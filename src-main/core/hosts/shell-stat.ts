import { UNREACHABLE, type HostPath } from './host-files.ts';

/** What `stat` says of one file. */
export interface StatLine {
  readonly mode: number;
  readonly size: bigint;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

interface StatWish {
  /** The tools of BSD and macOS. */
  readonly bsd: boolean;
  /** What a symbolic link leads to, not the link. */
  readonly follow: boolean;
}

/** Paths that one `sh` looks at. */
const BATCH = 200;

/** One `#` with the count, a 1 or 0 for each path, and `stat`'s lines for those that are there. */
const script = ({ bsd, follow }: StatWish): string => {
  const there = follow ? '[ -e "$f" ]' : '[ -e "$f" ] || [ -L "$f" ]';
  // GNU and busybox have no numbers for parts of seconds in common, but the words of %y hold them.
  const stat = bsd ? `stat -f '%Xp %z %d %i %m %c %Fm|%Fc'` : `stat -c '%f %s %d %i %Y %Z %y|%z'`;
  return [
    'n=$#',
    'echo "#$n"',
    `while [ $n -gt 0 ]; do f=$1; shift; n=$((n-1)); if ${there}; then set -- "$@" "$f"; echo 1; else echo 0; fi; done`,
    `[ $# -eq 0 ] || ${stat}${follow ? ' -L' : ''} -- "$@" 2>/dev/null || :`,
  ].join('; ');
};

/**
 * Looks at many files with few processes: what is asked in one breath goes out together.
 *
 * @param run runs a script with at most `limit` of the paths at a time and answers all it printed
 */
export function createStatBatches(
  run: (script: string, limit: number, paths: readonly HostPath[]) => Promise<string>,
): (path: HostPath, wish: StatWish) => Promise<StatLine | null> {
  interface Asked {
    readonly path: HostPath;
    readonly resolve: (line: StatLine | null) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting = new Map<string, Asked[]>();

  const ask = async (wish: StatWish, paths: readonly HostPath[]): Promise<readonly (StatLine | null)[]> => {
    const together = parseStats(await run(script(wish), BATCH, paths));
    if (together?.length === paths.length) return together;
    // One went while it was looked at: then it cannot be told which line is whose.
    const apart = parseStats(await run(script(wish), 1, paths), true);
    if (apart?.length === paths.length) return apart;
    throw Object.assign(new Error('stat printed what nobody can read'), { code: UNREACHABLE });
  };
  const flush = (key: string, wish: StatWish) => {
    const asked = waiting.get(key) ?? [];
    waiting.delete(key);
    ask(
      wish,
      asked.map(({ path }) => path),
    ).then(
      (lines) => asked.forEach(({ resolve }, at) => resolve(lines[at] ?? null)),
      (error: unknown) => asked.forEach(({ reject }) => reject(error)),
    );
  };

  return (path, wish) =>
    new Promise((resolve, reject) => {
      const key = JSON.stringify(wish);
      const asked = waiting.get(key);
      if (asked) asked.push({ path, resolve, reject });
      else {
        waiting.set(key, [{ path, resolve, reject }]);
        setImmediate(() => flush(key, wish));
      }
    });
}

/** Null: the lines do not fit the counts. `alone`: one path at a time, where a missing line means that it went meanwhile. */
export function parseStats(printed: string, alone = false): readonly (StatLine | null)[] | null {
  const found: (StatLine | null)[] = [];
  for (const part of printed.split(/^#/m).slice(1)) {
    const [head = '', ...lines] = part.split('\n').filter((line) => line !== '');
    const count = Number(head);
    const marks = lines.slice(0, count);
    const stats = lines.slice(count);
    const present = marks.filter((mark) => mark === '1').length;
    if (stats.length !== present && !alone) return null;
    let at = 0;
    for (const mark of marks) {
      const line = mark === '1' ? parseLine(stats[at++]) : null;
      found.push(line);
    }
  }
  return found;
}

function parseLine(line: string | undefined): StatLine | null {
  const fields = /^([0-9a-fA-F]+) (\d+) (\d+) (\d+) (-?\d+) (-?\d+) (.*)\|(.*)$/.exec(line ?? '');
  if (!fields) return null;
  const [, mode = '', size = '', dev = '', ino = '', mtime = '', ctime = '', mwords = '', cwords = ''] = fields;
  return {
    mode: Number.parseInt(mode, 16),
    ...{ size: BigInt(size), dev: BigInt(dev), ino: BigInt(ino) },
    ...{ mtimeNs: nanoseconds(mtime, mwords), ctimeNs: nanoseconds(ctime, cwords) },
  };
}

/** Whole seconds, and the part after the point from a time in words. */
function nanoseconds(seconds: string, words: string): bigint {
  const part = /\.(\d{1,9})/.exec(words)?.[1] ?? '0';
  return BigInt(seconds) * 1_000_000_000n + BigInt(part.padEnd(9, '0'));
}
