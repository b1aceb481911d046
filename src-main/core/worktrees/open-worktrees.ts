import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { WorktreeServiceOptions } from './worktree-service.ts';
import { createWorktreeService, type WorktreeService } from './worktree-service.ts';
import { openPreparationStore, preparationsOf } from './preparation-store.ts';
import { openWorktreeStore, partOf, type StoreOptions, type WholeStore } from './worktree-store.ts';

export interface OpenedWorktrees {
  readonly store: WholeStore;
  readonly notices: WholeStore['notices'];
  /** What threads are told about folders. */
  readonly folders: WorktreeFolders;
  /** The service of one machine: `serves` says which servers' files are there. */
  create(options: Omit<WorktreeServiceOptions, 'store' | 'preparations'>): WorktreeService;
  /** Messages that wait to be sent, on whatever machine: their images must stay. */
  waitingParts(): readonly (readonly InputPart[])[];
  /** Whose files a preparation is about. */
  serverOf(preparationId: string): ServerId | null;
  /** After the services. */
  dispose(): Promise<void>;
}
interface WorktreeFolders {
  readonly ofProject: WholeStore['foldersOf'];
  readonly movedTo: WholeStore['movedTo'];
}

/** Opens the files in which worktrees and preparations are kept; the services are built when everything they need is there. */
export async function openWorktrees(options: StoreOptions): Promise<OpenedWorktrees> {
  const [store, preparations] = await Promise.all([openWorktreeStore(options), openPreparationStore(options)]);
  return {
    store,
    folders: { ofProject: (id) => store.foldersOf(id), movedTo: (thread) => store.movedTo(thread) },
    notices: () => [...store.notices(), ...preparations.notices()],
    create: (rest) =>
      createWorktreeService({
        ...rest,
        store: partOf(store, rest.serves),
        preparations: preparationsOf(preparations, rest.serves),
      }),
    waitingParts: () => preparations.value().map(({ parts }) => parts),
    serverOf: (preparationId) => preparations.value().find(({ id }) => id === preparationId)?.serverId ?? null,
    dispose: async () => {
      await Promise.all([store.dispose(), preparations.dispose()]);
    },
  };
}
