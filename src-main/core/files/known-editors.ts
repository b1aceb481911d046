import { join } from 'node:path';

/** What an editor is told to open. */
export interface EditorTarget {
  readonly path: string;
  /** From 1. */
  readonly line: number | null;
}

export interface KnownEditor {
  readonly id: string;
  readonly name: string;
  /** Names on the PATH. */
  readonly programs: readonly string[];
  /** Absolute places where it is installed, most likely first. */
  readonly places: (system: EditorSystem) => readonly string[];
  readonly args: (target: EditorTarget) => readonly string[];
}
export interface EditorSystem {
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const withColon = ({ path, line }: EditorTarget): string => (line === null ? path : `${path}:${line}`);
/** `code --goto FILE:LINE`, as VS Code's own documentation has it; its relatives took it over. */
const goTo = (target: EditorTarget): readonly string[] => ['--goto', withColon(target)];
/** `zed FILE:LINE`, `subl FILE:LINE`. */
const colon = (target: EditorTarget): readonly string[] => [withColon(target)];
/** `idea --line N FILE`. */
const lineOption = ({ path, line }: EditorTarget): readonly string[] =>
  line === null ? [path] : ['--line', String(line), path];

const macApps = ({ platform, homeFolder }: EditorSystem, app: string, program: string): readonly string[] =>
  platform === 'darwin' ? ['/Applications', join(homeFolder, 'Applications')].map((at) => join(at, app, program)) : [];
const windowsPlaces = ({ platform, env }: EditorSystem, ...ways: readonly string[]): readonly string[] =>
  platform === 'win32'
    ? ways.flatMap((way) =>
        [join(env['LOCALAPPDATA'] ?? '', 'Programs'), env['ProgramFiles']].flatMap((at) => (at ? [join(at, way)] : [])),
      )
    : [];

/** An editor of VS Code's family. On Windows its command is a script, which cannot be started without a shell; the program itself can. */
const codeLike = (id: string, name: string, app: string, exe: string): KnownEditor => ({
  id,
  name,
  programs: [id],
  places: (system) => [
    ...macApps(system, `${app}.app`, `Contents/Resources/app/bin/${id}`),
    ...windowsPlaces(system, exe),
    ...(system.platform === 'linux' ? [`/usr/share/${id}/bin/${id}`, `/snap/bin/${id}`, `/opt/${id}/bin/${id}`] : []),
  ],
  args: goTo,
});
/** An editor of JetBrains' family; its Toolbox puts launchers into a folder of its own. */
const jetBrains = (id: string, name: string, app = name): KnownEditor => ({
  id,
  name,
  programs: [id, `${id}.sh`],
  places: (system) => [
    ...macApps(system, `${app}.app`, `Contents/MacOS/${id}`),
    ...(system.platform === 'linux'
      ? [
          join(system.homeFolder, `.local/share/JetBrains/Toolbox/scripts/${id}`),
          `/opt/${id}/bin/${id}`,
          `/snap/bin/${id}`,
        ]
      : []),
  ],
  args: lineOption,
});

/** Editors that Skein knows how to open a file at a line in. */
export const KNOWN_EDITORS: readonly KnownEditor[] = [
  codeLike('code', 'VS Code', 'Visual Studio Code', 'Microsoft VS Code/Code.exe'),
  codeLike(
    'code-insiders',
    'VS Code Insiders',
    'Visual Studio Code - Insiders',
    'Microsoft VS Code Insiders/Code - Insiders.exe',
  ),
  codeLike('cursor', 'Cursor', 'Cursor', 'cursor/Cursor.exe'),
  codeLike('windsurf', 'Windsurf', 'Windsurf', 'Windsurf/Windsurf.exe'),
  codeLike('codium', 'VSCodium', 'VSCodium', 'VSCodium/VSCodium.exe'),
  {
    id: 'zed',
    name: 'Zed',
    programs: ['zed', 'zeditor', 'zedit'],
    places: (system) => [
      ...macApps(system, 'Zed.app', 'Contents/MacOS/cli'),
      ...windowsPlaces(system, 'Zed/bin/zed.exe', 'Zed/Zed.exe'),
      ...(system.platform === 'linux' ? [join(system.homeFolder, '.local/bin/zed')] : []),
    ],
    args: colon,
  },
  {
    id: 'subl',
    name: 'Sublime Text',
    programs: ['subl'],
    places: (system) => [
      ...macApps(system, 'Sublime Text.app', 'Contents/SharedSupport/bin/subl'),
      ...windowsPlaces(system, 'Sublime Text/subl.exe'),
    ],
    args: colon,
  },
  jetBrains('idea', 'IntelliJ IDEA'),
  jetBrains('webstorm', 'WebStorm'),
  jetBrains('pycharm', 'PyCharm'),
  jetBrains('goland', 'GoLand'),
  jetBrains('clion', 'CLion'),
  jetBrains('rustrover', 'RustRover'),
  jetBrains('phpstorm', 'PhpStorm'),
  jetBrains('rubymine', 'RubyMine'),
  jetBrains('rider', 'Rider'),
];
