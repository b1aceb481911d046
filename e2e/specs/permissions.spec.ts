import { expect, test } from '../fixtures.ts';

test.use({ worldOptions: { home: { sandboxMode: 'danger-full-access' } } });

test('a policy of the configuration without a sandbox is said in words before the first message, and stays said', async ({
  app,
}) => {
  const { page } = app;
  const permissions = page.getByRole('combobox', { name: 'Permissions', exact: true });
  await expect(permissions).toHaveText('No sandbox, asks to leave');
  await expect(permissions).toHaveAccessibleDescription(/outside of any sandbox/);
  await app.startThread('gate: never|half way |end');
  await expect(app.composer.stop).toBeVisible();
  await expect(permissions).toHaveText('No sandbox, asks to leave');
  for (const width of [1440, 900, 700]) {
    await page.setViewportSize({ width, height: 700 });
    const tops = await Promise.all(
      [permissions, app.composer.stop, app.composer.sendButton].map(async (one) => (await one.boundingBox())?.y),
    );
    expect(new Set(tops).size, `at ${width}`).toBe(1);
  }
});
