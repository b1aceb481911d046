// Opens the page in a window of its own (a Chromium's app mode) where such a browser is installed, else in the default browser.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'brave-browser',
];
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];

/** A Chromium that takes `--app=`, or null. `SKEIN_BROWSER` names one. */
function findChromium() {
  const { SKEIN_BROWSER, PATH = '', LOCALAPPDATA = '' } = process.env;
  if (SKEIN_BROWSER) return SKEIN_BROWSER;
  if (process.platform === 'darwin') {
    return (
      MAC.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`).find((path) => existsSync(path)) ?? null
    );
  }
  if (process.platform === 'win32') {
    const roots = [process.env['ProgramFiles'], process.env['ProgramFiles(x86)'], LOCALAPPDATA].filter(Boolean);
    const paths = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    return roots.flatMap((root) => paths.map((path) => join(root, path))).find((path) => existsSync(path)) ?? null;
  }
  const folders = PATH.split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path)) ?? null;
}

/** Answers how it was opened, in words, or null when there is nothing to open it with. */
export function openBrowser(url) {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return null;
  const chromium = findChromium();
  if (chromium) {
    launch(chromium, [`--app=${url}`]);
    return `in a window of ${chromium}`;
  }
  if (process.platform === 'darwin') launch('open', [url]);
  else if (process.platform === 'win32') launch('explorer.exe', [url]);
  else return null;
  return 'in your browser';
}

/** The browser outlives us, and one that does not start is no reason to end: the address was printed. */
function launch(program, args) {
  const child = spawn(program, args, { detached: true, stdio: 'ignore' });
  child.on('error', () => process.stderr.write(`Could not start ${program}\n`));
  child.unref();
}
