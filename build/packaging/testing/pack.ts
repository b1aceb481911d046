import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { targetName, type Target } from '../codex-targets.ts';
import { packageConfig } from '../config.ts';
import { stubElectron, stubProgram } from './stub-electron.ts';

const ROOT = join(import.meta.dirname, '../../..');
const ELECTRON_VERSION = '45.4.1';
const PLATFORMS = { darwin: Platform.MAC, linux: Platform.LINUX, win32: Platform.WINDOWS };

/** A project with the built app, the packaging's own files, and a Codex that has nothing but a beginning. */
function project(target: Target, root: string): string {
  const folder = join(root, targetName(target));
  for (const part of ['build/packaging', 'LICENSE', 'out/main', 'out/preload', 'out/renderer'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;
  // Without dependencies: looking for what is installed takes seconds, and none of it comes along.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, dependencies: {} }));
  writeFileSync(join(folder, 'out/third-party-notices.txt'), 'notices');
  writeFileSync(join(folder, '.env'), 'SECRET=1');
  const name = target.platform === 'win32' ? 'codex.exe' : 'codex';
  const program = join(folder, 'vendor/codex', targetName(target), 'vendor/some-triple/bin', name);
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, stubProgram(target));
  chmodSync(program, 0o755);
  return folder;
}

export interface Packed {
  /** The app's folder, as it would be installed. */
  readonly out: string;
  readonly resources: string;
}

/** Packs the built app for a target into `root`, unsigned, on a stand-in for Electron and for Codex. */
export async function pack(target: Target, root: string): Promise<Packed> {
  const folder = project(target, root);
  const electronDist = join(root, `electron-${targetName(target)}`);
  stubElectron(electronDist, target.platform, ELECTRON_VERSION);
  const config = packageConfig({});
  await build({
    projectDir: folder,
    publish: 'never',
    targets: PLATFORMS[target.platform].createTarget(['dir'], Arch[target.arch]),
    config: {
      ...config,
      electronDist,
      electronVersion: ELECTRON_VERSION,
      // These need tools of the system itself: the program's resources on Windows, the signature on macOS.
      ...(target.platform === 'win32' && { disableAsarIntegrity: true }),
      win: { ...config.win, signAndEditExecutable: false },
      mac: { ...config.mac, identity: null },
    },
  });
  const [unpacked = ''] = readdirSync(join(folder, 'dist')).filter((name) => /unpacked$|^mac/.test(name));
  const out = join(folder, 'dist', unpacked);
  const resources = target.platform === 'darwin' ? 'Skein.app/Contents/Resources' : 'resources';
  return { out, resources: join(out, resources) };
}
