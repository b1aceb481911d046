import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { seriousFindings } from '../axe.ts';
import { expect, test } from '../fixtures.ts';

const isOld = codexVersion() === '0.124.0';
// Nothing that a test writes may be sent.
test.use({ worldOptions: { home: { extraToml: '# mine\n[feedback]\nenabled = false # never' } } });

test('settings of Codex: changed, changed elsewhere, reset, found; profiles and rules', async ({ app, world }) => {
  const { page } = app;
  const file = join(world.codexHome, 'config.toml');
  const text = () => readFileSync(file, 'utf8');
  const setting = (name: string) => page.getByRole('group', { name, exact: true });
  const choose = async (name: string, option: RegExp) => {
    await page.getByRole('combobox', { name, exact: true }).click();
    await page.getByRole('option', { name: option }).click();
  };
  const go = (name: string) =>
    page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name, exact: true }).click();

  await app.runCommand('Settings: agent, model and permissions');
  await choose('Reasoning effort', /^High/);
  await expect(setting('Reasoning effort')).toContainText('From your config.toml');
  expect(text()).toContain('model_reasoning_effort = "high"');
  expect(text()).toContain('# mine');
  await setting('Reasoning effort').getByRole('button', { name: 'Reset Reasoning effort' }).click();
  await expect(setting('Reasoning effort')).not.toContainText('From your config.toml');
  expect(text()).not.toContain('model_reasoning_effort');

  await test.step('a key that another program wrote meanwhile', async () => {
    const field = page.getByRole('textbox', { name: 'Longest output of a command' });
    await field.fill('9000');
    writeFileSync(file, `tool_output_token_limit = 5000\n${text()}`);
    await expect(setting('Longest output of a command')).toContainText('From your config.toml');
    await field.press('Enter');
    const question = page.getByRole('alertdialog', { name: 'Changed elsewhere' });
    await question.getByRole('button', { name: 'Reload' }).click();
    await expect(field).toHaveValue('5000');
    expect(text()).toContain('tool_output_token_limit = 5000');
  });

  await choose('Approval policy', /^By kind/);
  await setting('Asked about').getByRole('switch', { name: 'Scripts of skills' }).click();
  await expect.poll(text).toContain('skill_approval = false');
  await choose('Sandbox', /^Full access/);
  const warning = page.getByRole('alertdialog', { name: 'Give every new thread full access?' });
  await warning.getByRole('button', { name: 'Cancel' }).click();
  expect(text()).not.toContain('sandbox_mode = "danger-full-access"');
  expect(await seriousFindings(page)).toEqual([]);

  await go('Permissions');
  await test.step('a profile that keeps secrets from being read', async () => {
    if (isOld) return;
    await page.getByRole('button', { name: 'New profile' }).click();
    const form = page.getByRole('form', { name: 'New profile' });
    await form.getByRole('textbox', { name: 'Name' }).fill('careful');
    await form.getByRole('textbox', { name: 'Add to Never read' }).fill('**/*.env');
    await page.keyboard.press('Enter');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(setting('Profile careful')).toContainText('**/*.env');
    expect(text()).toContain('"**/*.env" = "none"');
  });

  await test.step('a rule is explained, revoked and put back', async () => {
    const rules = join(world.codexHome, 'rules');
    mkdirSync(rules, { recursive: true });
    const rule = 'prefix_rule(pattern=["mkdir", "-p"], decision="allow")\n';
    writeFileSync(join(rules, 'default.rules'), rule);
    const list = page.getByRole('list', { name: 'Rules' });
    await expect(list).toContainText('Commands that begin with mkdir -p run without asking.');
    await list.getByRole('button', { name: 'Revoke mkdir -p' }).click();
    await expect(page.getByText('No rules were granted')).toBeVisible();
    expect(readFileSync(join(rules, 'default.rules'), 'utf8')).toBe('');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(list).toContainText('mkdir -p');
    expect(readFileSync(join(rules, 'default.rules'), 'utf8')).toBe(rule);
  });
  expect(await seriousFindings(page)).toEqual([]);

  await test.step('a feature is switched, and what is remembered forgotten', async () => {
    if (isOld) return;
    await go('Features');
    await page.getByRole('switch', { name: 'Memories' }).click();
    await page.getByRole('button', { name: 'Reset Memories' }).click();
    await go('Memories');
    const kept = page.getByRole('region', { name: 'What is remembered' });
    await expect(kept).toContainText('Notes of 0 threads.');
    await kept.getByRole('button', { name: 'Forget everything…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Forget everything' }).click();
    await expect(page.getByText('Everything was forgotten', { exact: true })).toBeVisible();
  });

  await page.getByRole('searchbox', { name: 'Search settings' }).fill('osc');
  await page.getByRole('button', { name: /^How the CLI tells/ }).click();
  await expect(setting('How the CLI tells')).toBeFocused();

  await app.openProject('corner-shop');
  await page.getByRole('combobox', { name: 'Permissions', exact: true }).click();
  await expect(page.getByRole('option', { name: /^careful/ })).toHaveCount(isOld ? 0 : 1);
});

