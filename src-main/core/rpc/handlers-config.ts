import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { ConfigService } from '../config/config-service.ts';

export const configHandlers = (config: ConfigService): AppHandlers['config'] => ({
  watch: ({ serverId, cwd }, sink) => config.watch(serverId, cwd, sink),
  watchHealth: ({ serverId }, sink) => config.watchHealth(serverId, sink),
  write: ({ serverId, edits, overwrite }) => config.write(serverId, edits, overwrite),
  setFeature: ({ serverId, name, enabled }) => config.setFeature(serverId, name, enabled),
  setVariable: ({ serverId, name, value }) => config.setVariable(serverId, name, value),
  saveProfile: ({ serverId, isNew, ...profile }) => config.saveProfile(serverId, profile, isNew),
  removeProfile: ({ serverId, id }) => config.removeProfile(serverId, id),
  watchRules: ({ serverId, cwd }, sink) => config.watchRules(serverId, cwd, sink),
  revokeRule: ({ serverId, cwd, ...rule }) => config.changeRule(serverId, cwd, rule, 'revoke'),
  restoreRule: ({ serverId, cwd, ...rule }) => config.changeRule(serverId, cwd, rule, 'restore'),
  readText: ({ serverId, which }) => config.readText(serverId, which),
  writeText: ({ serverId, which, text, expected }) => config.writeText(serverId, which, text, expected),
  memory: ({ serverId }) => config.memory(serverId),
  threadMemory: ({ serverId, threadId }) => config.threadMemory(serverId, threadId),
  setThreadMemory: ({ serverId, threadId, remembered }) => config.setThreadMemory(serverId, threadId, remembered),
  resetMemory: ({ serverId }) => config.resetMemory(serverId),
});
