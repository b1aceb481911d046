/** One entry of Git's index, as `ls-files -s -v -z` prints it. */
export interface IndexEntry {
  readonly mode: string;
  readonly oid: string;
  /** 0, or 1 to 3 of an unmerged path. */
  readonly stage: number;
  /** Bytes of the path, one character each (`latin1`), so that names that are no UTF-8 survive. */
  readonly path: string;
  /** `assume-unchanged`: Git does not look at the file. */
  readonly assumed: boolean;
  /** `skip-worktree`: the file is not expected to be there (sparse checkout), or its changes are hidden by the user. */
  readonly skipped: boolean;
}

/** The object of an empty file, in both object formats. */
const EMPTY_BLOB =
  /^.{9}(e69de29bb2d1d6434b8b29ae775ad8c2e48c5391|473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813) /;
const ENTRY = /^(\S) (\d{6}) ([0-9a-f]+) (\d)\t/;

/** What a capture has to know of an index. */
export interface IndexFacts {
  readonly unmerged: readonly IndexEntry[];
  readonly assumed: readonly IndexEntry[];
  readonly skipped: readonly IndexEntry[];
  readonly gitlinks: readonly IndexEntry[];
  /** Entries without content: those of `git add --intent-to-add` are among them. */
  readonly empty: readonly IndexEntry[];
  /** `.gitattributes` files, relative to the root. */
  readonly attributeFiles: readonly string[];
}

/**
 * What in an index is out of the ordinary; the tens of thousands of plain entries are passed over. Lower case tags are assumed
 * unchanged, `S` (or `s`) is skipped.
 */
export function parseIndex(printed: Buffer): IndexFacts {
  const unmerged: IndexEntry[] = [];
  const assumed: IndexEntry[] = [];
  const skipped: IndexEntry[] = [];
  const gitlinks: IndexEntry[] = [];
  const empty: IndexEntry[] = [];
  const attributeFiles: string[] = [];
  for (const line of printed.toString('latin1').split('\0')) {
    if (line.endsWith('.gitattributes') && /[\t/]\.gitattributes$/.test(line)) {
      attributeFiles.push(Buffer.from(line.slice(line.indexOf('\t') + 1), 'latin1').toString('utf8'));
    }
    // A plain entry: `H 100644 …` with stage 0.
    if (line.startsWith('H 100') && !EMPTY_BLOB.test(line) && line.charAt(line.indexOf('\t') - 1) === '0') continue;
    const match = ENTRY.exec(line);
    if (!match) continue;
    const [head, tag = '', mode = '', oid = '', stage = '0'] = match;
    const entry: IndexEntry = {
      mode,
      oid,
      stage: Number(stage),
      path: line.slice(head.length),
      assumed: tag >= 'a' && tag <= 'z',
      skipped: tag.toUpperCase() === 'S',
    };
    if (entry.stage > 0) unmerged.push(entry);
    if (entry.assumed) assumed.push(entry);
    if (entry.skipped) skipped.push(entry);
    if (EMPTY_BLOB.test(line)) empty.push(entry);
    if (mode === '160000') gitlinks.push(entry);
  }
  return { unmerged, assumed, skipped, gitlinks, empty, attributeFiles };
}

/** Input of `update-index -z --index-info` that adds entries. */
export const indexInfo = (
  entries: readonly { readonly mode: string; readonly oid: string; readonly path: string }[],
): Buffer => Buffer.from(entries.map(({ mode, oid, path }) => `${mode} ${oid} 0\t${path}\0`).join(''), 'latin1');

/** Input of `update-index -z --index-info` that takes paths out, with all their stages. */
export const indexRemovals = (paths: Iterable<string>, oidLength: number): Buffer =>
  Buffer.from([...paths].map((path) => `0 ${'0'.repeat(oidLength)}\t${path}\0`).join(''), 'latin1');

/** Paths separated by NUL, for `-z --stdin`. */
export const pathList = (paths: Iterable<string>): Buffer =>
  Buffer.from([...paths].map((path) => `${path}\0`).join(''), 'latin1');
