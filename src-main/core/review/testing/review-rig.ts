import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AppError } from '../../../../src-shared/contract/app-error.ts';
import type { ChangeTarget } from '../../../../src-shared/contract/review.ts';
import type { ServerId, ThreadRef, TurnId } from '../../../../src-shared/model/ids.ts';
import type { ChangedFile, FileDiff, ReviewScope, ReviewState } from '../../../../src-shared/model/review.ts';
import type { Snapshot } from '../../../../src-shared/model/worktree.ts';
import { ok, type Result } from '../../../../src-shared/result.ts';
import { createFileTokens } from '../../files/file-tokens.ts';
import { createGitRunner } from '../../git/git-runner.ts';
import { createRepositoryLocks } from '../../git/repository-locks.ts';
import { localHost } from '../../hosts/local-host.ts';
import { systemClock, type Clock } from '../../ports.ts';
import { openCommentStore } from '../comment-store.ts';
import type { TreePair } from '../review-ports.ts';
import { createReviewService, type FileRef } from '../review-service.ts';
import { openViewedMarks } from '../viewed-marks.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const serverId = 'local:test' as ServerId;

/** A folder for repositories with an environment in which the user's own configuration does not count. */
export function createPlayground() {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'skein-review-')));
  const env = {
    ...process.env,
    HOME: base,
    XDG_CONFIG_HOME: base,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b.c',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b.c',
    LC_ALL: 'C',
  };
  const repository = (name: string) => {
    const folder = join(base, name);
    mkdirSync(folder);
    const git = (args: readonly string[], input?: string | Uint8Array): string =>
      gitBytes(args, input).toString('utf8').trimEnd();
    const gitBytes = (args: readonly string[], input?: string | Uint8Array): Buffer =>
      execFileSync('git', args, { cwd: folder, env, input, stdio: ['pipe', 'pipe', 'pipe'] });
    return {
      folder,
      git,
      gitBytes,
      init: () => git(['-c', 'init.defaultBranch=main', 'init', '-q']),
      write: (path: string, content: string | Uint8Array) => {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      },
      commit: (message: string) => {
        git(['add', '-A']);
        git(['commit', '-q', '-m', message]);
      },
    };
  };
  return { base, env, repository, remove: () => rmSync(base, { recursive: true, force: true }) };
}
export type Playground = ReturnType<typeof createPlayground>;
export type Repository = ReturnType<Playground['repository']>;

/** The review of a core, with the ports of other rooms as a test holds them. */
export async function createReview(playground: Pick<Playground, 'base' | 'env'>, clock: Clock = systemClock) {
  const { base, env } = playground;
  const { GIT_AUTHOR_NAME: _, ...rest } = env;
  const files = { skeinHome: join(base, 'home'), clock, log: quiet };
  const git = createGitRunner({ env: rest, host: localHost });
  const turns = new Map<TurnId, TreePair>();
  const watched = new Map<string, Set<() => void>>();
  const sent: { readonly thread: ThreadRef; readonly text: string }[] = [];
  let refusal: AppError | null = null;
  const taken: string[] = [];
  let snapshotError: AppError | null = null;
  let meanwhile = () => {};
  const [viewed, comments] = await Promise.all([openViewedMarks(files), openCommentStore(files)]);
  const service = createReviewService({
    git,
    locks: createRepositoryLocks(),
    turns: {
      treesOf: (_thread, turnId) => Promise.resolve(turns.get(turnId) ?? null),
      lastTurnWithChanges: () => Promise.resolve([...turns.keys()].at(-1) ?? null),
      onChange: () => () => undefined,
    },
    snapshots: {
      take: ({ folder, title }) => {
        if (snapshotError) return Promise.resolve({ ok: false, error: snapshotError });
        taken.push(title);
        meanwhile();
        return Promise.resolve(ok({ id: `s${taken.length}`, path: folder } as Snapshot));
      },
      noteStep: () => Promise.resolve(),
      treesOf: () => Promise.resolve(null),
    },
    viewed,
    comments,
    watchFolder: (root, listener) => {
      const listeners = watched.get(root) ?? new Set();
      watched.set(root, listeners.add(listener));
      return () => void listeners.delete(listener);
    },
    tokens: createFileTokens(clock),
    fileUrl: (id) => `/file/${id}`,
    send: (thread, text) => {
      if (refusal) return Promise.resolve({ ok: false, error: refusal });
      sent.push({ thread, text });
      return Promise.resolve(ok({ outcome: 'started' }));
    },
    isServer: (id) => id === serverId,
    clock,
  });
  return {
    service,
    turns,
    sent,
    taken,
    /** What somebody else does while a snapshot is taken. */
    whileTaking: (work: () => void) => void (meanwhile = work),
    refuseSnapshots: (error: AppError) => void (snapshotError = error),
    refuse: (error: AppError | null) => void (refusal = error),
    /** What a watcher would tell. */
    touch: (root: string) => {
      for (const listener of watched.get(root) ?? []) listener();
    },
    isWatched: (root: string) => (watched.get(root)?.size ?? 0) > 0,
    dispose: async () => {
      service.dispose();
      await Promise.all([viewed.dispose(), comments.dispose()]);
    },
  };
}
export type ReviewRig = Awaited<ReturnType<typeof createReview>>;

