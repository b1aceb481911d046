import { join } from 'node:path';
import { expect } from '@playwright/test';
import { skillText, writeMarketplace, writeText } from '../../src-main/core/plugins/testing/market-folder.ts';
import { startRecording, stopRecording, typeKeys } from '../floors.ts';
import { atMost, type Row } from '../report.ts';
import { createRig } from '../rig.ts';
import { percentile } from '../stats.ts';

export type PluginsOptions = {
  readonly plugins: number;
  readonly skills: number;
  readonly keys: number;
};

/** Typing a message when a marketplace of many plugins was looked at and there are many skills, against the same page before. */
export async function plugins({ plugins: count, skills, keys }: PluginsOptions): Promise<Row[]> {
  const scenario = `${count} plugins, ${skills} skills`;
  const rig = await createRig();
  try {
    const numbers = (length: number) => Array.from({ length }, (_, at) => String(at + 1).padStart(3, '0'));
    const market = join(rig.root, 'market');
    writeMarketplace(market, {
      name: 'bench',
      plugins: numbers(count).map((number) => ({ name: `plugin-${number}`, title: `Plugin ${number}` })),
    });
    const app = await rig.openApp(await rig.startHost());
    const { page, composer } = app;
    const type = async () => {
      await composer.message.focus();
      await startRecording(page);
      await typeKeys(page, keys);
      const { keys: took } = await stopRecording(page);
      await composer.write('');
      return percentile(took, 0.95);
    };
    const idle = await type();

    for (const number of numbers(skills)) {
      const name = `skill-${number}`;
      writeText(join(rig.codexHome, 'skills', name, 'SKILL.md'), skillText(name, `Number ${number}`));
    }
    await app.runCommand('Plugins');
    await page.getByRole('button', { name: 'Add marketplace' }).first().click();
    await app.dialog('Add marketplace').getByRole('textbox', { name: 'Source' }).fill(market);
    await page.keyboard.press('Enter');
    const cards = page.getByRole('list', { name: 'Plugins' }).getByRole('listitem');
    await expect(cards.first()).toBeVisible();
    const mounted = await cards.count();
    await app.runCommand('Skills');
    await expect(page.getByRole('list', { name: 'Skills' }).getByRole('listitem').first()).toBeVisible();
    await app.sidebar.newThread.click();
    const loaded = await type();
    await composer.message.focus();
    await page.keyboard.type('$');
    await expect(page.getByRole('option').first()).toBeVisible();
    await composer.write('');
    return [
      {
        scenario,
        what: 'key press to painted frame, p95',
        measured: loaded,
        floor: idle,
        unit: 'ms',
        target: atMost(idle * 1.5, '1.5 × idle page'),
      },
      { scenario, what: 'cards that are mounted', measured: mounted, unit: 'count', target: atMost(80, 'fixed') },
    ];
  } finally {
    await rig.close();
  }
}
