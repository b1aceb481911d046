import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';

test('a turn is undone and redone, and later changes of mine stay', async ({ app, world }) => {
  const readme = join(world.shop, 'README.md');
  const before = readFileSync(readme, 'utf8');
  await app.startThread('patchupd: README.md|# Corner shop|# Corner shop, improved');
  await expect(app.timeline.item('File change')).toContainText('README.md');
  // What is written while the turn's end is recorded would count to the turn.
  await expect(app.page.getByRole('button', { name: 'Undo turn', exact: true })).toBeVisible();
  writeFileSync(readme, `${readFileSync(readme, 'utf8')}\nMy own words.\n`);

  await app.page.getByRole('button', { name: 'Undo turn', exact: true }).click();
  const dialog = app.dialog('Undo turn');
  await expect(dialog.getByRole('checkbox', { name: /README\.md/ })).toBeChecked();
  await expect(dialog).toContainText('later changes are kept');
  await dialog.getByRole('button', { name: /^Undo 1 file/ }).click();
  await expect(dialog).toBeHidden();
  expect(readFileSync(readme, 'utf8')).toBe(`${before}\nMy own words.\n`);

  await app.page.getByRole('button', { name: 'Redo turn', exact: true }).click();
  await app
    .dialog('Redo turn')
    .getByRole('button', { name: /^Redo 1 file/ })
    .click();
  await expect(app.page.getByRole('button', { name: 'Undo turn', exact: true })).toBeVisible();
  expect(readFileSync(readme, 'utf8')).toContain('# Corner shop, improved');
  expect(readFileSync(readme, 'utf8')).toContain('My own words.');
});

test('changes that contradict are not undone, and the dialog says so', async ({ app, world }) => {
  const readme = join(world.shop, 'README.md');
  await app.startThread('patchupd: README.md|# Corner shop|# Corner shop, improved');
  await expect(app.timeline.item('File change')).toContainText('README.md');
  // What is written while the turn's end is recorded would count to the turn.
  await expect(app.page.getByRole('button', { name: 'Undo turn', exact: true })).toBeVisible();
  const mine = readFileSync(readme, 'utf8').replace('improved', 'in my own way');
  writeFileSync(readme, mine);
  await app.page.getByRole('button', { name: 'Undo turn', exact: true }).click();
  const dialog = app.dialog('Undo turn');
  await expect(dialog).toContainText('later changes contradict');
  await expect(dialog.getByRole('button', { name: /^Undo 0 files/ })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(readFileSync(readme, 'utf8')).toBe(mine);
});

test('what kept a turn from being undone stays in the dialog, beside what is true by then', async ({ app, world }) => {
  const readme = join(world.shop, 'README.md');
  await app.startThread('patchupd: README.md|# Corner shop|# Corner shop, improved');
  await app.page.getByRole('button', { name: 'Undo turn', exact: true }).click();
  const dialog = app.dialog('Undo turn');
  await expect(dialog.getByRole('checkbox', { name: /README\.md/ })).toBeChecked();
  const mine = readFileSync(readme, 'utf8').replace('improved', 'in my own way');
  writeFileSync(readme, mine);
  await dialog.getByRole('button', { name: /^Undo 1 file/ }).click();
  await expect(dialog).toContainText('later changes contradict');
  await expect(dialog.getByRole('alert')).toContainText('README.md');
  expect(readFileSync(readme, 'utf8')).toBe(mine);
});
