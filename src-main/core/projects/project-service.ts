import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ProjectId, ServerId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import { samePath } from '../../../src-shared/model/path-key.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { checkFolder } from '../app/folder-path.ts';
import { createListeners } from '../codex/listeners.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { listRemotes, originKey } from '../git/remotes.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';
import { isWithin } from '../hosts/is-within.ts';
import { createFolderWatch, UNKNOWN_FACTS, type FolderFacts } from './folder-facts.ts';

/** Recent folders are for picking one again, not a history. */
const MAX_RECENT = 50;

const storedProject = z.object({
  id: z.string().transform((id) => id as ProjectId),
  serverId: z.string().transform((id) => id as ServerId),
  name: z.string(),
  path: z.string(),
  trusted: z.boolean(),
});
const storedProjects = z.object({
  projects: z.array(storedProject),
  /** Newest first. */
  recent: z.array(z.object({ serverId: z.string().transform((id) => id as ServerId), path: z.string() })),
});
type StoredProject = z.output<typeof storedProject>;
type StoredProjects = z.output<typeof storedProjects>;
type Added = Result<{ readonly projectId: ProjectId }, AppError>;

/** The folders a user works in, in the user's order, and what is true of each one now. */
export interface ProjectService {
  list(): readonly Project[];
  find(projectId: ProjectId): Project | null;
  /** Calls the listener with the list now and after each change. */
  watch(listener: (projects: readonly Project[]) => void): Unsubscribe;
  /** Adds a folder; one that is a project already is answered, not added twice. */
  add(
    serverId: ServerId,
    path: string,
    trusted?: boolean,
  ): Promise<Result<{ readonly projectId: ProjectId }, AppError>>;
  /** The first project whose folder has this Git remote. Nothing is fetched. */
  ofOrigin(originUrl: string): Promise<{ readonly projectId: ProjectId; readonly serverId: ServerId } | null>;
  remove(projectId: ProjectId): Result<null, AppError>;
  rename(projectId: ProjectId, name: string): Result<null, AppError>;
  /** Unknown ids are ignored; projects that are not named keep their order at the end. */
  reorder(order: readonly ProjectId[]): void;
  trust(projectId: ProjectId, trusted: boolean): Result<null, AppError>;
  /** Codex has nothing to say about these folders (any more): they are as trusted as is noted here. */
  trustIsKnown(projectIds: readonly ProjectId[]): void;
  recent(serverId: ServerId): readonly string[];
  /** Looks again at the folders of a server whose files are not this machine's; nothing listens there. */
  lookElsewhere(serverId: ServerId): Promise<void>;
  notices(): readonly AppError[];
  dispose(): Promise<void>;
}

/** Folders that are not on this machine. */
export interface FoldersElsewhere {
  /** The absolute path of a folder that is there. */
  check(typed: string): Promise<Result<string, AppError>>;
  /** Null: it cannot be said now, because the host does not answer. */
  look(path: string): Promise<FolderFacts | null>;
}

export interface ProjectOptions {
  readonly skeinHome: string;
  readonly homeFolder: string;
  readonly git: GitRunner;
  /** Looks at folders of another machine; null: the server's files are this machine's. */
  readonly elsewhere: (serverId: ServerId) => FoldersElsewhere | null;
  /** Folders in which threads of the project were started; they stay its own when their worktree is gone. */
  readonly threadFolders: (projectId: ProjectId) => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (error: AppError) => void;
}

