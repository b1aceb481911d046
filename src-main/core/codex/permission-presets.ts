import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { PermissionsOption } from '../../../src-shared/model/catalog.ts';
import type { ServerCapabilities } from '../../../src-shared/model/server.ts';
import type { PermissionsChoice } from '../../../src-shared/model/thread.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { AskForApproval } from './protocol/generated/v2/AskForApproval';
import type { SandboxMode } from './protocol/generated/v2/SandboxMode';
import type { SandboxPolicy } from './protocol/generated/v2/SandboxPolicy';

type Preset = Extract<PermissionsChoice, { kind: 'preset' }>['preset'];

/**
 * What Skein's four presets mean to Codex. `ask` stops before every command that Codex does not trust by itself (on 0.169 that is every
 * one, on 0.124 safe reads pass); `auto` works alone inside the folder and asks before leaving the sandbox.
 */
const PRESETS: Readonly<Record<Preset, { approvalPolicy: AskForApproval; sandbox: SandboxMode }>> = {
  readOnly: { approvalPolicy: 'on-request', sandbox: 'read-only' },
  ask: { approvalPolicy: 'untrusted', sandbox: 'workspace-write' },
  auto: { approvalPolicy: 'on-request', sandbox: 'workspace-write' },
  fullAccess: { approvalPolicy: 'never', sandbox: 'danger-full-access' },
};

const PRESET_NAMES: readonly Preset[] = ['readOnly', 'ask', 'auto', 'fullAccess'];

/** A named profile decides about the sandbox alone. Without a policy beside it a thread that came from full access would never ask. */
const PROFILE_POLICY: AskForApproval = 'on-request';
const PROFILE_PREFIX = 'profile:';

const FULL_POLICIES: Readonly<Record<SandboxMode, SandboxPolicy>> = {
  'read-only': { type: 'readOnly', networkAccess: false },
  'workspace-write': {
    type: 'workspaceWrite',
    // Both versions add what the configuration or the version itself always allows.
    writableRoots: [],
    networkAccess: false,
    excludeTmpdirEnvVar: false,
    excludeSlashTmp: false,
  },
  'danger-full-access': { type: 'dangerFullAccess' },
};

/** One choice in the two spellings of the protocol; `permissions` and a sandbox exclude each other. */
export interface PermissionParams {
  /** For `thread/start`, `thread/resume` and `thread/fork`. */
  readonly thread:
    | { readonly approvalPolicy: AskForApproval; readonly sandbox: SandboxMode }
    | { readonly approvalPolicy: AskForApproval; readonly permissions: string };
  /** For `turn/start` and `thread/settings/update`. */
  readonly turn:
    | { readonly approvalPolicy: AskForApproval; readonly sandboxPolicy: SandboxPolicy }
    | { readonly approvalPolicy: AskForApproval; readonly permissions: string };
}

/**
 * Parameters for a `PermissionsOption` id. 0.124 takes `permissions` and silently does nothing with it, so a profile is refused there.
 *
 * @param version of the server, for the error's words
 */
export function presetToParams(
  id: string,
  capabilities: Pick<ServerCapabilities, 'permissionProfiles'>,
  version: string,
): Result<PermissionParams, AppError> {
  if (id.startsWith(PROFILE_PREFIX)) {
    if (!capabilities.permissionProfiles) {
      return err({ code: 'codex.unsupported', feature: 'permissionProfiles', version });
    }
    const choice = { approvalPolicy: PROFILE_POLICY, permissions: id.slice(PROFILE_PREFIX.length) };
    return ok({ thread: choice, turn: choice });
  }
  const preset = PRESET_NAMES.find((name) => name === id);
  if (!preset) return err({ code: 'rpc.bad-input', issues: [`permissions: ${id}`] });
  const { approvalPolicy, sandbox } = PRESETS[preset];
  return ok({
    thread: { approvalPolicy, sandbox },
    turn: { approvalPolicy, sandboxPolicy: FULL_POLICIES[sandbox] },
  });
}

/** As the server reports it; older versions leave fields out and have other policies, hence the loose types. */
export interface ServerPermissions {
  readonly approvalPolicy: string | { readonly granular: unknown };
  readonly sandbox: { readonly type: string; readonly networkAccess?: boolean | string };
  readonly activeProfile: { readonly id: string } | null;
}

/**
 * What a thread really runs with. A preset is named only when nothing differs from it; extra writable folders are not a difference,
 * because both versions add some by themselves.
 */
export function choiceFromServer({ approvalPolicy, sandbox, activeProfile }: ServerPermissions): PermissionsChoice {
  // Codex's own profiles begin with a colon and are what the sandbox field says in other words.
  if (activeProfile && !activeProfile.id.startsWith(':')) return { kind: 'profile', id: activeProfile.id };
  const mode = modeOf(sandbox);
  const network = mode !== 'danger-full-access' && ![undefined, false, 'restricted'].includes(sandbox.networkAccess);
  const preset = PRESET_NAMES.find(
    (name) => PRESETS[name].sandbox === mode && PRESETS[name].approvalPolicy === approvalPolicy,
  );
  if (preset && !network) return { kind: 'preset', preset };
  const policy = typeof approvalPolicy === 'string' ? approvalPolicy : 'granular';
  const label = [mode, ...(network ? ['network'] : []), policy].join(' · ');
  return { kind: 'custom', label, dangerous: mode === 'danger-full-access' };
}

/** The id of the option that stands for a choice; null for one that cannot be picked from the list. */
export function optionIdOf(choice: PermissionsChoice): string | null {
  if (choice.kind === 'preset') return choice.preset;
  return choice.kind === 'profile' ? `${PROFILE_PREFIX}${choice.id}` : null;
}

/** The option id of a named profile. */
export const profileOptionId = (profile: string): string => `${PROFILE_PREFIX}${profile}`;

/** Every preset as an option; its words are fallbacks, the window has its own. */
export const PRESET_OPTIONS: readonly PermissionsOption[] = [
  {
    id: 'readOnly',
    label: 'Read only',
    description: 'Reads files. Asks before it writes or reaches the network.',
    dangerous: false,
  },
  { id: 'ask', label: 'Ask', description: 'Works in this folder. Asks before each command.', dangerous: false },
  {
    id: 'auto',
    label: 'Auto',
    description: 'Reads, writes and runs in this folder. Asks before it leaves it.',
    dangerous: false,
  },
  {
    id: 'fullAccess',
    label: 'Full access',
    description: 'Runs anything, anywhere, with the network, and never asks.',
    dangerous: true,
  },
];

function modeOf({ type }: ServerPermissions['sandbox']): string {
  switch (type) {
    case 'readOnly':
      return 'read-only';
    case 'workspaceWrite':
      return 'workspace-write';
    case 'dangerFullAccess':
      return 'danger-full-access';
    default:
      return type;
  }
}
