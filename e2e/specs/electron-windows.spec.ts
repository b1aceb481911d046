import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createElectronWorld } from '../electron-stand-in/electron-world.ts';
import type { StandIn } from '../electron-stand-in/launch-stand-in.ts';
import { AppPage } from '../pages/app-page.ts';

const windowOf = async (electron: StandIn, id: number) => new AppPage(await electron.window(id));

test('several windows, each with its own view, are there again after a start; a link comes to one of them', async ({
  context,
}) => {
  const world = await createElectronWorld(context);
  const electron = world.launch([world.shop]);
  const drafts = () => readFile(join(world.skeinHome, 'drafts.json'), 'utf8').catch(() => '');
  const first = await windowOf(electron, 1);
  await first.whenReady();
  await first.startThread('say: shown in the first');
  await expect(first.timeline.lastMessage).toContainText('shown in the first');

  await test.step('a window of its own for a thread, on top', async () => {
    expect(await electron.ask({ what: 'clickMenu', labels: ['Window', 'Open Thread in Its Own Window'] })).toBe(true);
    const solo = await windowOf(electron, 2);
    await expect(solo.timeline.lastMessage).toContainText('shown in the first');
    await expect(solo.sidebar.root).toHaveCount(0);
    await electron.ask({ what: 'focus', windowId: 2 });
    const onTop = solo.page.getByRole('button', { name: 'Stay on top' });
    await onTop.click();
    await expect(onTop).toHaveAttribute('aria-pressed', 'true');
    expect(electron.records('onTop')).toEqual([{ windowId: 2, on: true }]);
    await solo.runTurn('say: written in the small one');
    await expect(first.timeline.lastMessage).toContainText('written in the small one');
  });

  await test.step('another window, and a link for the one that was used last', async () => {
    expect(await electron.ask({ what: 'clickMenu', labels: ['File', 'New Window'] })).toBe(true);
    const third = await windowOf(electron, 3);
    await third.whenReady();
    await electron.ask({ what: 'openUrl', url: 'codex://new?prompt=for%20one' });
    await expect(third.composer.message).toHaveValue('for one');
    await expect(first.composer.message).toHaveValue('');
    await first.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await first.composer.write('after the focus');
    await expect.poll(drafts).toContain('after the focus');
    await electron.ask({ what: 'openUrl', url: 'skein://settings/about' });
    await expect(first.page.getByRole('heading', { name: 'About and logs' })).toBeVisible();
    await expect(third.page.getByRole('heading', { name: 'About and logs' })).toHaveCount(0);
    await expect(third.composer.message).toHaveValue('for one');
  });

  await test.step('zoom is the same in all, and is kept', async () => {
    await electron.ask({ what: 'focus', windowId: 1 });
    await electron.ask({ what: 'clickMenu', labels: ['View', 'Zoom In'] });
    await electron.ask({ what: 'zoomWheel', windowId: 3, direction: 'in' });
    await expect
      .poll(() => electron.records('zoom').slice(-3))
      .toEqual([1, 2, 3].map((windowId) => ({ windowId, level: 1 })));
  });

  await test.step('closing one of several asks nothing and ends nothing', async () => {
    expect(await electron.ask({ what: 'closeWindow', windowId: 3 })).toBe(true);
    await electron.ask({ what: 'quit' });
    expect(await electron.exited).toEqual({ code: 0, signal: null });
  });

  const again = world.launch();
  const [settings, solo] = [await windowOf(again, 1), await windowOf(again, 2)];
  await expect(settings.page.getByRole('heading', { name: 'About and logs' })).toBeVisible();
  await expect(solo.timeline.lastMessage).toContainText('written in the small one');
  await expect(solo.page.getByRole('button', { name: 'Stay on top' })).toHaveAttribute('aria-pressed', 'true');
  expect(again.records('window')).toMatchObject([
    { options: { alwaysOnTop: false } },
    { options: { alwaysOnTop: true, minWidth: 360 } },
  ]);
  expect(again.records('zoom')).toContainEqual({ windowId: 2, level: 1 });
  // It becomes a window as any other.
  await solo.page.keyboard.press('Control+b');
  await expect(solo.sidebar.newThread).toBeVisible();
  expect(again.stderr()).toBe('');
  await world.close();
});