export async function openProjects(options: ProjectOptions): Promise<ProjectService> {
  const { skeinHome, homeFolder, git, elsewhere, threadFolders, clock, log, report } = options;
  const file = await openJsonFile<StoredProjects>({
    file: join(skeinHome, 'projects.json'),
    schema: storedProjects,
    fallback: { projects: [], recent: [] },
    clock,
    log,
    report,
  });
  const listeners = createListeners<readonly Project[]>('projects', log);
  const facts = new Map<string, FolderFacts>();
  const knownTrust = new Set<ProjectId>();
  let list = compose();

  function compose(): readonly Project[] {
    return file.value().projects.map((project) => {
      const { state, git } = facts.get(placeKey(project)) ?? UNKNOWN_FACTS;
      const trustKnown = project.trusted || knownTrust.has(project.id);
      if (!git) return { ...project, trustKnown, state, git };
      const started = threadFolders(project.id).filter((folder) => !isWithin(git.root, folder));
      const worktrees = [...new Set([...git.worktrees, ...started])];
      return { ...project, trustKnown, state, git: { ...git, worktrees } };
    });
  }
  /** The same path is another folder on another machine. */
  function placeKey({ serverId, path }: Pick<StoredProject, 'serverId' | 'path'>): string {
    return elsewhere(serverId) ? `${serverId}\n${path}` : path;
  }
  function publish(): void {
    list = compose();
    listeners.emit(list);
  }
  const watched = createFolderWatch({
    git,
    clock,
    onFacts: (path, found) => {
      facts.set(path, found);
      publish();
    },
  });
  const follow = () =>
    watched.setFolders(file.value().projects.flatMap(({ serverId, path }) => (elsewhere(serverId) ? [] : [path])));
  const set = (change: (value: StoredProjects) => StoredProjects) => {
    file.update(change);
    publish();
    follow();
  };
  const changeOne = (projectId: ProjectId, change: Partial<StoredProject>): Result<null, AppError> => {
    if (!stored(projectId)) return err({ code: 'project.unknown' });
    set((value) => ({
      ...value,
      projects: value.projects.map((project) => (project.id === projectId ? { ...project, ...change } : project)),
    }));
    return ok(null);
  };
  const stored = (projectId: ProjectId) => file.value().projects.find((project) => project.id === projectId);
  /** The project of a folder, also when one of the two paths goes through a symbolic link. */
  const projectAt = async (serverId: ServerId, path: string) => {
    const away = elsewhere(serverId) !== null;
    const realOf = (folder: string) => (away ? folder : realpath(folder).catch(() => folder));
    const real = await realOf(path);
    for (const project of file.value().projects) {
      if (project.serverId !== serverId) continue;
      if (samePath(project.path, path) || samePath(await realOf(project.path), real)) return project;
    }
    return null;
  };

  async function addOne(serverId: ServerId, typed: string, trusted: boolean): Promise<Added> {
    const away = elsewhere(serverId);
    const folder = await (away ? away.check(typed) : checkFolder(typed, homeFolder));
    if (!folder.ok) return folder;
    const path = folder.value;
    const present = await projectAt(serverId, path);
    if (present) return ok({ projectId: present.id });
    const id = randomUUID() as ProjectId;
    // A file system's root has no last name.
    const project = { id, serverId, name: nameOf(path), path, trusted };
    const found = await (away ?? watched).look(path);
    if (found) facts.set(placeKey(project), found);
    set((value) => ({
      projects: [...value.projects, project],
      recent: withRecent(value.recent, serverId, path),
    }));
    return ok({ projectId: id });
  }
  /** One after the other, so that a folder that is added twice at once is one project. */
  let adding: Promise<unknown> = Promise.resolve();

  follow();
  return {
    list: () => list,
    find: (projectId) => list.find((project) => project.id === projectId) ?? null,
    watch: (listener) => {
      listener(list);
      return listeners.add(listener);
    },
    add: (serverId, path, trusted = false) => {
      adding = adding.catch(() => undefined).then(() => addOne(serverId, path, trusted));
      return adding as Promise<Added>;
    },
    ofOrigin: async (originUrl) => {
      const wanted = originKey(originUrl);
      for (const { id, serverId, path } of wanted === null ? [] : file.value().projects) {
        const remotes = await listRemotes(git, path);
        if (remotes.ok && remotes.value.some(({ url }) => originKey(url) === wanted))
          return { projectId: id, serverId };
      }
      return null;
    },
    remove: (projectId) => {
      const project = stored(projectId);
      if (!project) return err({ code: 'project.unknown' });
      set((value) => ({
        projects: value.projects.filter((other) => other.id !== projectId),
        recent: withRecent(value.recent, project.serverId, project.path),
      }));
      return ok(null);
    },
    rename: (projectId, name) => changeOne(projectId, { name }),
    reorder: (order) => {
      const place = new Map(order.map((id, index) => [id, index]));
      const rank = (project: StoredProject) => place.get(project.id) ?? order.length;
      set((value) => ({ ...value, projects: [...value.projects].sort((a, b) => rank(a) - rank(b)) }));
    },
    trust: (projectId, trusted) => changeOne(projectId, { trusted }),
    trustIsKnown: (projectIds) => {
      if (projectIds.every((id) => knownTrust.has(id))) return;
      for (const id of projectIds) knownTrust.add(id);
      publish();
    },
    recent: (serverId) => {
      const { projects, recent } = file.value();
      const open = new Set(projects.filter((project) => project.serverId === serverId).map((project) => project.path));
      return recent.filter((entry) => entry.serverId === serverId && !open.has(entry.path)).map((entry) => entry.path);
    },
    lookElsewhere: async (serverId) => {
      const away = elsewhere(serverId);
      for (const project of file.value().projects) {
        if (!away || project.serverId !== serverId) continue;
        const found = await away.look(project.path);
        if (found) facts.set(placeKey(project), found);
      }
      publish();
    },
    notices: () => file.notices(),
    dispose: async () => {
      watched.dispose();
      await file.dispose();
    },
  };
}

/** Paths of another machine may be written in its way. A file system's root has no last name. */
const nameOf = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;

function withRecent(recent: StoredProjects['recent'], serverId: ServerId, path: string): StoredProjects['recent'] {
  const others = recent.filter((entry) => entry.serverId !== serverId || entry.path !== path);
  return [{ serverId, path }, ...others].slice(0, MAX_RECENT);
}
