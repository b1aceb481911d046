import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Json } from '../../../src-shared/model/json.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { KeyEdit } from '../codex/config-edits.ts';
import type { ReadConfig } from '../codex/config-gateway.ts';
import { mapMcpConfig, storedMcp } from '../codex/map-mcp.ts';
import { mcpConfigEdits, type McpChange } from '../codex/mcp-config-edits.ts';
import { sameJson, valueAt } from '../config/config-values.ts';
import { stampOf } from './mcp-stamp.ts';

type Edits = Result<readonly KeyEdit[], AppError>;

/** A new server: its name must be free, also of those that somebody else wrote down. */
export function additionOf(change: McpChange, read: ReadConfig): Edits {
  const taken = mapMcpConfig(read).some(({ name }) => name === change.name);
  return taken ? err({ code: 'mcp.exists', name: change.name }) : ok(mcpConfigEdits(change, {}));
}

/** @param seen the stamp that was shown when the change began; null: whatever it is by now */
export function changeOf(change: McpChange, seen: string | null, read: ReadConfig): Edits {
  const stored = storedMcp(read, change.name);
  const now = stored && stampOf(stored);
  if (seen !== null && now !== seen) {
    return err({ code: 'config.changed-elsewhere', keys: [`mcp_servers.${change.name}`] });
  }
  if (!stored && isElsewhere(change.name, read)) return err({ code: 'mcp.not-yours', name: change.name });
  const edits = mcpConfigEdits(change, stored ?? {});
  return ok(edits.filter(({ path, value }) => !sameJson(valueAt(read.user.config, path), value)));
}

/** One key of a server that is the user's own; without `key` the whole table. */
export function keyEditOf(name: string, key: string | null, value: Json, read: ReadConfig): Edits {
  if (!storedMcp(read, name)) {
    return err(isElsewhere(name, read) ? { code: 'mcp.not-yours', name } : { code: 'mcp.unknown', name });
  }
  return ok([{ path: key === null ? ['mcp_servers', name] : ['mcp_servers', name, key], value }]);
}

const isElsewhere = (name: string, read: ReadConfig): boolean => mapMcpConfig(read).some((one) => one.name === name);
