import type { ThreadSettings } from '../../../src-shared/model/thread.ts';
import { choiceFromServer, type ServerPermissions } from './permission-presets.ts';
import type { ThreadSettings as CodexSettings } from './protocol/generated/v2/ThreadSettings';
import type { ResponseOf } from './protocol-types.ts';

type Started = ResponseOf<'thread/start'> | ResponseOf<'thread/resume'> | ResponseOf<'thread/fork'>;

/**
 * What a thread runs with, from the answer to `thread/start`, `thread/resume` or `thread/fork`. 0.124 says nothing of the
 * collaboration mode; what Skein chose last is then the best there is (`known`).
 */
export function settingsOfStarted(started: Started, known: ThreadSettings['mode'] = 'default'): ThreadSettings {
  const mode = 'collaborationMode' in started ? started.collaborationMode?.mode : undefined;
  return {
    model: started.model,
    effort: started.reasoningEffort,
    permissions: choiceFromServer(
      permissionsOf(started.approvalPolicy, started.sandbox, started.activePermissionProfile),
    ),
    mode: mode ?? known,
    serviceTier: started.serviceTier,
  };
}

export function settingsOfUpdate(settings: CodexSettings): ThreadSettings {
  const { approvalPolicy, sandboxPolicy, activePermissionProfile } = settings;
  return {
    model: settings.model,
    effort: settings.effort,
    permissions: choiceFromServer(permissionsOf(approvalPolicy, sandboxPolicy, activePermissionProfile)),
    mode: settings.collaborationMode.mode,
    serviceTier: settings.serviceTier,
  };
}

/** 0.124 has no active profile. */
function permissionsOf(
  approvalPolicy: ServerPermissions['approvalPolicy'],
  sandbox: ServerPermissions['sandbox'],
  activeProfile: ServerPermissions['activeProfile'] | undefined,
): ServerPermissions {
  return { approvalPolicy, sandbox, activeProfile: activeProfile ?? null };
}

/** Of a thread that is listed but not loaded: 0.169 knows what it ran with last. */
export function settingsOfStored(thread: { model?: string | null; reasoningEffort?: string | null }): ThreadSettings {
  return {
    model: thread.model ?? null,
    effort: thread.reasoningEffort ?? null,
    permissions: null,
    mode: 'default',
    serviceTier: null,
  };
}
