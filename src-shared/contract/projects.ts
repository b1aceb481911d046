import { z } from 'zod';
import type { ProjectId } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import { call, stream } from './define.ts';
import { path, projectId, serverId } from './fields.ts';

export const projects = {
  watch: stream(z.object({})).of<readonly Project[]>(),
  add: call(z.object({ serverId, path })).returns<{ readonly projectId: ProjectId }>(),
  remove: call(z.object({ projectId })).returns<null>(),
  rename: call(z.object({ projectId, name: z.string().trim().min(1).max(120) })).returns<null>(),
  /** The whole list in its new order. */
  reorder: call(z.object({ order: z.array(projectId).max(2000) })).returns<null>(),
  trust: call(z.object({ projectId, trusted: z.boolean() })).returns<null>(),
  /** Folders opened before and not a project now, newest first. */
  recent: call(z.object({ serverId })).returns<readonly string[]>(),
} as const;
