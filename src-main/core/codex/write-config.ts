import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { toEdit, type KeyEdit } from './config-gateway.ts';

/**
 * Writes keys of the user's `config.toml` that belong to what was just looked at (a plugin, an MCP server, a hook), whatever else stands
 * in the file by now; threads that are loaded take them up.
 */
export async function writeConfig(server: CodexServer, edits: readonly KeyEdit[]): Promise<Result<null, AppError>> {
  const answer = await server.call('config/batchWrite', { edits: edits.map(toEdit), reloadUserConfig: true });
  return answer.ok ? ok(null) : answer;
}
