import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { seriousFindings } from '../axe.ts';
import { expect, test } from '../fixtures.ts';
import type { AppPage } from '../pages/app-page.ts';

const CODE = 'export const price = 12;\nexport const name = "wool";\n';

/** A thread in the sample project, with the files tab in front. */
async function showFiles(app: AppPage, shop: string): Promise<Locator> {
  await mkdir(join(shop, 'src', 'deep'), { recursive: true });
  await writeFile(join(shop, 'src', 'deep', 'price.ts'), CODE);
  await app.startThread('say: hello');
  await app.page.keyboard.press('ControlOrMeta+Shift+E');
  const tree = app.page.getByRole('tree', { name: 'Files' });
  await expect(tree).toBeVisible();
  return tree;
}
const openPrice = async (tree: Locator) => {
  await tree.getByRole('treeitem', { name: 'src', exact: true }).click();
  await tree.getByRole('treeitem', { name: 'deep', exact: true }).click();
  await tree.getByRole('treeitem', { name: 'price.ts', exact: true }).click();
};
const openTab = (app: AppPage, name: string | RegExp) =>
  app.page.getByRole('tablist', { name: 'Open files' }).getByRole('tab', { name });
const editor = (app: AppPage) => app.page.getByRole('textbox', { name: 'src/deep/price.ts' });

test('a file is found in the tree, edited, saved, and written as it was', async ({ app, world }) => {
  const file = join(world.shop, 'src', 'deep', 'price.ts');
  const tree = await showFiles(app, world.shop);
  await writeFile(file, CODE.replaceAll('\n', '\r\n'));
  await openPrice(tree);
  await editor(app).focus();
  await app.page.keyboard.press('ControlOrMeta+Home');
  await app.page.keyboard.type('// cheap');
  await app.page.keyboard.press('Enter');
  await expect(openTab(app, 'src/deep/price.ts, not saved')).toBeVisible();
  await app.page.keyboard.press('ControlOrMeta+S');
  await expect(openTab(app, 'src/deep/price.ts')).toBeVisible();
  await expect(openTab(app, /not saved/)).toBeHidden();
  // The palette's key stays the palette's, and nothing here is a barrier.
  await editor(app).focus();
  await app.page.keyboard.press('ControlOrMeta+K');
  await expect(app.dialog('Command palette')).toBeVisible();
  await app.page.keyboard.press('Escape');
  expect(await seriousFindings(app.page)).toEqual([]);
  expect(await readFile(file, 'utf8')).toBe(`// cheap\r\n${CODE.replaceAll('\n', '\r\n')}`);
});

test('what was typed survives a reload, and what others write is never overwritten unasked', async ({ app, world }) => {
  const file = join(world.shop, 'src', 'deep', 'price.ts');
  await openPrice(await showFiles(app, world.shop));
  await expect(editor(app)).toBeAttached();
  // Clean: the disk's text is taken over.
  await writeFile(file, 'export const price = 13;\n');
  await expect(app.page.getByRole('tabpanel', { name: 'Files' })).toContainText('13');
  await editor(app).focus();
  await app.page.keyboard.press('ControlOrMeta+Home');
  await app.page.keyboard.type('let x = 1;');
  await expect(openTab(app, /not saved/)).toBeVisible();
  await app.page.reload();
  await expect(openTab(app, /not saved/)).toBeVisible();
  await expect(app.page.getByRole('tabpanel', { name: 'Files' })).toContainText('let x = 1;');
  // Dirty: nothing is taken, nothing is written.
  await writeFile(file, 'export const price = 14;\n');
  const bar = app.page.getByRole('alert').filter({ hasText: 'changed on disk' });
  await expect(bar).toBeVisible();
  await editor(app).focus();
  await app.page.keyboard.press('ControlOrMeta+S');
  await expect(bar).toBeVisible();
  expect(await readFile(file, 'utf8')).toBe('export const price = 14;\n');
  await bar.getByRole('button', { name: 'Compare' }).click();
  await expect(app.page.getByRole('tabpanel', { name: 'Files' })).toContainText('14');
  await bar.getByRole('button', { name: 'Overwrite' }).click();
  await expect(bar).toBeHidden();
  expect(await readFile(file, 'utf8')).toBe('let x = 1;export const price = 13;\n');
});

