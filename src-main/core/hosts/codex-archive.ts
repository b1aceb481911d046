import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { HostInstall } from '../../../src-shared/model/host.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { findCodexBinary } from '../codex/codex-binary.ts';
import { CODEX_PACKAGES, CODEX_VERSION } from './codex-packages.ts';
import type { Host } from './host.ts';

const PUBLIC_REGISTRY = 'https://registry.npmjs.org';
/** Packing some hundred megabytes on a slow disk. */
const PACK_TIMEOUT_MS = 10 * 60_000;

/** A file with Codex for another machine, and the sha512 that it must have when it has arrived. */
export interface CodexArchive {
  readonly file: string;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha512: string;
  /** Where it is unpacked: what the registry has begins with `package/` itself. */
  readonly into: 'package' | '.';
  dispose(): Promise<void>;
}

export interface ArchiveOptions {
  /** This machine, where `tar` is started. */
  readonly host: Host;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a packaged app keeps its Codex. */
  readonly codexDir: string | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: HostInstall) => void;
}

/**
 * The Codex of this Skein for a platform (`linux-x64`): what comes with this Skein where that fits, else the package from the registry (of
 * `npm_config_registry`, where it is set), taken only with the integrity that the lockfile names.
 */
export async function takeArchive(target: string, options: ArchiveOptions): Promise<Result<CodexArchive, AppError>> {
  const folder = await mkdtemp(join(tmpdir(), 'skein-codex-'));
  const file = join(folder, 'codex.tgz');
  const dispose = () => rm(folder, { recursive: true, force: true });
  const bundled = target === `${process.platform}-${process.arch}` ? bundledPackage(options.codexDir) : null;
  const taken = bundled === null ? await fetchPackage(target, file, options) : await pack(bundled, file, options);
  if (taken.ok) return ok({ ...taken.value, file, bytes: (await stat(file)).size, dispose });
  await dispose();
  return taken;
}

type Taken = Pick<CodexArchive, 'sha512' | 'into'>;
const failed = (reason: 'fetch' | 'checksum', detail: string) =>
  err({ code: 'host.install-failed', reason, detail } as const);

/** The folder that holds `vendor/<triple>/bin/codex`. */
function bundledPackage(codexDir: string | null): string | null {
  const found = findCodexBinary({ codexBinary: null, codexDir });
  const vendor = found.ok ? dirname(dirname(dirname(found.value.path))) : '';
  return basename(vendor) === 'vendor' ? dirname(vendor) : null;
}

async function pack(folder: string, file: string, options: ArchiveOptions): Promise<Result<Taken, AppError>> {
  const { host, env, signal, onProgress } = options;
  onProgress({ kind: 'running', step: 'packing', bytes: 0, totalBytes: null });
  const args = ['-czf', file, '-C', folder, 'vendor'];
  const done = await host.run({ program: 'tar', args, cwd: folder, env, timeoutMs: PACK_TIMEOUT_MS, signal });
  if (done.exit.kind !== 'exited' || done.exit.code !== 0) return failed('fetch', done.stderr.trim());
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return ok({ sha512: hash.digest('hex'), into: 'package' });
}

async function fetchPackage(target: string, file: string, options: ArchiveOptions): Promise<Result<Taken, AppError>> {
  const { env, signal, onProgress } = options;
  const integrity = CODEX_PACKAGES[target];
  if (integrity === undefined) return err({ code: 'host.no-package', system: target });
  const registry = (env['npm_config_registry'] ?? PUBLIC_REGISTRY).replace(/\/+$/, '');
  const hash = createHash('sha512');
  let bytes = 0;
  try {
    const answer = await fetch(`${registry}/@openai/codex/-/codex-${CODEX_VERSION}-${target}.tgz`, { signal });
    if (!answer.ok || !answer.body) return failed('fetch', `${answer.status} ${answer.statusText}`.trim());
    const totalBytes = Number(answer.headers.get('content-length')) || null;
    const counting = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        hash.update(chunk);
        bytes += chunk.length;
        onProgress({ kind: 'running', step: 'fetching', bytes, totalBytes });
        done(null, chunk);
      },
    });
    await pipeline(Readable.from(answer.body), counting, createWriteStream(file), { signal });
  } catch (error) {
    return failed('fetch', wordsOf(error));
  }
  const sha512 = hash.digest();
  return `sha512-${sha512.toString('base64')}` === integrity
    ? ok({ sha512: sha512.toString('hex'), into: '.' })
    : failed('checksum', `${CODEX_VERSION}-${target}`);
}

/** What a failed fetch says is in its cause. */
const wordsOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};