test('a broken config.toml is told and repaired; another agent’s set-up is taken over; feedback keeps its text', async ({
  app,
  world,
}) => {
  test.skip(isOld, 'finds other things of other agents, and has no preview of feedback');
  const { page } = app;
  const file = join(world.codexHome, 'config.toml');
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, whole.replace('[feedback]', '[feedback'));
  const line = whole.split('\n').indexOf('[feedback]') + 1;
  const alert = page.getByRole('alert').filter({ hasText: 'config.toml is broken' });
  await expect(alert).toContainText(`Line ${line}, column`);
  await alert.getByRole('button', { name: 'Open config.toml' }).click();
  const editor = page.getByRole('textbox', { name: 'config.toml' });
  await expect(editor).toBeFocused();
  await editor.fill(whole);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('config.toml is broken')).toBeHidden();
  expect(readFileSync(file, 'utf8')).toBe(whole);

  await test.step('import, item by item', async () => {
    const home = join(world.root, 'tmp');
    mkdirSync(join(home, '.claude', 'agents'), { recursive: true });
    writeFileSync(join(home, '.claude', 'CLAUDE.md'), 'Be kind.\n');
    writeFileSync(join(home, '.claude', 'agents', 'rev.md'), '---\nname: rev\ndescription: reviews\n---\nReview.\n');
    await app.runCommand('Import from other agents…');
    const found = page.getByRole('list', { name: 'What was found' });
    await found.getByRole('switch', { name: /^Sub-agents/ }).click();
    await page.getByRole('button', { name: 'Take over one' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Taken over: 1' })).toBeVisible();
    expect(readFileSync(join(world.codexHome, 'AGENTS.md'), 'utf8')).toContain('Be kind.');
    expect(existsSync(join(world.codexHome, 'agents'))).toBe(false);
    await expect(found).not.toContainText('Instructions');
  });

  await app.runCommand('Send feedback about Codex…');
  const words = page.getByRole('textbox', { name: 'Your words' });
  await words.fill('The kettle whistles.');
  const send = page.getByRole('button', { name: 'Send', exact: true });
  await page.getByRole('switch', { name: 'Send logs as well' }).click();
  await expect(send).toBeDisabled();
  await page.getByRole('button', { name: 'Show what goes' }).click();
  const parcel = page.getByRole('region', { name: 'What goes' });
  await expect(parcel).toContainText('codex-logs.log');
  await parcel.getByText(/^report\.json \d+ bytes/).click();
  await expect(parcel).toContainText('The kettle whistles.');
  await send.click();
  await expect(page.getByRole('alert').filter({ hasText: 'Feedback is switched off' })).toBeVisible();
  await expect(words).toHaveValue('The kettle whistles.');
  expect(await seriousFindings(page)).toEqual([]);
});
