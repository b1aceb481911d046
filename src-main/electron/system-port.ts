import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { SystemPort } from '../core/ports.ts';
import { autostartEntry } from './autostart-entry.ts';

type SchemeCall = 'isDefaultProtocolClient' | 'setAsDefaultProtocolClient' | 'removeAsDefaultProtocolClient';
/** What links start: the packaged app by itself, a development Electron with its folder. */
const forCodex = (call: SchemeCall): boolean =>
  app.isPackaged ? app[call]('codex') : app[call]('codex', process.execPath, [app.getAppPath()]);

/** Takes `skein://`, which is nobody else's, and `codex://` where nobody has it yet. */
export function takeFreeSchemes(): void {
  if (!app.isPackaged) return;
  app.setAsDefaultProtocolClient('skein');
  if (app.getApplicationNameForProtocol('codex://') === '') app.setAsDefaultProtocolClient('codex');
}

export function createSystemPort(): Pick<
  SystemPort,
  'codexLinks' | 'takeCodexLinks' | 'startAtLogin' | 'setStartAtLogin'
> {
  const linux = process.platform === 'linux';
  const autostart = join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'autostart/skein.desktop');
  return {
    codexLinks: () => {
      if (forCodex('isDefaultProtocolClient')) return Promise.resolve({ kind: 'ours' });
      const name = app.getApplicationNameForProtocol('codex://');
      return Promise.resolve(name === '' ? { kind: 'free' } : { kind: 'other', name });
    },
    takeCodexLinks: (take) => {
      const done = forCodex(take ? 'setAsDefaultProtocolClient' : 'removeAsDefaultProtocolClient');
      return Promise.resolve(done ? ok(null) : err({ code: 'shell.not-available', feature: 'this choice of program' }));
    },
    startAtLogin: () => {
      if (!app.isPackaged) return null;
      return linux ? existsSync(autostart) : app.getLoginItemSettings().openAtLogin;
    },
    setStartAtLogin: (on) => Promise.resolve(linux ? setAutostart(autostart, on) : setLoginItem(on)),
  };
}

function setLoginItem(on: boolean): Result<null, AppError> {
  app.setLoginItemSettings({ openAtLogin: on });
  return ok(null);
}

/** Electron leaves Linux out: there it is a file that the session reads (freedesktop.org, Desktop Application Autostart). */
function setAutostart(file: string, on: boolean): Result<null, AppError> {
  try {
    if (on) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, autostartEntry(process.env['APPIMAGE'] ?? process.execPath));
    } else rmSync(file, { force: true });
    return ok(null);
  } catch (error) {
    return err({ code: 'storage.failed', file, reason: error instanceof Error ? error.message : String(error) });
  }
}
