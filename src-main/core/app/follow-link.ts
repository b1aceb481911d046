import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FollowedLink } from '../../../src-shared/contract/app.ts';
import { parseDeepLink, type DeepLink, type LinkRefusal } from '../../../src-shared/model/deep-link.ts';
import type { ProjectId, ServerId } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';

/** As much of a refused link as is told. */
const SHOWN_CHARS = 200;

export interface LinkPorts {
  /** Makes the folder, or the folder of the file, a project. */
  addProject(path: string): Promise<Result<FoundProject, AppError>>;
  /** The project that comes from a Git remote. */
  projectOf(originUrl: string): Promise<FoundProject | null>;
}
export interface FoundProject {
  readonly projectId: ProjectId;
  readonly serverId: ServerId;
}

/** Reads a link and finds the project it names. Fails with `link.refused`, or with what is wrong with its path. */
export async function followLink(text: string, ports: LinkPorts): Promise<Result<FollowedLink, AppError>> {
  const read = parseDeepLink(text);
  if (!read.ok) return refused(text, read.error);
  const link = read.value;
  if (link.kind !== 'newThread') return ok(link);
  const project = await projectOfLink(link, ports);
  if (!project.ok) return project;
  if (project.value === 'unknown') return refused(text, 'no-project');
  return ok({ kind: 'newThread', project: project.value, prompt: link.prompt });
}

/** The folder comes first; where it is gone, a project of the same origin does as well. */
async function projectOfLink(
  { path, originUrl }: Extract<DeepLink, { kind: 'newThread' }>,
  ports: LinkPorts,
): Promise<Result<FoundProject | null | 'unknown', AppError>> {
  const added = path === null ? null : await ports.addProject(path);
  if (added?.ok) return added;
  const found = originUrl === null ? null : await ports.projectOf(originUrl);
  if (found) return ok(found);
  if (added) return added;
  return ok(originUrl === null ? null : 'unknown');
}

const refused = (link: string, reason: LinkRefusal): Result<never, AppError> =>
  err({
    code: 'link.refused',
    link: link.length > SHOWN_CHARS ? `${link.slice(0, SHOWN_CHARS)}…` : link,
    reason,
  });
