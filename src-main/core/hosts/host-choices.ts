import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { HostChoices } from '../../../src-shared/model/host.ts';
import type { Host } from './host.ts';
import { parseSshConfig } from './ssh-config.ts';
import { parseWslList } from './wsl-list.ts';

const LIST_TIMEOUT_MS = 15_000;

/** Distributions of WSL and hosts of the user's SSH configuration. Where there is no wsl.exe, or no configuration, null. */
export async function findHostChoices(options: {
  readonly host: Host;
  readonly homeFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<HostChoices> {
  const { host, homeFolder, env } = options;
  const listed = await host.run({
    ...{ program: 'wsl.exe', args: ['--list', '--verbose'], cwd: homeFolder, env, timeoutMs: LIST_TIMEOUT_MS },
  });
  const wsl = listed.exit.kind === 'exited' ? parseWslList(listed.stdout) : null;
  return { wsl, ssh: sshChoices(join(homeFolder, '.ssh')) };
}

function sshChoices(folder: string): HostChoices['ssh'] {
  const config = read(join(folder, 'config'));
  if (config === null) return null;
  return parseSshConfig(config, (pattern) => {
    const path = isAbsolute(pattern) ? pattern : join(folder, pattern.replace(/^~\/\.ssh\//, ''));
    return matching(path).flatMap((file) => read(file) ?? []);
  });
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there, or not for us.
    return null;
  }
}

/** Files of one folder whose name has the pattern's form; `*` and `?` stand for characters of it. */
function matching(path: string): readonly string[] {
  const form = new RegExp(
    `^${basename(path)
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  try {
    const names = readdirSync(dirname(path)).filter((name) => form.test(name));
    return names.sort().map((name) => join(dirname(path), name));
  } catch {
    return [];
  }
}
