import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { launchBrowser } from '../e2e/browser.ts';
import { AppPage } from '../e2e/pages/app-page.ts';
import { descendants } from '../e2e/processes.ts';
import { startWebHost, type WebHost } from '../e2e/web-host.ts';
import { run } from '../e2e/world.ts';
import { prepareDemoHome } from '../src-main/core/demo-model/demo-home.ts';
import { prepareSampleRepo } from '../src-main/core/demo-model/sample-repository.ts';
import { AppServerClient } from '../src-main/core/demo-model/testing/app-server-client.ts';

/** What the host's tap answers: when deltas were read (epoch ms) and what the core holds after a garbage collection. */
export type TapReading = {
  readonly first?: number;
  readonly last?: number;
  /** When the first page of threads had been read. */
  readonly firstPage?: number;
  readonly heapUsed: number;
  readonly resources: Readonly<Record<string, number>>;
  readonly number: number;
};

export type RunningHost = {
  readonly host: WebHost;
  readonly readTap: () => Promise<TapReading>;
};

/** Everything a scenario runs on. Each scenario gets a fresh one and closes it. */
export type Rig = {
  readonly root: string;
  readonly shop: string;
  readonly codexHome: string;
  readonly browser: Browser;
  readonly browserPid: number;
  /** A plain stdio client on the same Codex home: the floor. Only while no host runs on it. */
  readonly plainClient: () => Promise<AppServerClient>;
  readonly startHost: () => Promise<RunningHost>;
  /** A blank page with the probes, in the same browser. */
  readonly blankPage: () => Promise<Page>;
  readonly openApp: (running: RunningHost) => Promise<AppPage>;
  /** The same, without waiting for more than the start of the navigation. */
  readonly goToApp: (running: RunningHost) => Promise<AppPage>;
  readonly rendererPids: () => number[];
  readonly close: () => Promise<void>;
};

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export async function createRig(): Promise<Rig> {
  const root = await mkdtemp(join(tmpdir(), 'skein-bench-'));
  const path = (name: string): string => join(root, name);
  for (const name of ['skein', 'codex', 'tmp']) await mkdir(path(name));
  const [shop, codexHome] = [path('corner-shop'), path('codex')];
  await prepareSampleRepo(shop, run);
  const model = await startModelProcess();
  await prepareDemoHome({ dir: codexHome, url: model.url });

  const before = new Set(descendants(process.pid).map(({ pid }) => pid));
  const browser = await launchBrowser();
  const browserPid = descendants(process.pid).find(({ pid }) => !before.has(pid))?.pid ?? -1;
  const contexts: BrowserContext[] = [];
  const hosts: WebHost[] = [];
  const newPage = async (): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
    contexts.push(context);
    await context.addInitScript({ path: here('./page-probes.js') });
    return context.newPage();
  };

  return {
    root,
    shop,
    codexHome,
    browser,
    browserPid,
    plainClient: () => AppServerClient.start({ home: codexHome, tmp: path('tmp') }),
    startHost: async () => {
      const tap = path('tap.json');
      const host = await startWebHost({
        skeinHome: path('skein'),
        codexHome,
        tmp: path('tmp'),
        path: shop,
        env: { NODE_OPTIONS: `--import=${here('./read-tap.mjs')}`, SKEIN_BENCH_TAP: tap },
      });
      hosts.push(host);
      return { host, readTap: () => readTap(host.pid, tap) };
    },
    blankPage: async () => {
      const page = await newPage();
      await page.goto('data:text/html,<!doctype html><title>blank</title><textarea autofocus></textarea>');
      return page;
    },
    openApp: async ({ host }) => {
      const app = new AppPage(await newPage());
      await app.open(host.url);
      return app;
    },
    goToApp: async ({ host }) => {
      const app = new AppPage(await newPage());
      await app.page.goto(host.url, { waitUntil: 'commit' });
      return app;
    },
    rendererPids: () =>
      descendants(browserPid)
        .filter(({ command }) => command.includes('--type=renderer'))
        .map(({ pid }) => pid),
    close: async () => {
      await closeAll([
        ...contexts.map((context) => () => context.close()),
        () => browser.close(),
        ...hosts.map((host) => () => host.stop()),
        model.stop,
        () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
      ]);
    },
  };
}

/** Ends one after the other. What cannot be ended is told and goes no further: the error that came before it is the one to see. */
async function closeAll(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      process.stderr.write(`Not ended as it should be: ${String(error)}\n`);
    }
  }
}

async function startModelProcess(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', here('./model-process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    stop: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

/** Asks the tap for a reading: it answers a signal by replacing its file. */
async function readTap(pid: number, file: string): Promise<TapReading> {
  const numberOf = async (): Promise<TapReading | undefined> => {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as TapReading;
    } catch {
      return undefined;
    }
  };
  const before = (await numberOf())?.number ?? 0;
  const watcher = watch(join(file, '..'));
  try {
    process.kill(pid, 'SIGUSR2');
    for (;;) {
      // Listening starts before looking: a change in between must not be missed.
      const changed = once(watcher, 'change');
      const reading = await numberOf();
      if (reading !== undefined && reading.number > before) return reading;
      await changed;
    }
  } finally {
    watcher.close();
  }
}
