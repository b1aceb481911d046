import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page, Route } from '@playwright/test';
import { projectRoot } from '../web-host.ts';
import type { Ask, FromHost, FromTest, PageResponse, RecordName } from './messages.ts';
import { installPreload, type PageSide } from './page-shim.ts';

const MAIN = join(projectRoot, 'out/main/index.js');
/** Chromium knows no `app:` scheme; the page lives under this name instead, and only our routes answer it. */
const PAGE_ORIGIN = 'https://skein.app.test';
const APP_ORIGIN = 'app://skein';
type WithSide = { readonly __standIn: PageSide };

export interface StandInOptions {
  readonly context: BrowserContext;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly args?: readonly string[];
  /** Another main than the one that was built here. */
  readonly main?: string;
}

/** Skein's real main process on the stand-in, its windows being pages of the test's browser. */
export interface StandIn {
  readonly pid: number;
  /** The next window, or the first one when it is open already. */
  firstWindow(): Promise<Page>;
  /** A window by its number, from 1, once its page is there. */
  window(windowId: number): Promise<Page>;
  /** What the app asked the system for so far, under one name. */
  records(name: RecordName): readonly unknown[];
  /** Waits until there are `count` records of a name. */
  recorded(name: RecordName, count?: number): Promise<readonly unknown[]>;
  ask(ask: Ask): Promise<unknown>;
  stderr(): string;
  /** Settles when the process has ended. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): void;
}

/** Boots `out/main/index.js`. The caller ends it; it also ends when the test's process does. */
export function launchStandIn({ context, env, args = [], main = MAIN }: StandInOptions): StandIn {
  if (!existsSync(main)) throw new Error('Skein is not built: run npm run build');
  const child = fork(main, [...args], {
    execArgv: [
      '--import',
      import.meta.resolve('tsx'),
      '--import',
      pathToFileURL(join(import.meta.dirname, 'register.mjs')).href,
    ],
    env: { ...env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  const bridge = createBridge(child, context, () => stderr);
  return {
    pid: child.pid ?? -1,
    firstWindow: bridge.firstWindow,
    window: bridge.window,
    records: bridge.records,
    recorded: bridge.recorded,
    ask: bridge.ask,
    stderr: () => stderr,
    exited,
    kill: (signal) => child.kill(signal),
  };
}

function createBridge(child: ChildProcess, context: BrowserContext, stderr: () => string) {
  const pages = new Map<number, Page>();
  const loaded = new WeakSet<Page>();
  let opening = Promise.resolve();
  const recorded: { readonly name: RecordName; readonly value: unknown }[] = [];
  const pending = new Map<number, (value: never) => void>();
  const waiters = new Set<() => void>();
  let lastId = 0;

  const tell = (message: FromTest) => {
    // It may end in this moment, however the test ends it: then nobody waits for the message.
    if (child.connected) child.send(message, () => undefined);
  };
  const changed = () => {
    for (const wake of waiters) wake();
  };
  const until = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The main process ended: ${stderr()}`);
      await new Promise<void>((resolve) => waiters.add(resolve));
    }
  };
  const question = <T>(send: (id: number) => void): Promise<T> =>
    new Promise((resolve) => {
      lastId += 1;
      pending.set(lastId, resolve);
      send(lastId);
    });
  const settle = (id: number, value: unknown) => {
    pending.get(id)?.(value as never);
    pending.delete(id);
  };
  const ask = (what: Ask) => question<unknown>((askId) => tell({ type: 'ask', askId, ask: what }));
  /** A page that is being left or closed hears nothing any more, as a destroyed window does. */
  const toPage = (page: Page | undefined, run: (page: Page) => Promise<unknown>) => {
    if (page) void run(page).catch(() => undefined);
  };

  async function openPage(windowId: number, url: string, preload: string): Promise<void> {
    const before = pages.get(windowId);
    pages.delete(windowId);
    await before?.close();
    const page = await context.newPage();
    pages.set(windowId, page);
    await page.exposeFunction('__standInSend', (channel: string, args: readonly unknown[]) =>
      tell({ type: 'fromFrame', windowId, channel, args }),
    );
    await page.exposeFunction('__standInPortMessage', (portId: number, data: unknown) =>
      tell({ type: 'portMessage', portId, data }),
    );
    await page.exposeFunction('__standInPortClosed', (portId: number) => tell({ type: 'portClosed', portId }));
    // As text: the page's policy forbids making code from text once it is there.
    await page.addInitScript(`(${String(installPreload)})((require, module, exports) => {${preload}\n});`);
    await page.route('**/*', (route) => serve(route, page, windowId));
    page.on('popup', (popup) => {
      void ask({ what: 'mayOpen', windowId, url: popup.url() }).then(() => popup.close());
    });
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame() || !frame.url().startsWith(`${PAGE_ORIGIN}/`)) return;
      tell({ type: 'navigated', windowId, url: frame.url().replace(PAGE_ORIGIN, APP_ORIGIN) });
    });
    await page.goto(url.replace(APP_ORIGIN, PAGE_ORIGIN));
    loaded.add(page);
    tell({ type: 'loaded', windowId });
    changed();
  }

  async function serve(route: Route, page: Page, windowId: number): Promise<void> {
    const request = route.request();
    const url = request.url();
    if (url.startsWith(`${PAGE_ORIGIN}/`)) {
      const target = url.replace(PAGE_ORIGIN, APP_ORIGIN);
      const response = await question<PageResponse>((requestId) =>
        tell({ type: 'request', requestId, url: target, method: request.method() }),
      );
      const { status, headers, body } = response;
      await route.fulfill({ status, headers, body: Buffer.from(body) });
      return;
    }
    const leaves = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (leaves) await ask({ what: 'mayNavigate', windowId, url });
    await route.abort();
  }

  child.once('exit', changed);
  child.on('message', (message: FromHost) => {
    switch (message.type) {
      case 'load':
        // One page after the other: the next takes the former's place.
        opening = opening
          .then(() => openPage(message.windowId, message.url, message.preload))
          .catch((error: unknown) => {
            // Its window, or the app, was closed meanwhile.
            if (child.connected && pages.has(message.windowId)) throw error;
          });
        return;
      case 'toFrame':
        toPage(pages.get(message.windowId), (page) =>
          page.evaluate((sent) => (window as unknown as WithSide).__standIn.toFrame(sent), message.message),
        );
        return;
      case 'portMessage':
      case 'portClosed':
        for (const page of pages.values()) {
          toPage(page, (each) =>
            each.evaluate((sent) => {
              const side = (window as unknown as WithSide).__standIn;
              if (sent.type === 'portMessage') side.portMessage(sent.portId, sent.data);
              else side.portClosed(sent.portId);
            }, message),
          );
        }
        return;
      case 'response':
        settle(message.requestId, message.response);
        return;
      case 'answer':
        settle(message.askId, message.value);
        return;
      case 'destroyed':
        toPage(pages.get(message.windowId), (page) => page.close());
        pages.delete(message.windowId);
        return;
      case 'record':
        recorded.push({ name: message.name, value: message.value });
        changed();
    }
  });

  const records = (name: RecordName) => recorded.filter((record) => record.name === name).map(({ value }) => value);
  return {
    ask,
    records,
    recorded: (name: RecordName, count = 1) => until(() => (records(name).length >= count ? records(name) : undefined)),
    window: (windowId: number) =>
      until(() => {
        const page = pages.get(windowId);
        return page && loaded.has(page) ? page : undefined;
      }),
    firstWindow: () => until(() => [...pages.values()].find((page) => page.url().startsWith(PAGE_ORIGIN))),
  };
}
