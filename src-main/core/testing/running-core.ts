import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createCore, type Core } from '../core.ts';
import { systemClock, type CoreConfig, type Ports } from '../ports.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * A core on the homes `skein` and `codex` inside `root`, with the real app-server. Its children's temporary folder is `root/tmp`: the
 * Codex home must not lie inside it.
 */
export function startTestCore(
  root: string,
  change: Partial<CoreConfig> & Partial<Pick<Ports, 'quit' | 'askToQuit' | 'onResume' | 'clock' | 'log'>> = {},
): Promise<Result<Core, AppError>> {
  const {
    quit = () => undefined,
    askToQuit = null,
    onResume = null,
    clock = systemClock,
    log = quiet,
    ...config
  } = change;
  return createCore(
    {
      shell: 'web',
      pickFolder: null,
      reveal: null,
      openExternal: null,
      quit,
      askToQuit,
      onResume,
      system: null,
      windows: null,
      vault: null,
      fileUrl: (fileId) => `/file/${fileId}`,
      log,
      clock,
    },
    {
      version: '1.2.3',
      skeinHome: join(root, 'skein'),
      codexHome: join(root, 'codex'),
      codexBinary: process.env['SKEIN_CODEX_BIN'] ?? null,
      codexDir: null,
      startCommand: null,
      tokenCommand: null,
      env: { ...process.env, HOME: root, TMPDIR: join(root, 'tmp') },
      homeFolder: root,
      platform: 'linux',
      ...config,
    },
  );
}
