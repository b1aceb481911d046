// node --import tsx build/packaging/notices.ts: writes out/third-party-notices.txt, the licences of everything that a package holds. Ends with an
// error when one says nothing about its licence.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** What no bundler sees: fonts that come by style sheets, and the programs beside the app. */
const BESIDE = ['@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono', '@openai/codex', 'electron'];
/** The standard texts of licences, by their SPDX identifiers, for what comes without one. */
const LICENCES = join(import.meta.dirname, 'licences');
const LICENCE_FILE = /^(licen[cs]e|copying|notice|ofl)([.-].*)?$/i;

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly folder: string;
}

/**
 * One text for all packages, each named once per version, ordered by name, and then what is inside of Codex's. One without a text of its own
 * has its licence's; throws when it names none that is known.
 */
export function thirdPartyNotices(
  packages: readonly BundledPackage[],
  textsOf: (folder: string) => readonly string[],
  insideCodex: readonly string[] = [],
): string {
  const byName = new Map(packages.map((one) => [`${one.name} ${one.version}`, one]));
  const parts = [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, { license, folder }]) => {
      const own = textsOf(folder);
      if (license === '' && own.length === 0) throw new Error(`${title} says nothing about its licence`);
      const texts = own.length > 0 ? own : [standardText(license)];
      return [`${title} (${license || 'see below'})`, ...texts.map((text) => text.trim())].join('\n\n');
    });
  return `Skein is made with the following programs. Each belongs to its authors.\n\n${[...parts, ...insideCodex].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

export const licenceTexts = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8'));

/** Throws when there is no text for it here: then one has to be added. */
function standardText(spdx: string): string {
  const file = join(LICENCES, `${spdx}.txt`);
  if (!existsSync(file)) throw new Error(`There is no text of the licence ${spdx}`);
  return readFileSync(file, 'utf8').trimEnd();
}

/**
 * Programs and libraries inside of Codex's package. Two programs it names nowhere itself; of its voices, which PCRE2 of ripgrep is part of as well, it
 * has the texts beside them. Throws when no Codex of any platform is installed.
 */
export function noticesInsideCodex(): readonly string[] {
  const scope = join(ROOT, 'node_modules/@openai');
  const [voice] = readdirSync(scope)
    .filter((name) => name.startsWith('codex-'))
    .flatMap((name) => {
      const vendor = join(scope, name, 'vendor');
      return readdirSync(vendor).map((target) => join(vendor, target, 'codex-resources/voice'));
    })
    .filter((folder) => existsSync(join(folder, 'NOTICE.md')));
  if (voice === undefined) throw new Error('No Codex with its notices is installed');
  const texts = readdirSync(join(voice, 'licenses')).sort();
  return [
    [
      'ripgrep, in Codex (MIT OR Unlicense)',
      'Source: https://github.com/BurntSushi/ripgrep. It holds PCRE2, whose licence is below.',
      `The MIT License (MIT)\n\nCopyright (c) 2015 Andrew Gallant\n\n${standardText('MIT')}`,
      standardText('Unlicense'),
    ],
    [
      'bubblewrap, in Codex for Linux (LGPL-2.0-or-later)',
      'A program of its own that Codex starts. Source: https://github.com/containers/bubblewrap',
      standardText('LGPL-2.0-or-later'),
    ],
    ['The voice libraries, in Codex', readFileSync(join(voice, 'NOTICE.md'), 'utf8').trim()],
    ...texts.map((name) => [
      `${name}, of the voice libraries`,
      readFileSync(join(voice, 'licenses', name), 'utf8').trim(),
    ]),
  ].map((part) => part.join('\n\n'));
}

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
  const text = thirdPartyNotices(packages, licenceTexts, noticesInsideCodex());
  writeFileSync(join(ROOT, 'out/third-party-notices.txt'), text);
  process.stdout.write(`Notices of ${packages.length} packages\n`);
}
