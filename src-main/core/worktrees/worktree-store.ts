import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import {
  threadKey,
  type ProjectId,
  type ServerId,
  type ThreadId,
  type ThreadRef,
} from '../../../src-shared/model/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';

const brand = <T>() => z.string().transform((value) => value as T);
const storedWorktree = z.object({
  path: z.string(),
  serverId: brand<ServerId>(),
  /** `--git-common-dir` */
  repository: z.string(),
  /** Whose thread it was made for. */
  projectId: brand<ProjectId>().nullable(),
  kind: z.enum(['managed', 'permanent', 'attached']),
  /** `creating` and `removing` are written before Git is asked, so that the next start finds what was left halfway. */
  state: z.enum(['creating', 'ready', 'removing']),
  pinned: z.boolean(),
  createdAt: z.number(),
  usedAt: z.number(),
  threads: z.array(brand<ThreadId>()),
  /** File name of the environment whose scripts it was set up with. */
  environment: z.string().nullable(),
  /** Folder of the project it was made from: its scripts and its `CODEX_SOURCE_TREE_PATH`. */
  source: z.string(),
  /** Folder below which it was made: it is removed from there and from nowhere else. */
  root: z.string(),
  /** Ref of the snapshot that holds what it held, once its removal may go on without asking again. */
  removal: z.string().nullable(),
  /** Ignored files and folders that were there when it was ready: copies, and what the set-up script makes. */
  ignored: z.array(z.string()),
  /** Files that were copied into it because `.worktreeinclude` names them. */
  included: z.array(z.string()).default([]),
});
/** A folder in which threads of a project were started beside the project's own; kept when the folder is gone. */
const threadFolder = z.object({ projectId: brand<ProjectId>(), folder: z.string() });
/** A thread that works elsewhere than where it was started. */
const movedThread = z.object({ serverId: brand<ServerId>(), threadId: brand<ThreadId>(), cwd: z.string() });
const stored = z.object({
  worktrees: z.array(storedWorktree),
  folders: z.array(threadFolder),
  moved: z.array(movedThread),
});
type Stored = z.output<typeof stored>;

/** What Skein knows of a working tree beyond what Git says. */
export type StoredWorktree = z.output<typeof storedWorktree>;

/** What is kept of the worktrees of one machine. */
export interface WorktreeStore {
  all(): readonly StoredWorktree[];
  find(path: string): StoredWorktree | undefined;
  /** Adds it, or takes the place of the one with the same path. */
  put(worktree: StoredWorktree): void;
  change(path: string, change: Partial<StoredWorktree>): void;
  remove(path: string): void;
  /** Threads of the project are started there. */
  addFolder(projectId: ProjectId, folder: string): void;
  foldersOf(projectId: ProjectId): readonly string[];
  /** Where a thread was moved to; null: nowhere. */
  movedTo(thread: ThreadRef): string | null;
  setMoved(thread: ThreadRef, cwd: string | null): void;
  /** Settles when everything is on the disk. */
  flush(): Promise<Result<null, AppError>>;
}
/** What is kept of all machines. */
export interface WholeStore extends Omit<WorktreeStore, 'find' | 'put' | 'change' | 'remove'> {
  edit(update: (list: readonly StoredWorktree[]) => readonly StoredWorktree[]): void;
  notices(): readonly AppError[];
  dispose(): Promise<void>;
}

/**
 * The part of the store that is about one machine. The same path on two machines is two places, so a worktree is known by its path and
 * by whose server it is; all servers whose files are this machine's share one part.
 */
export function partOf(store: WholeStore, serves: (serverId: ServerId) => boolean): WorktreeStore {
  const mine = (one: StoredWorktree, path: string) => one.path === path && serves(one.serverId);
  return {
    ...store,
    all: () => store.all().filter((one) => serves(one.serverId)),
    find: (path) => store.all().find((one) => mine(one, path)),
    put: (worktree) => store.edit((list) => [...list.filter((one) => !mine(one, worktree.path)), worktree]),
    change: (path, changes) =>
      store.edit((list) => list.map((one) => (mine(one, path) ? { ...one, ...changes } : one))),
    remove: (path) => store.edit((list) => list.filter((one) => !mine(one, path))),
  };
}

export interface StoreOptions {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (error: AppError) => void;
}

export async function openWorktreeStore({ skeinHome, ...options }: StoreOptions): Promise<WholeStore> {
  const file = await openJsonFile<Stored>({
    file: join(skeinHome, 'worktrees.json'),
    schema: stored,
    fallback: { worktrees: [], folders: [], moved: [] },
    ...options,
  });
  const moved = new Map(file.value().moved.map((entry) => [threadKey(entry), entry.cwd]));
  return {
    all: () => file.value().worktrees,
    edit: (update) => void file.update((value) => ({ ...value, worktrees: [...update(value.worktrees)] })),
    addFolder: (projectId, folder) =>
      void file.update((value) =>
        value.folders.some((one) => one.projectId === projectId && one.folder === folder)
          ? value
          : { ...value, folders: [...value.folders, { projectId, folder }] },
      ),
    foldersOf: (projectId) => file.value().folders.flatMap((one) => (one.projectId === projectId ? [one.folder] : [])),
    movedTo: (thread) => moved.get(threadKey(thread)) ?? null,
    setMoved: ({ serverId, threadId }, cwd) => {
      const key = threadKey({ serverId, threadId });
      if (cwd === null) moved.delete(key);
      else moved.set(key, cwd);
      file.update((value) => ({
        ...value,
        moved: [
          ...value.moved.filter((one) => threadKey(one) !== key),
          ...(cwd === null ? [] : [{ serverId, threadId, cwd }]),
        ],
      }));
    },
    flush: () => file.flush(),
    notices: () => file.notices(),
    dispose: () => file.dispose(),
  };
}