test('a page that crashes comes back as it was; one that crashes again and again, or hangs, is asked about', async ({
  context,
}) => {
  const world = await createElectronWorld(context);
  const electron = world.launch([world.shop]);
  const app = await windowOf(electron, 1);
  await app.whenReady();
  await app.startThread('gate: never|thinking aloud |never said');
  await expect(app.timeline.lastMessage).toContainText('thinking aloud');
  await app.composer.write('half a message');
  await expect.poll(() => readFile(join(world.skeinHome, 'drafts.json'), 'utf8').catch(() => '')).toContain('half a');

  const crash = () => electron.ask({ what: 'crash', windowId: 1, reason: 'crashed' });
  const gone = app.page.waitForEvent('close');
  await crash();
  await gone;
  const back = await windowOf(electron, 1);
  await expect(back.timeline.lastMessage).toContainText('thinking aloud');
  await expect(back.composer.stop).toBeVisible();
  await expect(back.composer.message).toHaveValue('half a message');

  await electron.ask({ what: 'crash', windowId: 1, reason: 'clean-exit' });
  await electron.ask({ what: 'answerDialog', value: { response: 0, checkboxChecked: false } });
  for (const _again of [2, 3, 4]) await crash();
  expect(await electron.recorded('messageBox')).toMatchObject([
    {
      message: 'This window has crashed several times in a row.',
      detail: expect.stringContaining('“crashed”') as unknown,
      buttons: ['Load it again', 'Close the window'],
    },
  ]);
  // The reload that still waited is not made as well.
  await electron.recorded('reload', 2);
  await electron.ask({ what: 'answerDialog', value: { response: 1, checkboxChecked: false } });
  await electron.ask({ what: 'hang', windowId: 1, over: false });
  await electron.recorded('reload', 3);
  expect(electron.records('messageBox')[1]).toMatchObject({ message: 'This window does not answer.' });

  for (const _again of [1, 2, 3, 4]) await electron.ask({ what: 'helperGone', kind: 'GPU', reason: 'crashed' });
  await electron.ask({ what: 'helperGone', kind: 'Utility', reason: 'crashed' });
  expect(await electron.recorded('messageBox', 3)).toMatchObject([
    {},
    {},
    { buttons: ['Go on', 'Restart without it'] },
  ]);
  expect(await electron.exited).toEqual({ code: 0, signal: null });
  expect(electron.records('relaunch')).toMatchObject([{ args: [expect.anything(), '--disable-gpu'] }]);
  await world.close();
});

test('the tray tells what runs and keeps Skein when its last window is closed; the Dock opens projects', async ({
  context,
}) => {
  const world = await createElectronWorld(context);
  const electron = world.launch([world.shop]);
  const app = await windowOf(electron, 1);
  await app.whenReady();
  expect(electron.records('tray')).toEqual([]);
  await app.runCommand('settings desktop codex command');
  await app.page.getByRole('switch', { name: 'Show Skein in the system tray' }).click();
  expect(await electron.recorded('tray')).toMatchObject([
    ['Nothing runs', null, 'Open Skein', 'New Thread', null, 'Quit Skein'],
  ]);
  await app.page.getByRole('switch', { name: 'Check spelling' }).click();
  await app.startThread('esc: touch asked.txt');
  await expect(app.approvals).toHaveCount(1);
  await expect
    .poll(() => electron.records('tray').at(-1))
    .toEqual(expect.arrayContaining(['1 thread needs you', '1 thread runs']));

  expect(await electron.ask({ what: 'closeWindow', windowId: 1 })).toBe(true);
  expect(await electron.ask({ what: 'clickTray', label: 'New Thread' })).toBe(true);
  const again = await windowOf(electron, 2);
  await again.whenReady();
  expect(electron.records('window')).toMatchObject([
    { options: { webPreferences: { spellcheck: false } } },
    { options: { webPreferences: { spellcheck: true } } },
  ]);
  await again.runCommand('settings desktop codex command');
  await again.page.getByRole('switch', { name: 'Show Skein in the system tray' }).click();
  await electron.recorded('tray', 4);
  expect(electron.records('tray').at(-1)).toBeNull();
  await world.close();
});
