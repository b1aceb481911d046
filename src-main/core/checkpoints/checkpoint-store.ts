import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { gitText } from '../git/repository.ts';
import { commitTree } from '../snapshots/working-tree.ts';
import { parseCheckpoint, type CheckpointRecord } from './checkpoint-record.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/**
 * Checkpoints of a thread are one ref, whose commit's tree has a folder for each turn: the trees before and after it and what is known about
 * it. So ten thousand turns are one ref a thread, all of it is reachable, and leaving a turn out is all that pruning takes.
 */
const REFS = 'refs/skein/checkpoints/';
/** Turns kept of a thread; those before are told as pruned. */
const MAX_TURNS = 200;
/** Threads kept in a repository, those with the newest turns. */
const MAX_THREADS = 500;
/** Pruned turns whose names are kept, so that it can be said that they were. */
const MAX_PRUNED = 2_000;
const PRUNED_FILE = 'pruned.json';

export interface StoredCheckpoints {
  /** Oldest first. */
  readonly records: readonly CheckpointRecord[];
  readonly pruned: readonly TurnId[];
}

/** Reads and writes what is kept of the turns of one thread. `cwd` is any folder of the repository. */
export interface CheckpointStore {
  read(cwd: string, thread: ThreadId): Answer<StoredCheckpoints>;
  /** Adds a turn, or puts another record in its place. */
  write(cwd: string, thread: ThreadId, record: CheckpointRecord): Answer<null>;
  /** The thread is gone for good. */
  forget(cwd: string, thread: ThreadId): Answer<null>;
  /** Leaves the threads with the oldest turns out, when there are too many. */
  prune(cwd: string): Answer<number>;
}

const refOf = (thread: ThreadId): string => `${REFS}${thread.replace(/[^A-Za-z0-9_-]/g, '-')}`;
/** Folder of a turn: sorts by time. */
const folderOf = ({ startedAt, turnId }: CheckpointRecord): string =>
  `${startedAt.toString(36).padStart(9, '0')}-${turnId.replace(/[^A-Za-z0-9_-]/g, '-')}`;

interface Top {
  readonly commit: string | null;
  /** Lines of `ls-tree`, by name. */
  readonly entries: ReadonlyMap<string, string>;
}

