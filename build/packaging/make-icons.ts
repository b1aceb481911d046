// node --import tsx build/packaging/make-icons.ts: draws icons/icon.svg in a browser and writes the files that installers need beside it.
// They are committed; this runs when the drawing changes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../../e2e/browser.ts';
import { icnsFile, icoFile, type Picture } from './icon-files.ts';

const FOLDER = join(import.meta.dirname, 'icons');
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
/** Windows asks for no larger ones. */
const LARGEST_ICO = 256;

const svg = readFileSync(join(FOLDER, 'icon.svg'), 'utf8');
const browser = await launchBrowser();
const pictures: Picture[] = [];
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>html,body{margin:0;background:none}svg{display:block;width:${size}px}</style>${svg}`);
  const png = await page.screenshot({ omitBackground: true });
  pictures.push({ size, png });
  writeFileSync(join(FOLDER, `${size}x${size}.png`), png);
  await page.close();
}
await browser.close();
writeFileSync(join(FOLDER, 'icon.icns'), icnsFile(pictures));
writeFileSync(join(FOLDER, 'icon.ico'), icoFile(pictures.filter(({ size }) => size <= LARGEST_ICO)));
