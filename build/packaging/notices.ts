// node --import tsx build/packaging/notices.ts: writes out/third-party-notices.txt, the licences of everything that a package holds. Ends with an
// error when one says nothing about its licence.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** What no bundler sees: fonts that come by style sheets, and the programs beside the app. */
const BESIDE = ['@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono', '@openai/codex', 'electron'];
/** Programs inside of Codex's package, which names them nowhere itself; what its voices are made with, it does. */
const INSIDE_CODEX = `ripgrep (MIT OR Unlicense)

Copyright (c) 2015 Andrew Gallant. Source and licence: https://github.com/BurntSushi/ripgrep

bubblewrap (LGPL-2.0-or-later), Linux only

A program of its own that Codex starts. Source and licence: https://github.com/containers/bubblewrap`;
const LICENCE_FILE = /^(licen[cs]e|copying|notice|ofl)([.-].*)?$/i;

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly folder: string;
}

/** One text for all packages, each named once per version, ordered by name. Throws when one has neither a licence's name nor its text. */
export function thirdPartyNotices(
  packages: readonly BundledPackage[],
  textsOf: (folder: string) => readonly string[],
): string {
  const byName = new Map(packages.map((one) => [`${one.name} ${one.version}`, one]));
  const parts = [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, { license, folder }]) => {
      const texts = textsOf(folder);
      if (license === '' && texts.length === 0) throw new Error(`${title} says nothing about its licence`);
      return [`${title} (${license || 'see below'})`, ...texts.map((text) => text.trim())].join('\n\n');
    });
  return `Skein is made with the following programs. Each belongs to its authors.\n\n${[...parts, INSIDE_CODEX].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

export const licenceTexts = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8'));

function packageAt(folder: string): BundledPackage {
  const {
    name,
    version,
    license = '',
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  return { name, version, license, folder };
}

/** Every package that a packed app holds, or that lies beside it. Throws where the app is not built. */
export function packedPackages(): readonly BundledPackage[] {
  const lists = ['main', 'renderer'].map((part) => join(ROOT, 'out/packages', `${part}.json`));
  const missing = lists.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Error(`Build the app first: ${missing} is not there`);
  const bundled = lists.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as readonly string[]);
  return [...bundled, ...BESIDE.map((name) => join(ROOT, 'node_modules', name))].map(packageAt);
}

if (process.argv[1] === import.meta.filename) {
  const packages = packedPackages();
  const text = thirdPartyNotices(packages, licenceTexts);
  writeFileSync(join(ROOT, 'out/third-party-notices.txt'), text);
  process.stdout.write(`Notices of ${packages.length} packages\n`);
}
