import { mkdirSync } from 'node:fs';
import type { Host, HostProcess } from '../hosts/host.ts';
import { withToolFolders } from './codex-binary.ts';
import type { CodexBinary } from './codex-binary.ts';
import type { ServerLog } from './server-log.ts';

/** Starts an app-server as a process of this machine. */
export function startLocal(options: {
  readonly host: Host;
  readonly binary: CodexBinary;
  readonly codexHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly serverLog: ServerLog;
}): HostProcess {
  const { host, binary, codexHome, serverLog } = options;
  makeFolder(codexHome, serverLog);
  const env = withToolFolders({ ...options.env, CODEX_HOME: codexHome }, binary);
  return host.spawn({ program: binary.path, args: ['app-server'], cwd: codexHome, env });
}

/** Codex refuses a home that does not exist. If it cannot be made, the start that follows fails and says so. */
function makeFolder(folder: string, serverLog: ServerLog): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    serverLog.note(`cannot create ${folder}: ${String(error)}`);
  }
}
