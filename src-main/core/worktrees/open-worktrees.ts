import type { WorktreeServiceOptions } from './worktree-service.ts';
import { createWorktreeService, type WorktreeService } from './worktree-service.ts';
import { openPreparationStore } from './preparation-store.ts';
import { openWorktreeStore, type StoreOptions, type WorktreeStore } from './worktree-store.ts';

export interface OpenedWorktrees {
  readonly store: WorktreeStore;
  readonly notices: StoreNotices;
  /** What threads are told about folders. */
  readonly folders: WorktreeFolders;
  create(options: Omit<WorktreeServiceOptions, 'store' | 'preparations'>): WorktreeService;
}
interface WorktreeFolders {
  readonly ofProject: WorktreeStore['foldersOf'];
  readonly movedTo: WorktreeStore['movedTo'];
}
type StoreNotices = WorktreeStore['notices'];

/** Opens the files in which worktrees and preparations are kept; the service is built when everything it needs is there. */
export async function openWorktrees(options: StoreOptions): Promise<OpenedWorktrees> {
  const [store, preparations] = await Promise.all([openWorktreeStore(options), openPreparationStore(options)]);
  return {
    store,
    folders: { ofProject: (id) => store.foldersOf(id), movedTo: (thread) => store.movedTo(thread) },
    notices: () => [...store.notices(), ...preparations.notices()],
    create: (rest) => createWorktreeService({ ...rest, store, preparations }),
  };
}
