import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] };

/** What axe finds of serious or critical impact, as readable lines. */
async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const violations: Violation[] = await page.evaluate(`axe.run().then(({ violations }) => violations)`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`));
}

test.use({ worldOptions: { home: { sandboxMode: 'workspace-write' } } });

for (const colorScheme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious (${colorScheme})`, async ({ app }) => {
    // axe reads every element three times over.
    test.slow();
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await seriousFindings(app.page)).toEqual([]);
    await app.startThread('think 5');
    await expect(app.timeline.lastMessage).toContainText('Thought about it');
    await app.runTurn('flood 300');
    await app.composer.send('esc: touch waiting.txt');
    await expect(app.approval().button('Approve once')).toBeEnabled();
    expect(await seriousFindings(app.page)).toEqual([]);
    await app.approval().decide('Decline');
    await app.page.keyboard.press('ControlOrMeta+K');
    await expect(app.dialog('Command palette')).toBeVisible();
    expect(await seriousFindings(app.page)).toEqual([]);
  });
}

test('the main job is done with the keyboard alone', async ({ app }) => {
  await app.composer.message.focus();
  await app.page.keyboard.type('say: typed');
  await app.page.keyboard.press('Enter');
  await expect(app.timeline.lastMessage).toContainText('typed');
  await expect(app.composer.message).toBeFocused();
  await app.page.keyboard.press('ControlOrMeta+K');
  await expect(app.dialog('Command palette')).toBeVisible();
  await app.page.keyboard.press('Escape');
  await expect(app.dialog('Command palette')).toBeHidden();
});
