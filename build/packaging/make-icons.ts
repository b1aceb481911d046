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
/** A picture as PNG; `size` in pixels. */
async function draw(drawing: string, size: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>html,body{margin:0;background:none}svg{display:block;width:${size}px}</style>${drawing}`,
  );
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return png;
}

for (const size of SIZES) {
  const png = await draw(svg, size);
  pictures.push({ size, png });
  writeFileSync(join(FOLDER, `${size}x${size}.png`), png);
}
/** The tray's: the threads alone, in colour, and in black for macOS, which colours them itself. */
const threads = (change: (drawing: string) => string) =>
  change(svg.replace(/<defs>.*<\/defs>|<rect [^>]*>/gs, '').replace('0 0 1024 1024', '212 212 600 600'));
const TRAY = { colour: [16, 32], template: [16, 32] } as const;
const tray: Record<string, { scaleFactor: number; dataURL: string }[]> = {};
for (const [name, sizes] of Object.entries(TRAY)) {
  const drawing = threads((text) => (name === 'colour' ? text : text.replace(/stroke="#[^"]*"/g, 'stroke="#000"')));
  for (const size of sizes)
    (tray[name] ??= []).push({
      scaleFactor: size / 16,
      dataURL: `data:image/png;base64,${(await draw(drawing, size)).toString('base64')}`,
    });
}
writeFileSync(
  join(FOLDER, '../../../src-main/electron/tray-icon.ts'),
  `/** Drawn by build/packaging/make-icons.ts. */\nexport const TRAY_ICON = ${JSON.stringify(tray, null, 2)};\n`,
);
await browser.close();
writeFileSync(join(FOLDER, 'icon.icns'), icnsFile(pictures));
writeFileSync(join(FOLDER, 'icon.ico'), icoFile(pictures.filter(({ size }) => size <= LARGEST_ICO)));
