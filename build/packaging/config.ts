import type { Configuration } from 'electron-builder';
import type { Target } from './codex-targets.ts';

/** What of the environment decides how packages are made. */
export interface PackageEnvironment {
  /** Signing certificates, as electron-builder reads them. */
  readonly CSC_LINK?: string | undefined;
  readonly CSC_NAME?: string | undefined;
  readonly WIN_CSC_LINK?: string | undefined;
  readonly APPLE_API_KEY?: string | undefined;
  readonly APPLE_API_KEY_ID?: string | undefined;
  readonly APPLE_API_ISSUER?: string | undefined;
  /** Where packages look for newer ones: a folder of a web server. Without it they do not look. */
  readonly SKEIN_UPDATE_URL?: string | undefined;
}

/** What is missing from a package that could be shipped; in words, for the release's log. */
export function missingForRelease(env: PackageEnvironment): readonly string[] {
  return [
    ...(isSignedForApple(env) ? [] : ['macOS: not signed (CSC_LINK is not set); the app gets an ad-hoc signature']),
    ...(isNotarized(env) ? [] : ['macOS: not notarised (APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER)']),
    ...(env.WIN_CSC_LINK || env.CSC_LINK ? [] : ['Windows: not signed (WIN_CSC_LINK is not set)']),
    ...(env.SKEIN_UPDATE_URL ? [] : ['Updates: packages do not look for newer ones (SKEIN_UPDATE_URL is not set)']),
  ];
}
const isSignedForApple = ({ CSC_LINK, CSC_NAME }: PackageEnvironment) => Boolean(CSC_LINK || CSC_NAME);
const isNotarized = (env: PackageEnvironment) =>
  isSignedForApple(env) && Boolean(env.APPLE_API_KEY && env.APPLE_API_KEY_ID && env.APPLE_API_ISSUER);

/**
 * What runs without any help of node_modules: everything that main uses is bundled, and the page's packed copies are for the browser host,
 * which no package has.
 */
const FILES = [
  'package.json',
  'out/main/*.js',
  '!out/main/web.js',
  'out/preload/index.cjs',
  'out/renderer/**/*',
  '!out/renderer/**/*.{br,gz,map}',
  '!node_modules/**/*',
];
const ICONS = 'build/packaging/icons';
/** Named for each system: electron-builder's own word for the platform is that of the machine it runs on. */
const codexFor = (platform: Target['platform']) => [
  { from: `vendor/codex/${platform}-\${arch}`, to: 'codex', filter: ['**/*', '!.integrity'] },
];

/** electron-builder's configuration for all systems. */
export function packageConfig(env: PackageEnvironment): Configuration {
  const signed = isSignedForApple(env);
  return {
    appId: 'dev.skein.app',
    productName: 'Skein',
    copyright: 'The Skein authors. Apache-2.0.',
    directories: { output: 'dist', buildResources: 'build/packaging' },
    files: [...FILES],
    asar: true,
    npmRebuild: false,
    extraMetadata: { scripts: undefined, devDependencies: undefined, dependencies: undefined, bin: undefined },
    extraResources: [
      { from: 'out/third-party-notices.txt', to: 'third-party-notices.txt' },
      { from: 'LICENSE', to: 'LICENSE.txt' },
    ],
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    protocols: [{ name: 'Skein', schemes: ['skein', 'codex'], role: 'Viewer' }],
    publish: env.SKEIN_UPDATE_URL ? [{ provider: 'generic', url: env.SKEIN_UPDATE_URL }] : null,
    mac: {
      extraResources: codexFor('darwin'),
      target: ['dmg', 'zip'],
      artifactName: 'Skein-${version}-${arch}-mac.${ext}',
      category: 'public.app-category.developer-tools',
      icon: `${ICONS}/icon.icns`,
      // Hardened, it loads only libraries of the team that signed it; without a team there would be none.
      hardenedRuntime: signed,
      gatekeeperAssess: false,
      entitlements: 'build/packaging/entitlements.mac.plist',
      entitlementsInherit: 'build/packaging/entitlements.mac.plist',
      notarize: isNotarized(env),
      ...(signed ? {} : { identity: '-' }),
      extendInfo: {
        CFBundleDocumentTypes: [
          {
            CFBundleTypeName: 'Folder',
            CFBundleTypeRole: 'Editor',
            LSHandlerRank: 'Alternate',
            LSItemContentTypes: ['public.folder', 'public.text', 'public.source-code'],
          },
        ],
        LSMinimumSystemVersion: '12.0',
      },
    },
    dmg: { title: 'Skein ${version}' },
    win: {
      extraResources: codexFor('win32'),
      target: ['nsis'],
      artifactName: 'Skein-${version}-${arch}-setup.${ext}',
      icon: `${ICONS}/icon.ico`,
    },
    nsis: {
      oneClick: true,
      perMachine: false,
      // One installer for each processor; a common one would carry two Codexes.
      buildUniversalInstaller: false,
      // Threads, drafts and settings outlive the program, and an upgrade.
      deleteAppDataOnUninstall: false,
      include: 'build/packaging/installer.nsh',
    },
    linux: {
      extraResources: codexFor('linux'),
      target: ['AppImage', 'deb'],
      artifactName: 'Skein-${version}-${arch}.${ext}',
      executableName: 'skein',
      category: 'Development',
      icon: ICONS,
      synopsis: 'Run many Codex threads side by side',
      maintainer: 'The Skein authors <skein@localhost>',
      mimeTypes: ['inode/directory'],
      desktop: { entry: { StartupWMClass: 'Skein', Keywords: 'codex;agent;git;worktree;' } },
    },
    deb: {
      depends: ['libgtk-3-0', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6', 'xdg-utils', 'libatspi2.0-0', 'libuuid1'],
    },
  };
}
