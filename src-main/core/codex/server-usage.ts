import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerUsage } from '../../../src-shared/model/server.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { homeSizes } from './diagnosis.ts';

/** What a server takes of memory and disk. One that is not running still has its files. */
export async function readServerUsage(server: CodexServer): Promise<Result<ServerUsage, AppError>> {
  const { phase, capabilities, hostId, codexHome } = server.state();
  const runs = phase.kind === 'ready';
  const [memory, loaded, home] = await Promise.all([
    runs && capabilities?.diagnostics === true ? server.call('server/diagnostics', {}) : null,
    runs ? server.call('thread/loaded/list', {}) : null,
    hostId === 'local' ? homeSizes(codexHome) : null,
  ]);
  return ok({
    memoryBytes: memory?.ok === true ? memory.value.process.residentMemoryBytes : null,
    loadedThreads: loaded?.ok === true ? loaded.value.data.length : null,
    home,
  });
}
