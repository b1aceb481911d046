import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, dirname, extname, isAbsolute, join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { EditorChoice } from '../../../src-shared/model/files.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Launched } from '../hosts/launch-program.ts';
import type { SpawnCommand } from '../hosts/host.ts';
import { KNOWN_EDITORS, type EditorSystem, type EditorTarget, type KnownEditor } from './known-editors.ts';
import { locate } from './place.ts';

export interface Editors {
  list(): Promise<readonly EditorChoice[]>;
  open(request: {
    readonly root: string;
    readonly path: string;
    readonly editor: string | null;
    readonly line: number | null;
  }): Promise<Result<null, AppError>>;
}
export interface EditorsOptions extends EditorSystem {
  readonly launch: (command: SpawnCommand) => Promise<Launched>;
  /** Of editors; the machine's own ones when not given. */
  readonly known?: readonly KnownEditor[];
}

interface Found extends EditorChoice {
  readonly program: string;
  readonly args: (target: EditorTarget) => readonly string[];
}

/** Finds editors by the PATH and where they are installed, each time it is asked: one may have been installed meanwhile. */
export function createEditors(options: EditorsOptions): Editors {
  const { env, platform, launch, known = KNOWN_EDITORS } = options;

  async function find(): Promise<readonly Found[]> {
    const found = await Promise.all(
      known.map(async (editor): Promise<Found | null> => {
        const program = await firstOf([
          ...editor.programs.flatMap((name) => onPath(name, options)),
          ...editor.places(options),
        ]);
        return program === null ? null : { id: editor.id, name: editor.name, program, args: editor.args };
      }),
    );
    const system = await systemOpener(options);
    return [...found, system].filter((editor) => editor !== null);
  }

  return {
    list: async () => (await find()).map(({ id, name }) => ({ id, name })),
    open: async ({ root, path, editor, line }) => {
      const place = await locate(root, path);
      if (!place.ok) return place;
      const all = await find();
      const chosen = editor === null ? all[0] : all.find(({ id }) => id === editor);
      if (!chosen) return err({ code: 'editor.missing', editor: editor ?? '' });
      const target = { path: place.value.real, line };
      const isFolder = (await stat(target.path).catch(() => null))?.isDirectory() ?? false;
      const cwd = isFolder ? target.path : dirname(target.path);
      const launched = await launch({ program: chosen.program, args: chosen.args(target), cwd, env });
      // Windows' Explorer answers 1 whatever happens.
      if (launched.kind === 'failed' && !(chosen.id === 'system' && platform === 'win32'))
        return err({ code: 'editor.failed', editor: chosen.name, reason: launched.reason });
      return ok(null);
    },
  };
}

function onPath(name: string, { env, platform }: EditorSystem): readonly string[] {
  const path = env['PATH'] ?? env['Path'] ?? '';
  const names = platform === 'win32' ? [`${name}.exe`] : [name];
  return path.split(delimiter).flatMap((at) => (isAbsolute(at) ? names.map((file) => join(at, file)) : []));
}

/** What the system opens such a file with. On Linux that takes a display. */
async function systemOpener(system: EditorSystem): Promise<Found | null> {
  const { platform, env } = system;
  const choice = { id: 'system', name: 'Default application', args: ({ path }: EditorTarget) => [path] };
  if (platform === 'darwin') return { ...choice, program: '/usr/bin/open' };
  if (platform === 'win32') return { ...choice, program: join(env['SystemRoot'] ?? 'C:\\Windows', 'explorer.exe') };
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return null;
  const program = await firstOf(onPath('xdg-open', system));
  return program === null ? null : { ...choice, program };
}

async function firstOf(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    try {
      await access(path, constants.X_OK);
      if ((await stat(path)).isFile() && !/^\.(cmd|bat)$/i.test(extname(path))) return path;
    } catch {
      // Not there.
    }
  }
  return null;
}
