import { relative } from 'node:path';
import type { InputPart } from '../../src-shared/model/composer.ts';
import type { ProjectId, ServerId } from '../../src-shared/model/ids.ts';
import { isLocalServer } from './servers/server-id.ts';
import { createEnvironmentService } from './environments/environment-service.ts';
import type { DraftStore } from './drafts/draft-store.ts';
import type { GitRunner } from './git/git-runner.ts';
import type { RepositoryLocks } from './git/repository-locks.ts';
import type { Host } from './hosts/host.ts';
import type { Clock, CoreConfig, Log } from './ports.ts';
import type { ProjectService } from './projects/project-service.ts';
import type { SettingsService } from './settings/settings-service.ts';
import { captureTree } from './snapshots/capture-tree.ts';
import { takeBack } from './snapshots/restore-snapshot.ts';
import type { SnapshotService } from './snapshots/snapshot-service.ts';
import { findWorkingTree } from './snapshots/working-tree.ts';
import type { TerminalService } from './terminal/terminal-service.ts';
import type { ThreadService } from './threads/thread-service.ts';
import type { OpenedWorktrees } from './worktrees/open-worktrees.ts';
import { isWithin } from './worktrees/worktree-path.ts';
import type { WorktreeUse } from './worktrees/worktree-ports.ts';
import type { WorktreeService } from './worktrees/worktree-service.ts';

export interface WorktreeParts {
  readonly opened: OpenedWorktrees;
  readonly config: CoreConfig;
  readonly host: Host;
  readonly git: GitRunner;
  readonly locks: RepositoryLocks;
  readonly projects: ProjectService;
  readonly threads: ThreadService;
  readonly snapshots: () => SnapshotService;
  readonly terminals: () => TerminalService;
  /** Whole paths of files with text that was not saved. */
  readonly unsavedFiles: () => Promise<readonly string[]>;
  readonly drafts: DraftStore;
  readonly settings: SettingsService;
  readonly codexHome: (serverId: ServerId) => string | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** Worktrees with what they need of the rest. `snapshots` is asked when it is used: the two know one another. */
export function buildWorktrees(parts: WorktreeParts): WorktreeService {
  const { opened, config, host, git, locks, projects, threads, snapshots, drafts, settings, clock, log } = parts;
  return opened.create({
    ...{ git, locks, host, clock, log, env: config.env, codexHome: parts.codexHome },
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
        return tree.ok ? takeBack(git, tree.value, states) : tree;
      },
      restore: (serverId, snapshot) => snapshots().restore(serverId, snapshot.id, 'place'),
    },
    use: useOf(parts),
    environments: createEnvironmentService(),
    settings: () => settings.value().worktrees,
    restoreDraft: (projectId, waiting) => restoreDraft(drafts, projectId, waiting),
  });
}

function useOf({ terminals, unsavedFiles }: Pick<WorktreeParts, 'terminals' | 'unsavedFiles'>): WorktreeUse {
  const within = (folder: string) =>
    terminals()
      .live()
      .filter(({ serverId, folder: place }) => isLocalServer(serverId) && isWithin(folder, place));
  return {
    terminalsIn: within,
    closeTerminals: (folder) => terminals().closeAll(within(folder).map(({ id }) => id)),
    draftsIn: async (folder) =>
      (await unsavedFiles()).filter((file) => isWithin(folder, file)).map((file) => relative(folder, file)),
  };
}

/** In front of what was typed there meanwhile. */
function restoreDraft(drafts: DraftStore, projectId: ProjectId, waiting: readonly InputPart[]): void {
  const target = { kind: 'new', projectId } as const;
  const typed = drafts.load(target)?.parts ?? [];
  const gap: readonly InputPart[] = typed.length > 0 ? [{ kind: 'text', text: '\n\n' }] : [];
  drafts.save(target, [...waiting, ...gap, ...typed]);
}
