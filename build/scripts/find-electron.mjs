// Finds Electron's binary without `require('electron')`, which would start a download where there is none.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from './ensure-build.mjs';

/** Where the download works it takes seconds; where it is blocked, nobody should wait long for the browser. */
const DOWNLOAD_LIMIT_MS = 25_000;
/** A download that failed is not tried again on every start. */
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;
const FAILED_STAMP = join(ROOT, 'node_modules/.cache/skein/electron-download-failed');

function electronPackage() {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

/** The executable, or null when it was not downloaded (completely). */
export function installedElectron() {
  const folder = electronPackage();
  if (folder === null) return null;
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile) || !existsSync(join(folder, 'dist/version'))) return null;
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/** Why Electron cannot even open a window here, or null. */
function noDisplay() {
  if (process.platform !== 'linux') return null;
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return DISPLAY || WAYLAND_DISPLAY ? null : 'there is no display';
}

/** Answers `{ binary }`, or `{ reason }` in words for a person. */
export async function obtainElectron() {
  const blind = noDisplay();
  if (blind) return { reason: blind };
  const present = installedElectron();
  if (present) return { binary: present };
  const folder = electronPackage();
  if (folder === null) return { reason: 'Electron is not installed' };
  if (existsSync(FAILED_STAMP) && Date.now() - statSync(FAILED_STAMP).mtimeMs < RETRY_AFTER_MS) {
    return { reason: 'its download failed before (to try again: npx install-electron)' };
  }
  process.stderr.write('Fetching Electron …\n');
  const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: ['ignore', 'ignore', 'ignore'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), DOWNLOAD_LIMIT_MS);
  await once(child, 'exit');
  clearTimeout(timer);
  const binary = installedElectron();
  if (binary) {
    rmSync(FAILED_STAMP, { force: true });
    return { binary };
  }
  mkdirSync(dirname(FAILED_STAMP), { recursive: true });
  writeFileSync(FAILED_STAMP, '');
  return { reason: 'its binary could not be downloaded' };
}
