import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { SkillShelf } from '../../../src-shared/model/extension.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';

/** Skills of one server, with those that could not be read. */
export interface SkillGateway {
  list(cwd: string | null): Promise<Result<Omit<SkillShelf, 'folders'>, AppError>>;
  /** For this run of the server; it forgets when it ends. */
  setFolders(folders: readonly string[]): Promise<Result<null, AppError>>;
  setEnabled(path: string, enabled: boolean): Promise<Result<null, AppError>>;
}

export function createSkillGateway(server: CodexServer): SkillGateway {
  return {
    list: async (cwd) => {
      const answer = await server.call('skills/list', { forceReload: true, ...(cwd !== null && { cwds: [cwd] }) });
      if (!answer.ok) return answer;
      return ok({
        skills: answer.value.data.flatMap(({ skills }) =>
          skills.map((skill) => ({
            name: skill.name,
            title: skill.interface?.displayName ?? skill.name,
            description: skill.interface?.shortDescription ?? skill.shortDescription ?? skill.description,
            path: skill.path,
            scope: skill.scope,
            enabled: skill.enabled,
            // 0.124 does not tell it.
            pluginId: (skill.pluginId as string | null | undefined) ?? null,
          })),
        ),
        problems: answer.value.data.flatMap(({ errors }) => errors.map(({ path, message }) => ({ path, message }))),
      });
    },
    setFolders: async (folders) => {
      const answer = await server.call('skills/extraRoots/set', { extraRoots: [...folders] });
      return answer.ok ? ok(null) : answer;
    },
    setEnabled: async (path, enabled) => {
      const answer = await server.call('skills/config/write', { path, enabled });
      return answer.ok ? ok(null) : answer;
    },
  };
}