test('files are opened by some letters and a line; links of the agent open in the editor', async ({ app, world }) => {
  await showFiles(app, world.shop);
  await app.page.keyboard.press('ControlOrMeta+P');
  const dialog = app.dialog('Open file');
  await dialog.getByRole('combobox').fill('prcts:2');
  await expect(dialog.getByRole('option', { name: /price\.ts/ })).toBeVisible();
  await app.page.keyboard.press('Enter');
  await expect(openTab(app, 'src/deep/price.ts')).toBeVisible();
  await expect(editor(app)).toBeFocused();
  await app.page.keyboard.type('// two');
  await app.page.keyboard.press('ControlOrMeta+S');
  await expect
    .poll(() => readFile(join(world.shop, 'src', 'deep', 'price.ts'), 'utf8'))
    .toBe(CODE.replace('export const name', '// twoexport const name'));
  await app.page.keyboard.press('ControlOrMeta+L');
  await app.runTurn('say: See [the readme](README.md:1).');
  await app.timeline.root.getByRole('button', { name: 'the readme' }).click();
  await expect(openTab(app, 'README.md')).toHaveAttribute('aria-selected', 'true');
});

test('files are made, renamed, mentioned and removed in the tree, and brought back', async ({ app, world }) => {
  const tree = await showFiles(app, world.shop);
  await app.page.getByRole('button', { name: 'New file' }).click();
  await app.page.getByRole('textbox', { name: 'Name', exact: true }).fill('notes/today.md');
  await app.page.keyboard.press('Enter');
  await expect(openTab(app, 'notes/today.md')).toBeVisible();
  const row = tree.getByRole('treeitem', { name: 'today.md' });
  await row.click({ button: 'right' });
  await app.page.getByRole('menuitem', { name: 'Rename…' }).click();
  await app.page.getByRole('textbox', { name: 'New name' }).fill('tomorrow.md');
  await app.page.keyboard.press('Enter');
  await expect(openTab(app, 'notes/tomorrow.md')).toBeVisible();
  const renamed = tree.getByRole('treeitem', { name: 'tomorrow.md' });
  await renamed.click({ button: 'right' });
  await app.page.getByRole('menuitem', { name: 'Add to message' }).click();
  await expect(app.composer.message).toHaveValue(/@notes\/tomorrow\.md/);
  await renamed.click({ button: 'right' });
  await app.page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect(tree.getByRole('treeitem', { name: 'tomorrow copy.md' })).toBeVisible();
  await renamed.click({ button: 'right' });
  await app.page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(renamed).toBeHidden();
  await app.page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(renamed).toBeVisible();
  expect(await readFile(join(world.shop, 'notes', 'tomorrow.md'), 'utf8')).toBe('');
});

