import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type LaunchOptions } from '@playwright/test';
import { unpackChromium } from './unpack-chromium.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const CACHE = join(root, 'node_modules/.cache/skein/chromium');

const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const INSTALLED: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const base = process.env[variable];
    return base === undefined
      ? []
      : [join(base, 'Google/Chrome/Application/chrome.exe'), join(base, 'Microsoft/Edge/Application/msedge.exe')];
  }),
};

/** What Playwright needs to start the browser that this machine has, and where it comes from. */
export type FoundBrowser = { readonly source: string; readonly options: LaunchOptions };

/**
 * Finds a Chromium: `SKEIN_BROWSER`, else Playwright's own, else an installed one, else (Linux x64) the one that comes
 * as a package, unpacked into the project's cache. Throws with the choices when there is none.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env.SKEIN_BROWSER;
  if (named !== undefined && named !== '') return installed('SKEIN_BROWSER', named);
  const own = chromium.executablePath();
  if (existsSync(own)) return { source: `Playwright's Chromium`, options: { args: commonArgs() } };
  const present = installedBrowser();
  if (present !== undefined) return installed('installed browser', present);
  if (process.platform === 'linux' && process.arch === 'x64') {
    const { executable, env } = await unpackChromium(CACHE);
    return {
      source: 'packaged Chromium',
      options: {
        executablePath: executable,
        env: { ...definedEnvironment(), ...env },
        args: [...commonArgs(), '--headless=shell', '--font-render-hinting=none'],
      },
    };
  }
  throw new Error('No browser found. Set SKEIN_BROWSER to a Chromium, or run: npx playwright install chromium');
}

/** Starts the browser of {@link findBrowser}; the caller closes it. */
export async function launchBrowser(extra: LaunchOptions = {}): Promise<Browser> {
  const { options } = await findBrowser();
  return chromium.launch({ ...options, ...extra, args: [...(options.args ?? []), ...(extra.args ?? [])] });
}

function installed(source: string, executablePath: string): FoundBrowser {
  return { source: `${source} ${executablePath}`, options: { executablePath, args: commonArgs() } };
}

function installedBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = folders.flatMap((folder) => ON_PATH.map((name) => join(folder, name)));
  return [...onPath, ...(INSTALLED[process.platform] ?? [])].find((path) => existsSync(path));
}

/**
 * Chromium refuses its own sandbox when it runs as root, which is what containers do. Machines that test have no graphics
 * processor: emulating one costs three times the processor time of painting in software.
 */
function commonArgs(): string[] {
  return ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
