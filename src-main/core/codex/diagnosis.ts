import { opendir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerDiagnosis, ServerFailure, ServerUsage } from '../../../src-shared/model/server.ts';
import type { Host } from '../hosts/host.ts';
import { parseVersion } from './codex-version.ts';

/** From here on the size alone explains a start that hangs. */
const LARGE_LOG_BYTES = 1024 ** 3;
const MANY_SESSIONS = 20_000;
/** Looking stops here: the advice is clear by then. */
const MAX_SESSION_FILES = 200_000;
const VERSION_TIMEOUT_MS = 5000;

export interface DiagnosisInput {
  readonly failure: ServerFailure['kind'];
  readonly codexHome: string;
  readonly binary: string | null;
  /** As the server told it; null: the binary is asked. */
  readonly version: string | null;
  readonly host: Host;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Looks at the Codex home of a server that did not start, and says what to do. Reads only; unreadable parts count as empty. */
export async function diagnose(input: DiagnosisInput): Promise<ServerDiagnosis> {
  const { codexHome, binary, host } = input;
  const local = host.id === 'local';
  const [found, version] = await Promise.all([
    local ? homeSizes(codexHome) : { logDatabaseBytes: 0, sessionsBytes: 0, sessionFiles: 0 },
    input.version ?? askVersion(input),
  ]);
  return { binary, version, codexHome, ...found, advice: advise(input.failure, found) };
}

/** How much lies in a Codex home of this machine. */
export async function homeSizes(codexHome: string): Promise<NonNullable<ServerUsage['home']>> {
  const [logDatabaseBytes, sessions] = await Promise.all([
    logDatabaseSize(codexHome),
    sessionsSize(join(codexHome, 'sessions')),
  ]);
  return { logDatabaseBytes, sessionsBytes: sessions.bytes, sessionFiles: sessions.files };
}

/** What to tell the user first. */
export function advise(
  failure: ServerFailure['kind'],
  found: Pick<ServerDiagnosis, 'logDatabaseBytes' | 'sessionFiles'>,
): ServerDiagnosis['advice'] {
  if (failure === 'binary-missing' || failure === 'spawn-failed') return 'install-codex';
  if (failure === 'unsupported-version') return 'update-codex';
  if (found.logDatabaseBytes >= LARGE_LOG_BYTES) return 'large-log-database';
  if (failure === 'handshake-timeout' && found.sessionFiles >= MANY_SESSIONS) return 'many-sessions';
  return 'see-log';
}

/** The log databases are `logs_<n>.sqlite` with their `-wal` and `-shm`. */
async function logDatabaseSize(codexHome: string): Promise<number> {
  const names = await readdir(codexHome).catch(() => []);
  const sizes = names.filter((name) => /^logs.*\.sqlite/.test(name)).map((name) => fileSize(join(codexHome, name)));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Rollouts lie in `sessions/<year>/<month>/<day>/`. */
async function sessionsSize(folder: string): Promise<{ bytes: number; files: number }> {
  const found = { bytes: 0, files: 0 };
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const entries = await opendir(next).catch(() => null);
    if (!entries) continue;
    for await (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) {
        found.files++;
        found.bytes += await fileSize(path);
        if (found.files >= MAX_SESSION_FILES) return found;
      }
    }
  }
  return found;
}

async function fileSize(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found?.size ?? 0;
}

/** `codex --version` prints `codex-cli 0.169.0`. */
async function askVersion({ host, binary, codexHome, env }: DiagnosisInput): Promise<string | null> {
  if (binary === null) return null;
  const command = { program: binary, args: ['--version'], cwd: codexHome, env, timeoutMs: VERSION_TIMEOUT_MS };
  const { stdout } = await host.run(command);
  const word = stdout.toString('utf8').trim().split(/\s+/).at(-1) ?? '';
  return parseVersion(word)?.text ?? null;
}
