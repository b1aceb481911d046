import type { InputPart } from '../../src-shared/model/composer.ts';
import type { ProjectId, ServerId } from '../../src-shared/model/ids.ts';
import { ok } from '../../src-shared/result.ts';
import { createEnvironmentService } from './environments/environment-service.ts';
import type { DraftStore } from './drafts/draft-store.ts';
import type { GitRunner } from './git/git-runner.ts';
import type { RepositoryLocks } from './git/repository-locks.ts';
import type { Host } from './hosts/host.ts';
import type { Clock, Log } from './ports.ts';
import type { ProjectService } from './projects/project-service.ts';
import type { ResetWatch } from './queue/reset-watch.ts';
import { captureTree } from './snapshots/capture-tree.ts';
import { takeBack } from './snapshots/restore-snapshot.ts';
import type { SnapshotService } from './snapshots/snapshot-service.ts';
import { findWorkingTree } from './snapshots/working-tree.ts';
import type { TerminalService } from './terminal/terminal-service.ts';
import type { ThreadService } from './threads/thread-service.ts';
import type { OpenedWorktrees } from './worktrees/open-worktrees.ts';
import { isWithin } from './hosts/is-within.ts';
import type { WorktreeUse } from './worktrees/worktree-ports.ts';
import type { WorktreeService } from './worktrees/worktree-service.ts';

export interface WorktreeParts {
  readonly opened: OpenedWorktrees;
  /** The servers whose files are on the machine of `host` and `git`. */
  readonly serves: (serverId: ServerId) => boolean;
  readonly host: Host;
  /** Environment of scripts. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly git: GitRunner;
  readonly locks: RepositoryLocks;
  /** Those of the machine. */
  readonly projects: ProjectService;
  readonly threads: ThreadService;
  readonly snapshots: () => SnapshotService;
  readonly terminals: () => TerminalService;
  /** Whole paths of files with text that was not saved. */
  readonly unsavedFiles: () => Promise<readonly string[]>;
  readonly drafts: DraftStore;
  readonly settings: () => { readonly root: string | null; readonly keep: number };
  readonly resets: ResetWatch;
  readonly codexHome: (serverId: ServerId) => string | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the worktrees of all machines have in common. */
export type SharedWorktreeParts = Pick<
  WorktreeParts,
  'opened' | 'terminals' | 'unsavedFiles' | 'drafts' | 'settings' | 'resets' | 'codexHome'
>;

/** Worktrees of one machine, with what they need of the rest. `snapshots` is asked when it is used: the two know one another. */
export function buildWorktrees(parts: WorktreeParts): WorktreeService {
  const { opened, serves, env, host, git, locks, projects, threads, snapshots, drafts, clock, log } = parts;
  return opened.create({
    ...{ serves, git, locks, host, clock, log, env, codexHome: parts.codexHome, settings: parts.settings },
    resets: parts.resets,
    projects: { ...projects, watch: (listener) => projects.watch(() => listener()) },
    threads: {
      ...threads.places,
      isRunning: (thread) => threads.isRunning(thread),
      onSettled: (listener) => threads.onSettled((thread) => listener(thread)),
    },
    snapshots: {
      take: (request) => snapshots().take(request),
      capture: async (folder) => {
        const tree = await findWorkingTree(git, folder);
        return tree.ok ? captureTree(git, tree.value) : tree;
      },
      list: (repository) => snapshots().list(repository),
      bring: (snapshot, folder, fresh) => snapshots().restoreInto(snapshot.id, folder, { locked: true, fresh }),
      takeBack: async (folder, states) => {
        const tree = await findWorkingTree(git, folder);
        return tree.ok ? takeBack(git, tree.value, states, () => Promise.resolve(ok(null))) : tree;
      },
      restore: (serverId, snapshot) => snapshots().restore(serverId, snapshot.id, 'place'),
    },
    use: useOf(parts),
    environments: createEnvironmentService(git.files),
    restoreDraft: (projectId, waiting) => restoreDraft(drafts, projectId, waiting),
  });
}

function useOf({ serves, git, terminals, unsavedFiles }: WorktreeParts): WorktreeUse {
  const { paths } = git.files;
  const within = (folder: string) =>
    terminals()
      .live()
      .filter(({ serverId, folder: place }) => serves(serverId) && isWithin(folder, place, paths));
  return {
    terminalsIn: within,
    closeTerminals: (folder) => terminals().closeAll(within(folder).map(({ id }) => id)),
    draftsIn: async (folder) =>
      (await unsavedFiles())
        .filter((file) => isWithin(folder, file, paths))
        .map((file) => paths.relative(folder, file)),
  };
}

/** In front of what was typed there meanwhile. */
function restoreDraft(drafts: DraftStore, projectId: ProjectId, waiting: readonly InputPart[]): void {
  const target = { kind: 'new', projectId } as const;
  const typed = drafts.load(target)?.parts ?? [];
  const gap: readonly InputPart[] = typed.length > 0 ? [{ kind: 'text', text: '\n\n' }] : [];
  drafts.save(target, [...waiting, ...gap, ...typed]);
}
