import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDemoHome, type DemoHomeOptions, type SandboxMode } from '../src-main/core/demo-model/demo-home.ts';
import { startDemoModel, type DemoModel, type DemoModelOptions } from '../src-main/core/demo-model/demo-model.ts';
import { prepareSampleRepo, type RunCommand } from '../src-main/core/demo-model/sample-repository.ts';
import { knownModel } from '../src-main/core/demo-model/testing/codex-binary.ts';
import { probeSandbox } from '../src-main/core/demo-model/testing/demo-server.ts';
import { startWebHost, type WebHost, type WebHostOptions } from './web-host.ts';

export type WorldOptions = {
  readonly model?: DemoModelOptions;
  readonly home?: Partial<DemoHomeOptions>;
  readonly host?: Pick<WebHostOptions, 'args' | 'env'>;
  /** Messages need an account, which the demo model's own issuer gives; nobody is signed in at the start. */
  readonly needsAccount?: boolean;
  /** Whether the sample project is opened at the start, as `npm run web -- PATH` does. */
  readonly openProject?: boolean;
};

/** Everything one test needs, on fresh data: folders, the demo model, a Codex home that talks to it, a sample project. */
export type World = {
  readonly root: string;
  readonly skeinHome: string;
  readonly codexHome: string;
  /** The sample project: a Git repository with a few commits. */
  readonly shop: string;
  readonly model: DemoModel;
  /** The running host; another one after `restartHost`. */
  readonly host: () => WebHost;
  /** Ends the host and starts another on the same data. */
  readonly restartHost: () => Promise<WebHost>;
  /** A second repository like the sample, as another project to add. */
  readonly anotherShop: (name: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), 'skein-e2e-'));
  const [skeinHome, codexHome, tmp, shop] = ['skein', 'codex', 'tmp', 'corner-shop'].map((name) =>
    join(root, name),
  ) as [string, string, string, string];
  for (const folder of [skeinHome, codexHome, tmp]) await mkdir(folder);
  await prepareSampleRepo(shop, run);
  const model = await startDemoModel({ wordsPerSecond: Number.POSITIVE_INFINITY, ...options.model });
  const sandboxMode = await usableSandbox();
  const account = options.needsAccount === true ? { needsAccount: true } : {};
  await prepareDemoHome({
    dir: codexHome,
    url: model.url,
    model: knownModel(),
    sandboxMode,
    ...account,
    ...options.home,
  });
  const start = (): Promise<WebHost> =>
    startWebHost({
      skeinHome,
      codexHome,
      tmp,
      ...options.host,
      ...(options.needsAccount === true && {
        env: { CODEX_APP_SERVER_LOGIN_ISSUER: model.url, ...options.host?.env },
      }),
      ...(options.openProject === false ? {} : { path: shop }),
    });
  let host = await start();
  return {
    root,
    skeinHome,
    codexHome,
    shop,
    model,
    host: () => host,
    restartHost: async () => {
      await host.stop();
      host = await start();
      return host;
    },
    anotherShop: async (name) => {
      const folder = join(root, name);
      await prepareSampleRepo(folder, run);
      return folder;
    },
    close: async () => {
      await host.stop();
      await model.stop();
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

let sandbox: Promise<SandboxMode> | undefined;

/** Asked once: commands run without a sandbox where the system cannot make one, so that every other thing is tested. */
export function usableSandbox(): Promise<SandboxMode> {
  sandbox ??= probeSandbox();
  return sandbox;
}

export const run: RunCommand = (command, args, { cwd }) =>
  new Promise((resolve, reject) => {
    execFile(command, [...args], { cwd }, (error) => {
      if (error === null) resolve({ exitCode: 0 });
      else if (typeof error.code === 'number') resolve({ exitCode: error.code });
      else reject(new Error(`${command} did not run`, { cause: error }));
    });
  });
