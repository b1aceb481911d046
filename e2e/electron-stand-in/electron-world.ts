import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { prepareDemoHome } from '../../src-main/core/demo-model/demo-home.ts';
import { startDemoModel } from '../../src-main/core/demo-model/demo-model.ts';
import { prepareSampleRepo } from '../../src-main/core/demo-model/sample-repository.ts';
import { run } from '../world.ts';
import { launchStandIn, type StandIn } from './launch-stand-in.ts';

/** One test's folders, demo model and Codex home, and Skein's main process on the stand-in. */
export interface ElectronWorld {
  readonly root: string;
  readonly skeinHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The sample project. */
  readonly shop: string;
  launch(args?: readonly string[], env?: Readonly<Record<string, string>>, main?: string): StandIn;
  /** Ends what was launched and removes the folders. */
  close(): Promise<void>;
}

export async function createElectronWorld(context: BrowserContext): Promise<ElectronWorld> {
  const root = await mkdtemp(join(tmpdir(), 'skein-electron-'));
  const [skeinHome, codexHome, tmp, shop] = [
    join(root, 'skein'),
    join(root, 'codex'),
    join(root, 'tmp'),
    join(root, 'shop'),
  ];
  await mkdir(tmp);
  await prepareSampleRepo(shop, run);
  const model = await startDemoModel({ wordsPerSecond: Number.POSITIVE_INFINITY });
  await prepareDemoHome({ dir: codexHome, url: model.url });
  const env = {
    PATH: `${join(tmp, '.local/bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: tmp,
    TMPDIR: tmp,
    SKEIN_HOME: skeinHome,
    CODEX_HOME: codexHome,
    SKEIN_CODEX_BIN: process.env['SKEIN_CODEX_BIN'],
  };
  const launched: StandIn[] = [];
  return {
    root,
    skeinHome,
    env,
    shop,
    launch: (args = [], change = {}, main?: string) => {
      const app = launchStandIn({ context, env: { ...env, ...change }, args, ...(main !== undefined && { main }) });
      launched.push(app);
      return app;
    },
    close: async () => {
      for (const app of launched) app.kill('SIGKILL');
      await Promise.all(launched.map((app) => app.exited));
      await model.stop();
      await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}
