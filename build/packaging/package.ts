// npm run package -- [--mac|--win|--linux] [--x64] [--arm64] [--dir]: makes the installers of one system in dist/. The Codex of the target has to be
// in vendor/codex/ (npm run package:codex -- PLATFORM-ARCH), the app built (npm run build).
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { checkPackage } from './check-package.ts';
import type { Target } from './codex-targets.ts';
import { missingForRelease, packageConfig } from './config.ts';

const OWN: Readonly<Partial<Record<NodeJS.Platform, 'mac' | 'win'>>> = { darwin: 'mac', win32: 'win' };
const { values } = parseArgs({
  options: {
    mac: { type: 'boolean' },
    win: { type: 'boolean' },
    linux: { type: 'boolean' },
    x64: { type: 'boolean' },
    arm64: { type: 'boolean' },
    dir: { type: 'boolean' },
  },
});
const platforms = { mac: Platform.MAC, win: Platform.WINDOWS, linux: Platform.LINUX };
const own: 'mac' | 'win' | 'linux' = OWN[process.platform] ?? 'linux';
const asked = (['mac', 'win', 'linux'] as const).filter((name) => values[name]);
// Both in one go share the file by which installed apps find their update.
const own64: 'x64' | 'arm64' = process.arch === 'arm64' ? 'arm64' : 'x64';
const named = (['x64', 'arm64'] as const).filter((name) => values[name]);
const archs = (named.length > 0 ? named : [own64]).map((name) => Arch[name]);

for (const words of missingForRelease(process.env)) process.stdout.write(`${words}\n`);
for (const name of asked.length > 0 ? asked : [own]) {
  const config = packageConfig(process.env);
  await build({
    targets: platforms[name].createTarget(values.dir ? ['dir'] : undefined, ...archs),
    publish: 'never',
    config: {
      ...config,
      // Before anything is signed or wrapped up: a package with a wrong Codex is not made.
      afterPack: ({ appOutDir, packager, electronPlatformName, arch: packed }) => {
        const target = { platform: electronPlatformName, arch: Arch[packed] } as Target;
        const { complaints } = checkPackage(packager.getResourcesDir(appOutDir), target);
        if (complaints.length > 0) throw new Error(`The package is not right:\n${complaints.join('\n')}`);
        return Promise.resolve();
      },
    },
    projectDir: join(import.meta.dirname, '../..'),
  });
}
