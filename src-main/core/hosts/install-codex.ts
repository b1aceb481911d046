import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { HostInstall } from '../../../src-shared/model/host.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { takeArchive, type ArchiveOptions, type CodexArchive } from './codex-archive.ts';
import { CODEX_PACKAGES, CODEX_VERSION } from './codex-packages.ts';
import type { HostProcess, ProcessExit } from './host.ts';
import { INSTALL_EXITS, installScript, PROBE_SCRIPT, readProbe } from './install-script.ts';

/**
 * Puts the Codex of this Skein into the home of another machine. When it is given up, or fails, nothing of it stays there.
 *
 * @param start runs a script there, its standard streams here
 */
export async function installCodex(
  start: (script: string) => HostProcess,
  options: ArchiveOptions,
): Promise<Result<null, AppError>> {
  const { signal, onProgress } = options;
  onProgress({ kind: 'running', step: 'looking', bytes: 0, totalBytes: null });
  const probe = await follow(start(PROBE_SCRIPT), signal, null);
  if (!isDone(probe.exit)) return err(describe(probe));
  const { target, system } = readProbe(probe.lines.join('\n'));
  if (target === null || CODEX_PACKAGES[target] === undefined) return err({ code: 'host.no-package', system });
  const archive = await takeArchive(target, options);
  if (!archive.ok) return archive;
  try {
    const sent = await follow(start(installScript(archive.value)), signal, { archive: archive.value, onProgress });
    if (!isDone(sent.exit)) return err(describe(sent));
    const path = sent.lines.flatMap((line) => /^skein:installed (.*)$/.exec(line)?.[1] ?? []).at(-1) ?? '';
    onProgress({ kind: 'done', version: CODEX_VERSION, path });
    return ok(null);
  } finally {
    await archive.value.dispose();
  }
}

interface Followed {
  readonly exit: ProcessExit;
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** Feeds a script and hears it out. Aborted, it is ended; over there its input is at its end then, and the sum of what came is wrong. */
async function follow(
  child: HostProcess,
  signal: AbortSignal,
  sending: {
    readonly archive: CodexArchive;
    readonly onProgress: (progress: HostInstall) => void;
  } | null,
): Promise<Followed> {
  signal.addEventListener('abort', child.kill);
  if (signal.aborted) child.kill();
  const lines: string[] = [];
  const reading = createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (line === 'skein:checked')
      sending?.onProgress({ kind: 'running', step: 'unpacking', bytes: 0, totalBytes: null });
  });
  let stderr = '';
  child.stderr.on('data', (part: Buffer | string) => {
    stderr = (stderr + part.toString()).slice(-2_000);
  });
  if (sending) await send(child, sending.archive, sending.onProgress);
  else child.stdin.end();
  const exit = await child.exited;
  reading.close();
  signal.removeEventListener('abort', child.kill);
  return { exit, lines, stderr };
}

async function send(
  child: HostProcess,
  { file, bytes: totalBytes }: CodexArchive,
  onProgress: (progress: HostInstall) => void,
): Promise<void> {
  let bytes = 0;
  const counting = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      onProgress({ kind: 'running', step: 'sending', bytes, totalBytes });
      done(null, chunk);
    },
  });
  // One that ends in the midst of it says why by its exit.
  await pipeline(createReadStream(file), counting, child.stdin).catch(() => undefined);
}

const isDone = (exit: ProcessExit): boolean => exit.kind === 'exited' && exit.code === 0;

function describe({ exit, stderr }: Followed): AppError {
  const detail = stderr.trim();
  if (exit.kind === 'failed') {
    const refused = exit.code === 'HOST_REFUSED';
    return { code: refused ? 'host.refused' : 'host.unreachable', detail: exit.message };
  }
  const reason = INSTALL_EXITS[exit.code ?? -1];
  return reason ? { code: 'host.install-failed', reason, detail } : { code: 'host.unreachable', detail };
}
