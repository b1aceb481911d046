import { expect, test } from '../fixtures.ts';

test('two threads run at once, each goes on when its own answer comes', async ({ app, world }) => {
  await app.startThread('gate: first|alpha begins |alpha ends');
  await expect(app.timeline.lastMessage).toContainText('alpha begins');
  await app.startThread('gate: second|beta begins |beta ends');
  await expect(app.timeline.lastMessage).toContainText('beta begins');
  const [alpha, beta] = [app.sidebar.thread(/gate: first/), app.sidebar.thread(/gate: second/)];
  await expect(alpha).toHaveAccessibleName(/Running/);
  await expect(beta).toHaveAccessibleName(/Running/);

  world.model.openGate('first');
  await expect(alpha).not.toHaveAccessibleName(/Running/);
  await expect(beta).toHaveAccessibleName(/Running/);
  await expect(alpha).toHaveAccessibleName(/Unread/);

  world.model.openGate('second');
  await expect(app.timeline.lastMessage).toContainText('beta begins beta ends');
  await expect(beta).not.toHaveAccessibleName(/Running|Unread/);
  await alpha.click();
  await expect(app.timeline.lastMessage).toContainText('alpha begins alpha ends');
  await expect(alpha).not.toHaveAccessibleName(/Unread/);
});

test('commands show output in colour, exit code and folder, several at once each their own; a patch is a diff and on disk', async ({
  app,
}) => {
  await app.startThread(String.raw`run: printf '\033[31mred\033[0m plain\n'; exit 3`);
  const command = app.timeline.item('Command');
  await expect(command).toContainText('red plain');
  await expect(command).toContainText(/exit 3/);
  const red = command.getByText('red', { exact: true });
  const plain = command.getByText(/plain/).last();
  const colorOf = (element: Element): string => getComputedStyle(element).color;
  expect(await red.evaluate(colorOf)).not.toBe(await plain.evaluate(colorOf));

  await app.startThread('patchupd: README.md|# Corner shop|# Corner shop, improved');
  const change = app.timeline.item('File change');
  await expect(change).toContainText('README.md');
  await expect(change).toContainText('+1');
  await expect(change).toContainText('−1');
  await change.getByRole('button', { name: /README\.md/ }).click();
  await expect(change).toContainText('# Corner shop, improved');

  await app.startThread('multi: echo one-$((1+1));;echo two-$((2+2))');
  const commands = app.timeline.item('Command');
  await expect(commands).toHaveCount(2);
  await expect(commands.filter({ hasText: /exit 0/ })).toHaveCount(2);
  for (const command of await commands.all()) await app.timeline.unfold(command);
  await expect(app.timeline.root).toContainText('one-2');
  await expect(app.timeline.root).toContainText('two-4');
});

test('reasoning is folded, a plan is shown in plan mode', async ({ app }) => {
  await app.startThread('think 5');
  const reasoning = app.timeline.item('Reasoning');
  await expect(reasoning).toBeVisible();
  await expect(reasoning).not.toContainText('w4');
  await reasoning.getByRole('button').first().click();
  await expect(reasoning).toContainText('w4');

  await app.sidebar.newThread.click();
  await app.composer.choose('Mode', 'Plan');
  await app.composer.send('plan');
  await expect(app.timeline.item('Plan')).toContainText('Three small steps');
  await app.page.getByRole('button', { name: 'Carry out the plan' }).click();
  await expect(app.timeline.turns).toHaveCount(2);
  await expect(app.page.getByRole('combobox', { name: 'Mode', exact: true })).toContainText('Default');
  await expect(app.page.getByRole('button', { name: 'Carry out the plan' })).toBeHidden();
});
