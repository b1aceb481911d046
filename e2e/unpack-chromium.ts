import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib';

const BLOCK_BYTES = 512;
const require = createRequire(import.meta.url);

/** A Chromium with the environment it needs to find its bundled libraries and fonts. */
export type PackagedChromium = { readonly executable: string; readonly env: Readonly<Record<string, string>> };

/**
 * Unpacks the Chromium of `@sparticuz/chromium` (Linux x64) into `cache`, once per version of the package.
 *
 * The package unpacks its own libraries and fonts only where it believes it runs on a serverless platform, so its
 * archives are read here: a fresh machine has Node and Git, not even `tar`.
 */
export async function unpackChromium(cache: string): Promise<PackagedChromium> {
  const packageRoot = join(dirname(require.resolve('@sparticuz/chromium')), '../..');
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const target = join(cache, version);
  if (!existsSync(target)) {
    // Two test processes may unpack at once: each into its own folder, the first rename wins.
    const fresh = `${target}.${randomBytes(4).toString('hex')}`;
    await unpackInto(fresh, join(packageRoot, 'bin'));
    await writeFile(join(fresh, 'fonts/fonts.conf'), fontsConf(join(target, 'fonts')));
    await rename(fresh, target).catch(async (error: unknown) => {
      await rm(fresh, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    });
  }
  const inherited = process.env.LD_LIBRARY_PATH;
  const libraries = join(target, 'libraries/lib');
  return {
    executable: join(target, 'chromium'),
    env: {
      LD_LIBRARY_PATH: inherited ? `${libraries}:${inherited}` : libraries,
      FONTCONFIG_PATH: join(target, 'fonts'),
      FONTCONFIG_FILE: join(target, 'fonts/fonts.conf'),
    },
  };
}

async function unpackInto(folder: string, archives: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await pipeline(
    createReadStream(join(archives, 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(join(folder, 'chromium'), { mode: 0o755 }),
  );
  // Chromium looks for its graphics libraries beside its executable.
  await untar(join(archives, 'swiftshader.tar.br'), folder);
  await untar(join(archives, 'al2023.tar.br'), join(folder, 'libraries'));
  await untar(join(archives, 'fonts.tar.br'), join(folder, 'fonts'));
}

/** Extracts the files and folders of a Brotli-compressed ustar archive; these archives hold nothing else. */
async function untar(archive: string, folder: string): Promise<void> {
  const bytes = brotliDecompressSync(await readFile(archive));
  const text = (from: number, length: number): string =>
    bytes.toString('utf8', from, from + length).split('\0', 1)[0] ?? '';
  for (let at = 0; at + BLOCK_BYTES <= bytes.length && bytes[at] !== 0;) {
    const path = resolve(folder, text(at, 100));
    if (path !== resolve(folder) && !path.startsWith(resolve(folder) + sep)) {
      throw new Error(`${archive} names a file outside its folder: ${path}`);
    }
    const mode = Number.parseInt(text(at + 100, 8), 8);
    const size = Number.parseInt(text(at + 124, 12), 8);
    const isFolder = text(at + 156, 1) === '5';
    await mkdir(isFolder ? path : dirname(path), { recursive: true });
    if (!isFolder) await writeFile(path, bytes.subarray(at + BLOCK_BYTES, at + BLOCK_BYTES + size), { mode });
    at += BLOCK_BYTES + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
}

/** Fonts of the package first, then whatever the machine has; the cache stays inside our folder. */
const fontsConf = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/cache</cachedir>
  <config></config>
</fontconfig>
`;
