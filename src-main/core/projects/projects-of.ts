import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { ProjectService } from './project-service.ts';

/** The projects of one machine: whose files are where the servers named by `serves` run. */
export function projectsOf(projects: ProjectService, serves: (serverId: ServerId) => boolean): ProjectService {
  const isMine = ({ serverId }: Project) => serves(serverId);
  return {
    ...projects,
    list: () => projects.list().filter(isMine),
    find: (projectId) => {
      const project = projects.find(projectId);
      return project && isMine(project) ? project : null;
    },
    watch: (listener) => projects.watch((list) => listener(list.filter(isMine))),
  };
}
