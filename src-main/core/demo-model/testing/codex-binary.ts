import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The native Codex executable: `SKEIN_CODEX_BIN`, else the bundled one. Its folder changed between versions. */
export function codexBinary(): string {
  const named = process.env.SKEIN_CODEX_BIN;
  if (named !== undefined && named !== '') return named;
  const fromCodex = createRequire(require.resolve('@openai/codex/package.json'));
  const platformPackage = `@openai/codex-${process.platform}-${process.arch}/package.json`;
  const vendor = join(dirname(fromCodex.resolve(platformPackage)), 'vendor');
  const name = process.platform === 'win32' ? 'codex.exe' : 'codex';
  const places = readdirSync(vendor).flatMap((triple) => [
    join(vendor, triple, 'bin', name),
    join(vendor, triple, 'codex', name),
  ]);
  const found = places.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`No ${name} below ${vendor}`);
  return found;
}

/** The version of the executable under test, such as `0.169.0`. */
export function codexVersion(): string {
  const line = execFileSync(codexBinary(), ['--version'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(line)?.[0] ?? line.trim();
}

/** A model that the executable under test knows and that is offered flat tools: an unknown one gets fewer of them. */
export function knownModel(): string {
  return codexVersion() === '0.124.0' ? 'gpt-5.4' : 'gpt-5.5';
}
