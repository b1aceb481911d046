/** One entry of `git diff --raw --numstat -z`. */
export interface RawEntry {
  /** `A`, `M`, `D`, `R`, `C`, `T` or `U`. */
  readonly status: string;
  readonly path: string;
  readonly oldPath: string | null;
  readonly oldMode: string;
  readonly newMode: string;
  /** Full object names; null for what is not there, or lies in the working tree and was not read yet. */
  readonly oldBlob: string | null;
  readonly newBlob: string | null;
  /** Null for binary files and where nothing was counted. */
  readonly additions: number | null;
  readonly deletions: number | null;
}

/**
 * Parses what `git diff --raw --numstat -z --no-abbrev` prints: first all raw entries (`:mode mode blob blob status\0path\0[path\0]`), then the
 * counts (`added\tdeleted\tpath\0`, with `\0old\0new\0` for the path of a rename). An unmerged path comes once more, compared with one of its
 * sides; only its entry `U` counts.
 */
export function parseRawEntries(output: Buffer): RawEntry[] {
  const fields = output.toString('utf8').split('\0');
  const entries: RawEntry[] = [];
  const counts = new Map<string, { readonly additions: number | null; readonly deletions: number | null }>();
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] ?? '';
    const raw = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(field);
    if (raw) {
      const [, oldMode = '', newMode = '', oldBlob = '', newBlob = '', status = ''] = raw;
      const two = status === 'R' || status === 'C';
      const first = fields[++at] ?? '';
      const path = two ? (fields[++at] ?? '') : first;
      const blobs = { oldBlob: blobOf(oldBlob), newBlob: blobOf(newBlob) };
      entries.push({
        ...{ status, path, oldPath: two ? first : null, oldMode, newMode },
        ...blobs,
        additions: null,
        deletions: null,
      });
      continue;
    }
    const stat = /^(\d+|-)\t(\d+|-)\t(.*)$/s.exec(field);
    if (!stat) continue;
    const path = stat[3] === '' ? (fields[(at += 2)] ?? '') : (stat[3] ?? '');
    counts.set(path, { additions: countOf(stat[1]), deletions: countOf(stat[2]) });
  }
  const unmerged = new Set(entries.filter(({ status }) => status === 'U').map(({ path }) => path));
  return entries
    .filter(({ status, path }) => status === 'U' || !unmerged.has(path))
    .map((entry) => (entry.status === 'U' ? entry : { ...entry, ...counts.get(entry.path) }));
}

const blobOf = (name: string): string | null => (/^0+$/.test(name) ? null : name);
const countOf = (text: string | undefined): number | null => (text === undefined || text === '-' ? null : Number(text));
