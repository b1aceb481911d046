import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askToShow } from '../../src-main/shell/ask-to-show.ts';
import { test, expect } from '../fixtures.ts';
import { AppPage } from '../pages/app-page.ts';
import { run, type World } from '../world.ts';

/** What `npm run web -- LINK` does when Skein runs already. */
async function startAgain(world: World, ...links: readonly string[]) {
  const { pid, port } = JSON.parse(await readFile(join(world.skeinHome, 'core.lock'), 'utf8')) as {
    readonly pid: number;
    readonly port: number;
  };
  return askToShow({ pid, port }, { paths: [], links, demo: false });
}

test.describe('a link at the start', () => {
  test.use({ worldOptions: { host: { args: ['codex://new?prompt=say%3A+from+a+link%0Asecond+line'] } } });

  test('fills the composer and sends nothing; later ones go where they lead', async ({ app, world }) => {
    await expect(app.composer.message).toHaveValue('say: from a link\nsecond line');
    await expect(app.page.getByText('A link filled in the message', { exact: true })).toBeVisible();
    await expect(app.timeline.turns).toHaveCount(0);

    await app.startThread('say: the linked thread');
    await expect(app.timeline.lastMessage).toContainText('the linked thread');
    const { codexHome, shop } = world;
    const threadId = await newestThread(codexHome);
    expect(await startAgain(world, 'skein://settings/keys')).toMatchObject({ refused: [] });
    await expect(app.page.getByRole('heading', { name: 'Keyboard shortcuts' })).toBeVisible();
    await startAgain(world, `codex://threads/${threadId}`);
    await expect(app.timeline.lastMessage).toContainText('the linked thread');
    // A tab of its own for the thread, which shows it at once and is no place for what comes from outside.
    const [solo] = await Promise.all([
      app.page.context().waitForEvent('page'),
      app.runCommand('open thread in its own window'),
    ]);
    const small = new AppPage(solo);
    await expect(small.timeline.lastMessage).toContainText('the linked thread');
    await expect(small.sidebar.root).toHaveCount(0);
    expect(new URL(solo.url()).hash).toBe('');

    const other = await world.anotherShop('other');
    await run('git', ['remote', 'add', 'origin', 'git@example.com:me/corner-shop.git'], { cwd: shop });
    await startAgain(world, `codex://threads/new?path=${encodeURIComponent(other)}&prompt=in%20the%20other`);
    await app.trustFolder.click();
    await expect(app.composer.message).toHaveValue('in the other');
    await startAgain(world, 'codex://new?originUrl=https%3A%2F%2Fexample.com%2Fme%2Fcorner-shop');
    await expect(app.page.getByRole('combobox', { name: 'Project' })).toContainText('corner-shop');
    await expect(small.timeline.lastMessage).toContainText('the linked thread');
  });
});

test('a link that leads nowhere or hides something does nothing, and says so', async ({ app, world }) => {
  await app.composer.write('mine');
  const bad = [
    'codex://run?command=rm',
    'codex://new?prompt=ok%E2%80%AEevil',
    'codex://new?path=%5C%5Cevil%5Cshare',
    'codex://new?originUrl=https://example.com/none',
    `codex://new?prompt=${'x'.repeat(40_000)}`,
  ];
  const answer = await startAgain(world, ...bad, 'codex://settings/none', 'codex://new?path=/not/there');
  expect(answer?.refused.map(({ code }) => code)).toEqual([...bad.map(() => 'link.refused'), 'path.missing']);
  await expect(app.page.getByText('A link was not followed', { exact: true }).first()).toBeVisible();
  await expect(app.composer.message).toHaveValue('mine');
  await expect(app.timeline.turns).toHaveCount(0);
});

/** The id of the newest thread that is stored. */
async function newestThread(codexHome: string): Promise<string> {
  const files = await readdir(join(codexHome, 'sessions'), { recursive: true });
  const ids = files.flatMap((file) => /([0-9a-f-]{36})\.jsonl$/.exec(file)?.[1] ?? []).sort();
  return ids.at(-1) ?? '';
}
