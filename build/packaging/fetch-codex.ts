// node --import tsx build/packaging/fetch-codex.ts [PLATFORM-ARCH…]: puts the Codex of each target under vendor/codex/, from the package that
// the lockfile names, and only if it is that very package: its sha512 is compared before anything is unpacked.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { TARGETS, targetName } from './codex-targets.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
/** Holds the integrity of what was unpacked, so that nothing is fetched twice. */
const STAMP = '.integrity';

interface Locked {
  readonly version: string;
  readonly integrity: string;
}

/** What the lockfile says of a target's package; throws when it says nothing. */
export function lockedCodex(lockfile: string, target: string): Locked {
  const { packages } = JSON.parse(lockfile) as {
    readonly packages: Readonly<Record<string, Partial<Locked> | undefined>>;
  };
  const { version, integrity } = packages[`node_modules/@openai/codex-${target}`] ?? {};
  if (version === undefined || !integrity?.startsWith('sha512-'))
    throw new Error(`The lockfile names no Codex for ${target}`);
  return { version, integrity };
}

/** The integrity of a file, as npm writes it. */
export async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/** Unpacks a package's file into a folder, if it has the integrity it should have; throws, and touches nothing, if not. */
export async function unpackVerified(file: string, integrity: string, folder: string): Promise<void> {
  const found = await integrityOf(file);
  if (found !== integrity)
    throw new Error(`${file} is not the package that the lockfile names: ${found} instead of ${integrity}`);
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await run('tar', ['-xzf', file, '-C', fresh, '--strip-components', '1']);
  await writeFile(join(fresh, STAMP), integrity);
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
}

async function fetchCodex(target: string): Promise<void> {
  const { version, integrity } = lockedCodex(await readFile(join(ROOT, 'package-lock.json'), 'utf8'), target);
  const folder = join(ROOT, 'vendor/codex', target);
  const stamp = join(folder, STAMP);
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === integrity) return;
  const temporary = await mkdtemp(join(tmpdir(), 'skein-codex-'));
  try {
    const words = ['pack', `@openai/codex@${version}`, '--pack-destination', temporary, '--json'];
    const cli = process.env['npm_execpath'];
    const { stdout } = cli
      ? await run(process.execPath, [cli, ...words])
      : await run('npm', words, { shell: process.platform === 'win32' });
    const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
    if (!packed) throw new Error(`npm packed nothing for ${target}`);
    await unpackVerified(join(temporary, packed.filename), integrity, folder);
    process.stdout.write(`Codex ${version} for ${target}: ${folder}\n`);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const known = TARGETS.map(targetName);
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`No such target: ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  for (const target of asked.length > 0 ? asked : [`${process.platform}-${process.arch}`]) await fetchCodex(target);
}