export async function must<T>(calling: Promise<Result<T, AppError>>): Promise<T> {
  const result = await calling;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** One repository's review, as a page uses it. */
export function reviewOf({ service }: Pick<ReviewRig, 'service'>, folder: string) {
  const place = { serverId, folder };
  const state = (scope: ReviewScope = { kind: 'uncommitted' }): Promise<ReviewState> =>
    new Promise((resolve, reject) => {
      let stop: (() => void) | null = null;
      let done = false;
      const settle = (finish: () => void) => {
        done = true;
        stop?.();
        finish();
      };
      stop = service.watch(
        { ...place, scope },
        {
          emit: (next) => {
            if (next.phase === 'ready' && !done) settle(() => resolve(next));
          },
          fail: (error) => settle(() => reject(new Error(JSON.stringify(error)))),
        },
      );
    });
  const find = async (section: ChangedFile['section'], path: string): Promise<ChangedFile> => {
    const { files } = await state();
    const file = files.find((other) => other.section === section && other.path === path);
    if (!file)
      throw new Error(
        `${section}/${path} is not among ${files.map((other) => `${other.section}/${other.path}`).join()}`,
      );
    return file;
  };
  const diffs = (
    files: readonly FileRef[],
    wishes: Partial<Wishes> = {},
    scope: ReviewScope = { kind: 'uncommitted' },
  ) => must(service.diffs({ ...place, scope }, files, { ...PLAIN, ...wishes }));
  const diff = async (
    section: ChangedFile['section'],
    path: string,
    wishes: Partial<Wishes> = {},
  ): Promise<FileDiff> => {
    const [found] = await diffs([{ section, path }], wishes);
    if (!found) throw new Error(`no diff of ${section}/${path}`);
    return found;
  };
  return {
    place,
    state,
    find,
    diffs,
    diff,
    lines: async (
      section: ChangedFile['section'],
      path: string,
      choose: (diff: FileDiff) => readonly number[],
      wishes: Partial<Wishes> = {},
    ): Promise<ChangeTarget> => {
      const found = await diff(section, path, wishes);
      const { whitespace, context } = { ...PLAIN, ...wishes };
      const { fingerprint } = found;
      return { kind: 'lines', file: { section, path }, fingerprint, whitespace, context, lines: [...choose(found)] };
    },
  };
}
interface Wishes {
  readonly whitespace: 'show' | 'ignore';
  readonly whole: boolean;
  readonly context: number;
}
const PLAIN: Wishes = { whitespace: 'show', whole: false, context: 3 };
