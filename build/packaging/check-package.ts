import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listAsar } from './asar-listing.ts';
import { PROGRAM_HEAD_BYTES, programTarget, targetName, type Target } from './codex-targets.ts';

/** What has to be in the archive; everything else comes with it. */
const NEEDED = ['package.json', 'out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'];
/** Sources, tests, maps and what a developer's folder may hold that is nobody else's business. */
const FORBIDDEN =
  /\.(ts|tsx|map|md|pem|key|p12|pfx|env|jsonl|sqlite)$|(^|\/)(\.env|\.npmrc|\.git|node_modules|src-[a-z]+|e2e|bench|test-results|auth\.json)(\/|$)|\.test\./i;
const SECRET =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bnpm_[A-Za-z0-9]{36}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bsk-[A-Za-z0-9]{32,}\b|\bAKIA[0-9A-Z]{16}\b/;
const MAX_APP_BYTES = 60 * 1024 * 1024;
/** A real Codex is far larger; a text file that says "not found" is not. */
const MIN_CODEX_BYTES = 4096;

export interface PackageFacts {
  /** What is wrong, in words; empty for a good package. */
  readonly complaints: readonly string[];
  readonly asarBytes: number;
  readonly asarFiles: number;
  /** Of Codex and its tools. */
  readonly codexBytes: number;
  readonly resourcesBytes: number;
}

/** Looks into the resources of a packed app: what is there, what must not be, and whether its Codex runs on the system it is for. */
export function checkPackage(resources: string, target: Target): PackageFacts {
  const complaints: string[] = [];
  const archive = join(resources, 'app.asar');
  if (!existsSync(archive))
    return { complaints: ['no app.asar'], asarBytes: 0, asarFiles: 0, codexBytes: 0, resourcesBytes: 0 };
  const files = listAsar(archive);
  const paths = new Set(files.map(({ path }) => path));
  for (const path of NEEDED) if (!paths.has(path)) complaints.push(`missing: ${path}`);
  for (const { path, unpacked } of files) {
    if (FORBIDDEN.test(path)) complaints.push(`does not belong there: ${path}`);
    if (unpacked) complaints.push(`unpacked: ${path}`);
  }
  for (const { path, read } of files.filter(({ path }) => /\.(js|cjs|json|html)$/.test(path)))
    if (SECRET.test(read().toString('latin1'))) complaints.push(`looks like a secret: ${path}`);
  const asarBytes = statSync(archive).size;
  if (asarBytes > MAX_APP_BYTES) complaints.push(`app.asar has ${asarBytes} bytes`);
  for (const name of ['third-party-notices.txt', 'LICENSE.txt'])
    if (!existsSync(join(resources, name))) complaints.push(`missing: ${name}`);
  complaints.push(...checkCodex(join(resources, 'codex'), target));
  return {
    complaints,
    asarBytes,
    asarFiles: files.length,
    codexBytes: bytesBelow(join(resources, 'codex')),
    resourcesBytes: bytesBelow(resources),
  };
}

function checkCodex(folder: string, target: Target): string[] {
  const name = target.platform === 'win32' ? 'codex.exe' : 'codex';
  const programs = filesBelow(folder).filter((path) => path.endsWith(`/${name}`) || path.endsWith(`\\${name}`));
  const [program] = programs;
  if (program === undefined) return [`missing: ${name}`];
  const { mode, size } = statSync(program);
  const made = programTarget(headOf(program));
  return [
    ...(size < MIN_CODEX_BYTES ? [`Codex has ${size} bytes`] : []),
    ...(target.platform !== 'win32' && (mode & 0o111) !== 0o111 ? ['Codex is not executable'] : []),
    ...(made === null || targetName(made) !== targetName(target)
      ? [`Codex is made for ${made === null ? 'nothing that is known' : targetName(made)}, not ${targetName(target)}`]
      : []),
  ];
}

function headOf(file: string): Uint8Array {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(PROGRAM_HEAD_BYTES);
    return head.subarray(0, readSync(handle, head, 0, head.length, 0));
  } finally {
    closeSync(handle);
  }
}

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];
const bytesBelow = (folder: string): number => filesBelow(folder).reduce((sum, path) => sum + statSync(path).size, 0);
