import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CoreConfig } from '../core/ports.ts';

/** Set by the build from package.json. */
declare const __SKEIN_VERSION__: string;
export const SKEIN_VERSION: string = typeof __SKEIN_VERSION__ === 'string' ? __SKEIN_VERSION__ : '0.0.0';

/** Skein's own data: `SKEIN_HOME`, else `~/.skein`. */
export const skeinHomeOf = (env: NodeJS.ProcessEnv): string => resolve(env['SKEIN_HOME'] || join(homedir(), '.skein'));

/** Turns the environment into the core's configuration. Empty variables count as not set, as shells have it. */
export function coreConfig(options: {
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  /** Folder of the packaged Codex; null outside a packaged app. */
  readonly codexDir: string | null;
  readonly startCommand: readonly string[] | null;
}): CoreConfig {
  const { version, codexDir, startCommand } = options;
  // What an agent runs has no need to know how tokens are had.
  const { SKEIN_TOKEN_COMMAND: tokenCommand, ...env } = options.env;
  return {
    version,
    skeinHome: skeinHomeOf(env),
    codexHome: resolve(env['CODEX_HOME'] || join(homedir(), '.codex')),
    codexBinary: env['SKEIN_CODEX_BIN'] || null,
    codexDir,
    startCommand,
    tokenCommand: tokenCommand || null,
    env,
    homeFolder: homedir(),
    platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
  };
}
