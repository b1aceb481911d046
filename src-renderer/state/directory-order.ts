import type { ProjectId, ThreadId } from '../../src-shared/model/ids.ts';
import type { Project } from '../../src-shared/model/project.ts';
import type { ThreadSummary } from '../../src-shared/model/thread.ts';
import { isInside } from '../../src-shared/model/path-key.ts';

/**
 * Name of one ordered list: `pinned`, `archived`, `all` (neither), and the same threads apart by project: `project:<id>`, or
 * `elsewhere` for threads in folders that are no project.
 */
export type ListName = 'pinned' | 'archived' | 'all' | 'elsewhere' | `project:${string}`;
export const projectList = (projectId: ProjectId): ListName => `project:${projectId}`;

/** Which lists a thread stands in and where: all that order depends on. */
export interface Placement {
  readonly lists: readonly ListName[];
  readonly recencyAt: number;
}

/**
 * Answers the project that holds a folder: the one with the longest path that is the folder or above it. The worktrees of a project's
 * repository are the project's as well.
 */
export function createProjectFinder(projects: readonly Project[]): (cwd: string) => ProjectId | null {
  const folders = projects
    .flatMap((project) =>
      [project.path, ...(project.git?.worktrees ?? [])].map((path, at) => ({
        id: project.id,
        path: withoutTrailingSlash(path),
        isOwn: at === 0,
      })),
    )
    // A worktree that is a project itself is nobody else's.
    .sort((a, b) => b.path.length - a.path.length || Number(b.isOwn) - Number(a.isOwn));
  const known = new Map<string, ProjectId | null>();
  return (cwd) => {
    const before = known.get(cwd);
    if (before !== undefined) return before;
    const folder = withoutTrailingSlash(cwd);
    const found = folders.find(({ path }) => isInside(folder, path))?.id ?? null;
    known.set(cwd, found);
    return found;
  };
}
const withoutTrailingSlash = (path: string): string => (path.length > 1 ? path.replace(/[/\\]$/, '') : path);

/** Sub-agents' threads are reached through their parent's; one that waits for the user is listed all the same. */
export function place(thread: ThreadSummary, projectOf: (cwd: string) => ProjectId | null): Placement {
  const { recencyAt } = thread;
  if (thread.source === 'subAgent' && thread.status.kind !== 'needsYou') return { lists: [], recencyAt };
  if (thread.archived) return { lists: ['archived'], recencyAt };
  if (thread.pinned) return { lists: ['pinned'], recencyAt };
  const project = projectOf(thread.cwd);
  return { lists: [project === null ? 'elsewhere' : projectList(project), 'all'], recencyAt };
}

export const samePlace = (a: Placement, b: Placement): boolean =>
  a.recencyAt === b.recencyAt &&
  a.lists.length === b.lists.length &&
  a.lists.every((list, index) => list === b.lists[index]);

/** Most recent first; ids decide between equals, and since they are UUIDv7 the newer thread comes first. */
const comparePlaces = (a: ThreadId, b: ThreadId, recencyOf: (id: ThreadId) => number): number =>
  recencyOf(b) - recencyOf(a) || (a < b ? 1 : a > b ? -1 : 0);

/** A sorted list without `gone` and with `added` at their places. `list` is not changed. */
export function reorder(
  list: readonly ThreadId[],
  gone: ReadonlySet<ThreadId>,
  added: readonly ThreadId[],
  recencyOf: (id: ThreadId) => number,
): readonly ThreadId[] {
  const kept = gone.size === 0 ? list : list.filter((id) => !gone.has(id));
  if (added.length === 0) return kept;
  const coming = [...added].sort((a, b) => comparePlaces(a, b, recencyOf));
  const merged: ThreadId[] = [];
  let next = 0;
  for (const id of kept) {
    for (let one = coming[next]; one !== undefined && comparePlaces(one, id, recencyOf) < 0; one = coming[++next])
      merged.push(one);
    merged.push(id);
  }
  return [...merged, ...coming.slice(next)];
}