export function createCheckpointStore(git: GitRunner): CheckpointStore {
  const readTop = async (cwd: string, thread: ThreadId): Answer<Top> => {
    const ref = refOf(thread);
    const commit = await git.raw(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { cwd, okCodes: [0, 1] });
    if (!commit.ok) return commit;
    const oid = commit.value.stdout.toString('latin1').trim();
    if (oid === '') return ok({ commit: null, entries: new Map() });
    const listed = await gitText(git, ['ls-tree', '--full-tree', oid], { cwd });
    if (!listed.ok) return listed;
    const lines = listed.value.split('\n').filter((line) => line !== '');
    return ok({ commit: oid, entries: new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line])) });
  };

  const readBlobs = async (cwd: string, names: readonly string[]): Answer<readonly string[]> => {
    if (names.length === 0) return ok([]);
    const stdin = names.map((name) => `${name}\n`).join('');
    const answer = await git.raw(['cat-file', '--batch'], { cwd, stdin, maxOutputBytes: Number.MAX_SAFE_INTEGER });
    return answer.ok ? ok(parseBatch(answer.value.stdout)) : answer;
  };

  const readPruned = async (cwd: string, { commit, entries }: Top): Answer<readonly TurnId[]> => {
    if (commit === null || !entries.has(PRUNED_FILE)) return ok([]);
    const texts = await readBlobs(cwd, [`${commit}:${PRUNED_FILE}`]);
    if (!texts.ok) return texts;
    return ok(parsePruned(texts.value[0] ?? '[]'));
  };

  const writeBlob = (cwd: string, text: string) => gitText(git, ['hash-object', '-w', '--stdin'], { cwd, stdin: text });
  const makeTree = (cwd: string, lines: readonly string[]) =>
    gitText(git, ['mktree'], { cwd, stdin: lines.map((line) => `${line}\n`).join('') });

  const writeTurn = async (cwd: string, record: CheckpointRecord): Answer<string> => {
    const blob = await writeBlob(cwd, JSON.stringify(record));
    if (!blob.ok) return blob;
    const trees = Object.entries(record.sides ?? {}).map(([name, tree]) => `040000 tree ${tree}\t${name}`);
    return makeTree(cwd, [...trees, `100644 blob ${blob.value}\trecord.json`]);
  };

  return {
    read: async (cwd, thread) => {
      const top = await readTop(cwd, thread);
      if (!top.ok) return top;
      const { commit, entries } = top.value;
      const pruned = await readPruned(cwd, top.value);
      if (!pruned.ok) return pruned;
      const folders = [...entries.keys()].filter((name) => name !== PRUNED_FILE).sort();
      const texts = await readBlobs(
        cwd,
        folders.map((name) => `${commit ?? ''}:${name}/record.json`),
      );
      if (!texts.ok) return texts;
      return ok({ records: texts.value.flatMap((text) => parseCheckpoint(text) ?? []), pruned: pruned.value });
    },
    write: async (cwd, thread, record) => {
      const top = await readTop(cwd, thread);
      if (!top.ok) return top;
      const turn = await writeTurn(cwd, record);
      if (!turn.ok) return turn;
      const entries = new Map(top.value.entries);
      const name = folderOf(record);
      entries.set(name, `040000 tree ${turn.value}\t${name}`);
      const folders = [...entries.keys()].filter((one) => one !== PRUNED_FILE).sort();
      const old = folders.slice(0, Math.max(0, folders.length - MAX_TURNS));
      if (old.length > 0) {
        const pruned = await readPruned(cwd, top.value);
        if (!pruned.ok) return pruned;
        const names = old.map((one) => one.slice(one.indexOf('-') + 1));
        const blob = await writeBlob(cwd, JSON.stringify([...pruned.value, ...names].slice(-MAX_PRUNED)));
        if (!blob.ok) return blob;
        for (const one of old) entries.delete(one);
        entries.set(PRUNED_FILE, `100644 blob ${blob.value}\t${PRUNED_FILE}`);
      }
      const tree = await makeTree(cwd, [...entries.values()]);
      if (!tree.ok) return tree;
      const commit = await commitTree(git, cwd, {
        tree: tree.value,
        parents: [],
        message: `Skein checkpoints of ${thread}\n`,
      });
      if (!commit.ok) return commit;
      // Only over what was read: a turn that somebody else added meanwhile is not lost.
      const put = await git.raw(['update-ref', refOf(thread), commit.value, top.value.commit ?? ''], { cwd });
      return put.ok ? ok(null) : put;
    },
    forget: async (cwd, thread) => {
      const gone = await git.raw(['update-ref', '-d', refOf(thread)], { cwd });
      return gone.ok ? ok(null) : gone;
    },
    prune: async (cwd) => {
      const listed = await gitText(git, ['for-each-ref', '--sort=-committerdate', '--format=%(refname)', REFS], {
        cwd,
      });
      if (!listed.ok) return listed;
      const old = listed.value.split('\n').filter(Boolean).slice(MAX_THREADS);
      if (old.length === 0) return ok(0);
      const gone = await git.raw(['update-ref', '--stdin'], {
        cwd,
        stdin: old.map((ref) => `delete ${ref}\n`).join(''),
      });
      return gone.ok ? ok(old.length) : gone;
    },
  };
}

function parsePruned(text: string): readonly TurnId[] {
  try {
    const ids: unknown = JSON.parse(text);
    return Array.isArray(ids) ? ids.filter((id): id is TurnId => typeof id === 'string') : [];
  } catch {
    // A ref that somebody else wrote.
    return [];
  }
}

/** Reads `<oid> blob <size>\n<content>\n…`; what is missing is passed over. */
function parseBatch(printed: Buffer): readonly string[] {
  const texts: string[] = [];
  let at = 0;
  while (at < printed.length) {
    const end = printed.indexOf(10, at);
    if (end < 0) break;
    const size = / blob (\d+)$/.exec(printed.subarray(at, end).toString('latin1'))?.[1];
    at = end + 1;
    if (size === undefined) continue;
    texts.push(printed.subarray(at, at + Number(size)).toString('utf8'));
    at += Number(size) + 1;
  }
  return texts;
}