test.describe('preview', () => {
  test.use({
    allowedErrors: [/Refused|violates|blocked|Failed to load resource|SecurityError|CORS|ERR_|Unsafe attempt/i],
  });

  test('an HTML file runs on an origin of its own and reaches nothing of Skein; Markdown and web servers of this machine', async ({
    app,
    world,
  }) => {
    const secret = join(world.root, 'secret.txt');
    await writeFile(secret, 'secret');
    await symlink(secret, join(world.shop, 'leak.txt'));
    const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await writeFile(join(world.shop, 'dot.png'), Buffer.from(dot, 'base64'));
    await writeFile(join(world.shop, 'style.css'), 'h1 { color: rgb(1, 2, 3) }');
    await writeFile(join(world.shop, 'data.json'), '{"beside": "yes"}');
    const own = new URL(world.host().url).origin;
    await writeFile(
      join(world.shop, 'page.html'),
      `<!doctype html><link rel="stylesheet" href="style.css"><h1 id="title">Wool</h1><pre id="out"></pre><script>
      const tell = async (name, run) => { let text; try { text = await run(); } catch (e) { text = 'no'; }
        document.getElementById('out').textContent += name + '=' + text + ';'; };
      (async () => {
        await tell('beside', async () => (await (await fetch('data.json')).json()).beside);
        await tell('git', async () => (await fetch('.git/config')).ok ? 'reached' : 'no');
        await tell('link', async () => (await fetch('leak.txt')).ok ? 'reached' : 'no');
        await tell('up', async () => (await fetch('../../secret.txt')).ok ? 'reached' : 'no');
        await tell('skein', async () => { await fetch('${own}/', { mode: 'no-cors' }); return 'reached'; });
        await tell('socket', () => new Promise((done) => { const s = new WebSocket('${own.replace('http', 'ws')}/rpc');
          s.onopen = () => done('reached'); s.onerror = () => done('no'); }));
        await tell('parent', () => { return parent.document.title ? 'reached' : 'no'; });
        await tell('storage', () => { localStorage.setItem('a', 'b'); return 'reached'; });
        await tell('session', () => { return parent.sessionStorage.length + 'reached'; });
        await tell('top', () => { top.location.href = 'about:blank'; return 'no'; });
        await tell('end', () => 'done');
      })();</script>`,
    );
    const tree = await showFiles(app, world.shop);
    await tree.getByRole('treeitem', { name: 'page.html' }).click();
    await app.page.getByRole('tabpanel', { name: 'Files' }).getByRole('button', { name: 'Preview' }).click();
    const frame = app.page.frameLocator('iframe[title="Preview of page.html"]');
    await expect(frame.locator('#out')).toContainText('end=done');
    await expect(frame.locator('#out')).toHaveText(
      'beside=yes;git=no;link=no;up=no;skein=no;socket=no;parent=no;storage=no;session=no;top=no;end=done;',
    );
    await expect(frame.locator('h1')).toHaveCSS('color', 'rgb(1, 2, 3)');

    const panel = app.page.getByRole('tabpanel', { name: 'Preview' });
    await panel.getByRole('button', { name: 'Comment' }).click();
    const box = await frame.locator('h1').boundingBox();
    await app.page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 10);
    await panel.getByRole('textbox', { name: 'Comment' }).fill('Make it larger');
    await panel.getByRole('button', { name: 'Add to message' }).click();
    await expect(app.composer.message).toHaveValue(/`page\.html`.*`#title`.*\n.*Make it larger/);

    await writeFile(join(world.shop, 'guide.md'), '# The guide\n\n- one\n- two\n');
    await app.page.getByRole('tab', { name: 'Files' }).click();
    await tree.getByRole('treeitem', { name: 'guide.md' }).click();
    await app.page.getByRole('tabpanel', { name: 'Files' }).getByRole('button', { name: 'Preview' }).click();
    await expect(app.page.getByRole('region', { name: 'guide.md' }).getByRole('heading')).toHaveText('The guide');

    const server = createServer((_, response) => response.end('<h1>Served here</h1>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      await app.page.getByRole('tab', { name: 'Preview' }).click();
      const address = app.page.getByRole('textbox', { name: 'Address' });
      await address.fill('https://example.com');
      await address.press('Enter');
      await expect(app.page.getByText('Only web servers of this machine').first()).toBeVisible();
      await address.fill(`localhost:${port}`);
      await address.press('Enter');
      await expect(app.page.frameLocator('iframe').locator('h1')).toHaveText('Served here');
      // A page that tells nothing of its elements, and a picture, are commented on by dragging over an area.
      await app.page.getByRole('tab', { name: 'Files' }).click();
      await tree.getByRole('treeitem', { name: 'dot.png' }).click();
      const picture = panel.getByRole('img', { name: 'dot.png' });
      await expect(picture).toHaveJSProperty('naturalWidth', 1);
      await panel.getByRole('button', { name: 'Comment' }).click();
      const layer = await panel.getByRole('application').boundingBox();
      const [x, y] = [layer?.x ?? 0, layer?.y ?? 0];
      await app.page.mouse.move(x + 10, y + 20);
      await app.page.mouse.down();
      await app.page.mouse.move(x + 70, y + 60);
      await app.page.mouse.up();
      await panel.getByRole('textbox', { name: 'Comment' }).fill('Too small');
      await panel.getByRole('button', { name: 'Add to message' }).click();
      await expect(app.composer.message).toHaveValue(/`dot\.png`, the area 60×40 px at 10, 20:\nToo small/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
