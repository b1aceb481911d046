import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { projectRoot } from './web-host.ts';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 900, height: 600 },
  { width: 720, height: 450 },
  { width: 480, height: 400 },
] as const;
const SCHEMES = ['dark', 'light'] as const;

/** Takes the pictures in which a view is looked at before it counts as done: dark and light, from large to tiny. */
export async function takeShots(page: Page, name: string): Promise<string[]> {
  const folder = join(projectRoot, 'test-results/shots');
  await mkdir(folder, { recursive: true });
  const before = page.viewportSize();
  const paths: string[] = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      const path = join(folder, `${name}-${colorScheme}-${size.width}x${size.height}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      paths.push(path);
    }
  }
  if (before !== null) await page.setViewportSize(before);
  return paths;
}
