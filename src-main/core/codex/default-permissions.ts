import { z } from 'zod';
import { isInside, samePath } from '../../../src-shared/model/path-key.ts';
import type { ServerCapabilities } from '../../../src-shared/model/server.ts';
import type { PermissionsChoice } from '../../../src-shared/model/thread.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { choiceFromServer } from './permission-presets.ts';

const config = z.object({
  approval_policy: z.union([z.string(), z.object({ granular: z.unknown() })]).nullish(),
  sandbox_mode: z.string().nullish(),
  sandbox_workspace_write: z.object({ network_access: z.boolean().nullish() }).nullish(),
  default_permissions: z.string().nullish(),
  projects: z.record(z.string(), z.object({ trust_level: z.string().nullish() })).nullish(),
});

type Projects = NonNullable<z.output<typeof config>['projects']>;

/** Codex's own profiles and modes in the sandbox's words. */
const SANDBOXES: Readonly<Record<string, string>> = {
  ':read-only': 'readOnly',
  'read-only': 'readOnly',
  ':workspace': 'workspaceWrite',
  'workspace-write': 'workspaceWrite',
  ':danger-full-access': 'dangerFullAccess',
  'danger-full-access': 'dangerFullAccess',
};

/** What Skein starts threads with where the configuration says nothing: the user has trusted the folder, and commands are asked for. */
const SKEIN_DEFAULT = 'ask';

/**
 * What a new thread runs with when nothing is chosen; null when the configuration does not tell. Nobody can be asked: the server
 * decides at `thread/start`. The rules are those measured on 0.124.0 and 0.169.0: without a sandbox in the configuration a folder
 * that was judged is written to, and one that was never judged is only read.
 *
 * @param effective what `config/read` answers for `cwd`
 */
export function defaultPermissions(
  effective: unknown,
  cwd: string | null,
  capabilities: Pick<ServerCapabilities, 'permissionProfiles'>,
): PermissionsChoice | null {
  const parsed = config.safeParse(effective);
  if (!parsed.success) return null;
  if (saysNothing(parsed.data)) return { kind: 'preset', preset: SKEIN_DEFAULT };
  const { approval_policy, sandbox_mode, sandbox_workspace_write, default_permissions, projects } = parsed.data;
  const profile = capabilities.permissionProfiles && !sandbox_mode ? default_permissions : null;
  if (profile && !profile.startsWith(':')) return { kind: 'profile', id: profile };
  const trust = cwd === null ? undefined : trustIn(projects ?? {}, cwd);
  const named = profile ?? sandbox_mode;
  // Codex also trusts what lies in a trusted repository; what that is, only Codex knows.
  if (!named && !trust && isBelow(cwd, Object.keys(projects ?? {}))) return null;
  const sandbox = named ? SANDBOXES[named] : trust ? 'workspaceWrite' : 'readOnly';
  if (sandbox === undefined) return null;
  const networkAccess = sandbox === 'workspaceWrite' && !profile && (sandbox_workspace_write?.network_access ?? false);
  return choiceFromServer({
    approvalPolicy: approval_policy ?? 'on-request',
    sandbox: { type: sandbox, networkAccess },
    activeProfile: null,
  });
}

/**
 * The option to start a thread with when the user has chosen none; null leaves it to the configuration, which says something, or
 * could not be read.
 */
export async function unchosenPermissions(server: Pick<CodexServer, 'call'>, cwd: string): Promise<string | null> {
  const answer = await server.call('config/read', { cwd });
  const parsed = answer.ok ? config.safeParse(answer.value.config) : null;
  return parsed?.success && saysNothing(parsed.data) ? SKEIN_DEFAULT : null;
}

/** Whether a folder is trusted is no answer to what may run in it. */
const saysNothing = ({ approval_policy, sandbox_mode, default_permissions }: z.output<typeof config>): boolean =>
  !approval_policy && !sandbox_mode && !default_permissions;

const isBelow = (path: string | null, folders: readonly string[]): boolean =>
  path !== null && folders.some((folder) => isInside(path, folder) && !samePath(path, folder));

/** As it is written, else as Windows compares it. */
const trustIn = (projects: Projects, cwd: string): Projects[string]['trust_level'] =>
  (projects[cwd] ?? Object.entries(projects).find(([path]) => samePath(path, cwd))?.[1])?.trust_level;
