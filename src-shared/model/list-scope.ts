import type { ProjectId } from './ids.ts';

/** Which list of threads: one project's, all of the server's, or the archived ones. */
export type ListScope =
  | { readonly kind: 'project'; readonly projectId: ProjectId }
  | { readonly kind: 'all' }
  | { readonly kind: 'archived' };

/** Name of a list in `DirectoryEvent.lists`. */
export const scopeKey = (scope: ListScope): string =>
  scope.kind === 'project' ? `project:${scope.projectId}` : scope.kind;
