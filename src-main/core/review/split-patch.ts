/**
 * Splits what `git diff` prints for several files (as latin1 text) into one diff per file, keyed by its newer path. A line of a file's
 * content always has a sign in front, so `diff --git` at the start of a line begins a file.
 */
export function splitPatch(output: string): Map<string, string> {
  const diffs = new Map<string, string>();
  let start = output.startsWith('diff --git ') ? 0 : nextStart(output, 0);
  while (start >= 0) {
    const next = nextStart(output, start);
    const diff = output.slice(start, next < 0 ? undefined : next);
    const path = pathOf(diff);
    // A file that became a link, or the other way round, is two diffs: one goes, one comes.
    if (path !== null) diffs.set(path, (diffs.get(path) ?? '') + diff);
    start = next;
  }
  return diffs;
}

function nextStart(output: string, from: number): number {
  const at = output.indexOf('\ndiff --git ', from);
  return at < 0 ? -1 : at + 1;
}

function pathOf(diff: string): string | null {
  const end = diff.search(/^(@@ |GIT binary patch)/m);
  const lines = (end < 0 ? diff : diff.slice(0, end)).split('\n');
  const after = (start: string) => lines.find((line) => line.startsWith(start))?.slice(start.length);
  const renamed = after('rename to ') ?? after('copy to ');
  if (renamed !== undefined) return unquotePath(renamed);
  const [from, to] = [after('--- '), after('+++ ')];
  const named = to === undefined || to === '/dev/null' ? from : to;
  if (named !== undefined && named !== '/dev/null') return unquotePath(named.replace(/\t$/, '')).slice(2);
  // Binary, or nothing but a mode: both names are one, `a/name b/name`.
  const both = (lines[0] ?? '').slice('diff --git '.length);
  if (both.startsWith('"')) return unquotePath(both.slice(0, both.length / 2)).slice(2);
  const half = (both.length - 1) / 2;
  return decode(both.slice(2, half));
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** A path as Git prints it, in quotes with escapes (octal for bytes) where it has special characters. */
function unquotePath(text: string): string {
  if (!text.startsWith('"')) return decode(text);
  const plain = text
    .slice(1, text.lastIndexOf('"'))
    .replace(/\\([0-7]{3}|.)/gs, (_, escape: string) =>
      escape.length === 3
        ? String.fromCharCode(Number.parseInt(escape, 8))
        : escape in ESCAPES
          ? String.fromCharCode(ESCAPES[escape] ?? 0)
          : escape,
    );
  return decode(plain);
}

const decode = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');
