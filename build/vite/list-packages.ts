import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Where the lists of the builds' parts are put together, for the notices of a package. */
const LISTS = 'out/packages';

/** Notes the folders of the npm packages that a part of the app is made of, in one file for each part. */
export function listPackages(part: string): Plugin {
  const folders = new Set<string>();
  return {
    name: 'skein:list-packages',
    apply: 'build',
    moduleParsed({ id }) {
      const folder = packageFolder(id.replace(/^\0/, '').replace(/\?.*$/, ''));
      if (folder !== null) folders.add(folder);
    },
    async writeBundle() {
      await mkdir(LISTS, { recursive: true });
      await writeFile(join(LISTS, `${part}.json`), JSON.stringify([...folders].sort(), null, 1));
    },
  };
}

/** The folder of the package that a file belongs to: the one after the last `node_modules`. */
function packageFolder(file: string): string | null {
  const found = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file)?.[1] ?? null;
  return found !== null && existsSync(join(found, 'package.json')) ? found : null;
}
