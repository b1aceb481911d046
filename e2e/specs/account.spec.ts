import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { seriousFindings } from '../axe.ts';
import { expect, test } from '../fixtures.ts';

test.use({ worldOptions: { needsAccount: true } });
test.skip(codexVersion() === '0.124.0', 'asks the real issuer');

const KEY = 'sk-skein-e2e-0123456789abcdefghij';
const button = (name: string) => ['button', { name, exact: true }] as const;

test('a device code, the account and its limits, a refused sign-in, and out again', async ({ app, world, context }) => {
  const { page } = app;
  world.model.setAccount({ signIn: 'waits' });
  await page.getByRole(...button('Use a device code')).click();
  await expect(page.getByRole('status', { name: 'Device code' })).toHaveText('DEMO-1234');
  await expect(page.getByText(/valid for 1[45]:\d\d/)).toBeVisible();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole(...button('Copy code')).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('DEMO-1234');
  await page.getByRole(...button('Cancel')).click();
  await expect(page.getByRole(...button('Sign in with ChatGPT'))).toBeVisible();

  world.model.setAccount({ signIn: 'approves' });
  await page.getByRole(...button('Use a device code')).click();
  const account = app.sidebar.root.getByRole('button', { name: /^Account:/ });
  await expect(account).toContainText('demo@example.test');
  await expect(page.getByRole(...button('Sign in with ChatGPT'))).toBeHidden();
  const limits = app.sidebar.root.getByRole('status', { name: 'Usage limits' });
  await expect(limits).toContainText(/5 hours\s*43 % · resets/);
  await expect(limits).toContainText(/1 week\s*7 % · resets/);

  await test.step('limits come near, are reached, and the owner is told', async () => {
    await app.startThread('say: hello');
    world.model.setUsage({ primaryPercent: 78, secondaryPercent: 7 });
    await app.runTurn('say: near');
    const alert = page.getByRole('alert', { name: 'Usage limit' });
    await expect(alert).toContainText('78 % of the usage limit is used: 5 hours');
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await expect(alert).toBeHidden();
    world.model.setUsage({ primaryPercent: 92, secondaryPercent: 7 });
    await app.runTurn('say: close');
    await expect(alert).toContainText('92 %');
    world.model.setUsage({ primaryPercent: 100, secondaryPercent: 7, reached: 'workspace_member_credits_depleted' });
    await app.runCommand('Account and usage');
    await page.getByRole(...button('Read again')).click();
    await expect(alert).toContainText('The workspace has no credits left');
    world.model.setAccount({ ownerNotes: 'fails' });
    await alert.getByRole('button', { name: 'Notify owner' }).click();
    await expect(alert).toContainText('did not answer as it should');
    world.model.setAccount({ ownerNotes: 'sent' });
    await alert.getByRole('button', { name: 'Notify owner' }).click();
    await expect(alert).toContainText('The owner was told.');
    world.model.setUsage({ primaryPercent: 100, secondaryPercent: 7, reached: 'workspace_member_usage_limit_reached' });
    await page.getByRole(...button('Read again')).click();
    await expect(alert).toContainText('Its owner can raise it');
    world.model.setAccount({ ownerNotes: 'cooldown' });
    await alert.getByRole('button', { name: 'Notify owner' }).click();
    await expect(alert).toContainText('The owner was told a short time ago already');
    await expect(page.getByRole('list', { name: 'Tokens by day' }).getByRole('listitem')).toHaveCount(6);
    expect(await seriousFindings(page)).toEqual([]);
    world.model.setUsage({ primaryPercent: 100, secondaryPercent: 7, resetCredits: 1 });
    await page.getByRole(...button('Read again')).click();
    await page.getByRole(...button('Use a reset…')).click();
    const spend = page.getByRole('alertdialog', { name: 'Use a reset?' }).getByRole('button', { name: 'Use one' });
    await expect(spend).toBeVisible();
    world.model.setUsage({ primaryPercent: 20, secondaryPercent: 7, resetCredits: 0 });
    await spend.click();
    await expect(page.getByText('There is no reset left', { exact: true })).toBeVisible();
    await expect(page.getByRole(...button('Use a reset…'))).toBeHidden();
    await expect(alert).toBeHidden();
  });

  await test.step('a refused sign-in says so above the page', async () => {
    await app.startThread('unauth');
    const banner = page.getByRole('alert', { name: 'Signed out' });
    await expect(banner).toContainText('What you wrote stays in the thread');
    await banner.getByRole('button', { name: 'Sign in again' }).click();
    const opened = context.waitForEvent('page');
    await page.getByRole(...button('Sign in with ChatGPT')).click();
    await (await opened).waitForLoadState();
    await expect(banner).toBeHidden();
    await expect(page.getByRole(...button('Sign in with ChatGPT'))).toBeHidden();
  });

  await account.click();
  await page.getByRole('menuitem', { name: 'Log out…' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('The Codex CLI');
  await question.getByRole('button', { name: 'Log out' }).click();
  await expect(app.sidebar.root.getByRole('button', { name: 'Sign in…' })).toBeVisible();
});

test('an API key signs in and is shown nowhere', async ({ app }) => {
  const { page } = app;
  await page.getByRole(...button('Use an API key')).click();
  const field = page.getByLabel('API key', { exact: true });
  await page.getByRole(...button('Use this key')).click();
  await expect(page.getByText('Paste the key here first.')).toBeVisible();
  await field.fill(KEY);
  await page.keyboard.press('Enter');
  await expect(app.sidebar.root.getByRole('button', { name: /^Account:/ })).toContainText('API key');
  await app.runCommand('Account and usage');
  await expect(page.getByText('OpenAI API, billed by use')).toBeVisible();
  expect(await page.content()).not.toContain(KEY);
});
