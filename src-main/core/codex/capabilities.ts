import type { ServerCapabilities } from '../../../src-shared/model/server.ts';
import { compareVersions } from './codex-version.ts';
import type { CodexVersion } from './codex-version.ts';

/** What 0.124.0 has (measured; app-server.md §3 and §4). */
const OLD: ServerCapabilities = {
  threadSearch: false,
  searchOccurrences: false,
  readState: false,
  sections: false,
  deleteThread: false,
  settingsUpdate: false,
  backgroundTerminals: false,
  serverQueue: false,
  goals: false,
  permissionProfiles: false,
  collaborationModes: true,
  pagedHistory: false,
  rewind: 'rollback',
  forkAtTurn: false,
  hookLists: false,
  diagnostics: false,
  mcpByName: false,
  quotedKeys: false,
};

/** What 0.169.0 has. */
const NEW: ServerCapabilities = {
  threadSearch: true,
  searchOccurrences: true,
  readState: true,
  sections: true,
  deleteThread: true,
  settingsUpdate: true,
  backgroundTerminals: true,
  serverQueue: true,
  goals: true,
  permissionProfiles: true,
  collaborationModes: true,
  pagedHistory: true,
  rewind: 'revert',
  forkAtTurn: true,
  hookLists: true,
  diagnostics: true,
  mcpByName: true,
  quotedKeys: true,
};

/** Where the new set starts. Between the two measured versions nothing is promised, so the old set is assumed there. */
const NEW_SINCE: CodexVersion = { major: 0, minor: 169, patch: 0, text: '0.169.0' };

export function capabilitiesOf(version: CodexVersion): ServerCapabilities {
  return compareVersions(version, NEW_SINCE) >= 0 ? NEW : OLD;
}
