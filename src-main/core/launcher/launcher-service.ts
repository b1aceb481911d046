import { access, chmod, constants, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, posix, win32 } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { CommandState } from '../../../src-shared/model/desktop.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { findCodexBinary } from '../codex/codex-binary.ts';
import type { CoreConfig } from '../ports.ts';
import { chooseCommandPlace, type PathFolder } from './launcher-place.ts';
import { commandScript, KEPT_NAME, MARK, shellScript } from './launcher-script.ts';

/** More of a file is not looked at to tell whether Skein wrote it. */
const MAX_SCRIPT_BYTES = 16 * 1024;
const EXECUTABLE = 0o755;

/** The `codex` command on PATH that opens Skein. Nothing is installed unless asked for, and what was there before comes back. */
export interface LauncherService {
  state(): Promise<CommandState>;
  /** Fails with `launcher.in-the-way` when another `codex` would be replaced or answer no more, and `takeOver` is false. */
  install(takeOver: boolean): Promise<Result<null, AppError>>;
  /** Takes the command away and puts back what stood there; a command that somebody else wrote meanwhile stays. */
  remove(): Promise<Result<null, AppError>>;
}

export type LauncherConfig = Pick<
  CoreConfig,
  'env' | 'homeFolder' | 'platform' | 'startCommand' | 'codexBinary' | 'codexDir'
>;

export function createLauncherService(config: LauncherConfig): LauncherService {
  const { platform } = config;
  const windows = platform === 'win32';
  const names = windows ? ['codex.exe', 'codex.cmd', 'codex.bat', 'codex.ps1'] : ['codex'];
  const ownName = windows ? 'codex.cmd' : 'codex';

  /** What would be written; null where Skein or its Codex cannot be started from outside. */
  function script(): string | null {
    const codex = findCodexBinary({ codexBinary: null, codexDir: config.codexDir });
    if (config.startCommand === null || !codex.ok) return null;
    const targets = { start: config.startCommand, codex: codex.value.path };
    return windows ? commandScript(targets) : shellScript(targets);
  }
  async function look(): Promise<{ readonly place: CommandState['place']; readonly text: string | null }> {
    const place = chooseCommandPlace(await readFolders(config, names, ownName));
    return { place, text: place ? await readScript(place.file) : null };
  }
  async function attempt(file: string, act: () => Promise<void>): Promise<Result<null, AppError>> {
    try {
      await act();
      return ok(null);
    } catch (error) {
      return err({ code: 'launcher.failed', file, reason: error instanceof Error ? error.message : String(error) });
    }
  }

  return {
    state: async () => {
      const wanted = script();
      if (wanted === null) return { place: null, installed: false, outdated: false };
      const { place, text } = await look();
      const installed = text?.includes(MARK) === true;
      return { place, installed, outdated: installed && text !== wanted };
    },
    install: async (takeOver) => {
      const text = script();
      const { place } = await look();
      if (text === null || place === null) return err({ code: 'shell.not-available', feature: 'launcher' });
      const { file, replaces, hides } = place;
      const inTheWay = replaces ?? hides;
      if (inTheWay !== null && !takeOver) return err({ code: 'launcher.in-the-way', file: inTheWay });
      return attempt(file, async () => {
        await mkdir(dirname(file), { recursive: true });
        if (replaces !== null) await rename(replaces, await freeName(replaces));
        const temporary = `${file}.skein-${process.pid}`;
        await writeFile(temporary, text, { flag: 'wx', mode: EXECUTABLE });
        await chmod(temporary, EXECUTABLE);
        await rename(temporary, file);
      });
    },
    remove: async () => {
      const { place, text } = await look();
      if (!place || text?.includes(MARK) !== true) return ok(null);
      const { file } = place;
      return attempt(file, async () => {
        const kept = await newestKept(dirname(file));
        await rm(file);
        if (kept) await rename(join(dirname(file), kept.name), join(dirname(file), kept.original));
      });
    },
  };
}

/** The folders of PATH in their order, and after them the usual ones that are not on it. */
async function readFolders(config: LauncherConfig, names: readonly string[], ownName: string): Promise<PathFolder[]> {
  const { env, platform } = config;
  const path = platform === 'win32' ? win32 : posix;
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const onPath = (env[key] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.resolve(folder));
  const usual = usualFolders(config);
  const folders: PathFolder[] = [];
  for (const folder of new Set([...onPath, ...usual])) {
    const file = path.join(folder, ownName);
    folders.push({
      folder,
      file,
      onPath: onPath.includes(folder),
      usual: usual.includes(folder),
      writable: await isWritable(folder),
      codex: await codexIn(folder, names, file),
    });
  }
  return folders;
}

function usualFolders({ platform, homeFolder, env }: LauncherConfig): readonly string[] {
  if (platform !== 'win32')
    return [posix.join(homeFolder, '.local/bin'), posix.join(homeFolder, 'bin'), '/usr/local/bin', '/opt/homebrew/bin'];
  const data = env['LOCALAPPDATA'] ?? win32.join(homeFolder, 'AppData', 'Local');
  // On every user's PATH since Windows 10, for just this: commands of programs that were installed for one user.
  return [win32.join(data, 'Microsoft', 'WindowsApps')];
}

async function codexIn(folder: string, names: readonly string[], ownFile: string): Promise<PathFolder['codex']> {
  for (const name of names) {
    const file = join(folder, name);
    if (!(await lstat(file).catch(() => null))) continue;
    const ours = file === ownFile && (await readScript(file))?.includes(MARK) === true;
    return { file, ours };
  }
  return null;
}

/** A folder that is not there yet can be written when it can be made: its nearest ancestor counts. */
async function isWritable(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      await access(path, constants.W_OK);
      return true;
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!missing || dirname(path) === path) return false;
    }
  }
}

/** The text of a small file; null for a link, a program, or nothing. A link is what a package manager made, and never ours. */
async function readScript(file: string): Promise<string | null> {
  try {
    const found = await lstat(file);
    if (!found.isFile() || found.size > MAX_SCRIPT_BYTES) return null;
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

/** `.codex-before-skein`, and where that is taken `.codex-before-skein.2`; an extension stays, so that Windows could still run it. */
async function freeName(file: string): Promise<string> {
  const extension = /\.\w+$/.exec(basename(file))?.[0] ?? '';
  for (let number = 1; ; number++) {
    const name = join(dirname(file), `${KEPT_NAME}${number === 1 ? '' : `.${number}`}${extension}`);
    if (!(await lstat(name).catch(() => null))) return name;
  }
}

/** What was put aside last, and the name it had. */
async function newestKept(folder: string): Promise<{ readonly name: string; readonly original: string } | null> {
  const pattern = new RegExp(`^${KEPT_NAME.replaceAll('.', '\\.')}(?:\\.(\\d+))?(\\.(?:exe|cmd|bat|ps1))?$`);
  const kept = (await readdir(folder)).flatMap((name) => {
    const parts = pattern.exec(name);
    return parts ? [{ name, number: Number(parts[1] ?? 1), original: `codex${parts[2] ?? ''}` }] : [];
  });
  return kept.sort((a, b) => b.number - a.number)[0] ?? null;
}
