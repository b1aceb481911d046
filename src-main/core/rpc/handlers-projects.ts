import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import { ok } from '../../../src-shared/result.ts';
import type { ProjectService } from '../projects/project-service.ts';

export const projectHandlers = (projects: ProjectService): AppHandlers['projects'] => ({
  watch: (_input, sink) => projects.watch((list) => sink.emit(list)),
  add: ({ serverId, path }) => projects.add(serverId, path),
  remove: ({ projectId }) => Promise.resolve(projects.remove(projectId)),
  rename: ({ projectId, name }) => Promise.resolve(projects.rename(projectId, name)),
  reorder: ({ order }) => {
    projects.reorder(order);
    return Promise.resolve(ok(null));
  },
  trust: ({ projectId, trusted }) => Promise.resolve(projects.trust(projectId, trusted)),
  recent: ({ serverId }) => Promise.resolve(ok(projects.recent(serverId))),
});
