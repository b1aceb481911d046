// node --import tsx build/packaging/parts-list.ts FILE: writes the parts list (SPDX 2.3, JSON) of what packages hold. Not of what the lockfile names:
// the page's libraries are bundled and no dependencies of a package, and most of what is installed is in none.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packedPackages, type BundledPackage } from './notices.ts';

const ROOT = join(import.meta.dirname, '../..');

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
}

/** `locked`: what the lockfile says of a package by its folder below the project (`node_modules/react`). `created`: an ISO time. */
export function partsList(
  app: { readonly name: string; readonly version: string },
  packages: readonly (Pick<BundledPackage, 'name' | 'version' | 'license'> & Locked)[],
  created: string,
): object {
  const parts = [...new Map(packages.map((one) => [`${one.name}@${one.version}`, one]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => ({
      SPDXID: idOf(key),
      name: one.name,
      versionInfo: one.version,
      downloadLocation: one.resolved ?? 'NOASSERTION',
      filesAnalyzed: false,
      licenseConcluded: 'NOASSERTION',
      licenseDeclared: /^[\w.+-]+$/.test(one.license) ? one.license : 'NOASSERTION',
      copyrightText: 'NOASSERTION',
      ...checksums(one.integrity),
      externalRefs: [
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: `pkg:npm/${one.name.replace('@', '%40')}@${one.version}`,
        },
      ],
    }));
  const main = {
    SPDXID: 'SPDXRef-App',
    name: app.name,
    versionInfo: app.version,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: 'Apache-2.0',
    copyrightText: 'NOASSERTION',
  };
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `${app.name}@${app.version}`,
    documentNamespace: `https://spdx.org/spdxdocs/${app.name}-${app.version}-${digest(JSON.stringify(parts))}`,
    creationInfo: { created, creators: [`Tool: ${app.name}-parts-list`] },
    packages: [main, ...parts],
    relationships: [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: main.SPDXID },
      ...parts.map(({ SPDXID }) => ({
        spdxElementId: main.SPDXID,
        relationshipType: 'CONTAINS',
        relatedSpdxElement: SPDXID,
      })),
    ],
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
/** Ids take letters, digits, dots and hyphens alone; the digest keeps two names apart that only differ elsewhere. */
const idOf = (key: string): string => `SPDXRef-${key.replace(/[^\w.-]|_/g, '-')}-${digest(key)}`;

function checksums(integrity: string | undefined): object {
  const sha512 = /^sha512-([\w+/=]+)$/.exec(integrity ?? '')?.[1];
  if (sha512 === undefined) return {};
  return { checksums: [{ algorithm: 'SHA512', checksumValue: Buffer.from(sha512, 'base64').toString('hex') }] };
}

if (process.argv[1] === import.meta.filename) {
  const file = process.argv[2];
  if (file === undefined) throw new Error('Name the file to write');
  const app = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { name: string; version: string };
  const { packages: locked } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked | undefined>>;
  };
  const packages = packedPackages().map((one) => {
    const place = one.folder.replaceAll('\\', '/').replace(/^.*?(?=node_modules\/)/, '');
    return { ...one, ...locked[place] };
  });
  writeFileSync(file, JSON.stringify(partsList(app, packages, new Date().toISOString()), null, 2));
  process.stdout.write(`Parts list of ${packages.length} packages: ${file}\n`);
}
