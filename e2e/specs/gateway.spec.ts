import { startGatewayIssuer, type GatewayIssuer } from '../../src-main/core/accounts/testing/gateway-issuer.ts';
import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { seriousFindings } from '../axe.ts';
import { expect, test as base } from '../fixtures.ts';

const test = base.extend<{ readonly issuer: GatewayIssuer }>({
  issuer: async ({}, use) => {
    const issuer = await startGatewayIssuer();
    await use(issuer);
    await issuer.stop();
  },
  worldOptions: async ({ issuer }, use) => {
    await use({ home: { extraToml: `[model_providers.demo.gateway_oauth]\n${issuer.toml}` } });
  },
});
test.skip(codexVersion() === '0.124.0', 'knows no sign-in of providers');

test('a model provider with a sign-in of its own: a code, a page, cancelled, refused, and used', async ({
  app,
  issuer,
  world,
}) => {
  const { page } = app;
  const card = page.getByRole('region', { name: 'Sign in to Offline demo' });
  const signIn = page.getByRole('button', { name: 'Sign in with Offline demo', exact: true });
  issuer.set('waits');
  await card.getByRole('button', { name: 'Use a device code' }).click();
  await expect(card.getByRole('status', { name: 'Device code' })).toHaveText('GATE-0001');
  expect(await seriousFindings(page)).toEqual([]);
  await card.getByRole('button', { name: 'Cancel' }).click();
  issuer.set('denies');
  await card.getByRole('button', { name: 'Use a device code' }).click();
  await expect(card.getByRole('alert')).toContainText('Offline demo did not accept the device code');

  await app.composer.write('say: too early');
  await app.composer.message.press('Enter');
  await expect(page.getByText('Offline demo asks for a sign-in before it takes messages.')).toBeVisible();
  await expect(app.composer.message).toHaveValue('say: too early');
  await app.runCommand('Plugins');
  const banner = page.getByRole('alert', { name: 'Provider sign-in' });
  await banner.getByRole('button', { name: 'Sign in', exact: true }).click();
  issuer.set('approves');
  await signIn.click();
  await expect(page.getByRole('region', { name: 'Sign-in of Offline demo' })).toContainText('Signed in.');
  expect(await seriousFindings(page)).toEqual([]);
  await app.sidebar.newThread.click();
  await expect(card).toBeHidden();
  await app.composer.message.press('Enter');
  await expect(app.timeline.lastMessage).toContainText('too early');
  await expect(banner).toBeHidden();
  expect(world.host().stderr()).not.toContain('gateway-token');
});
