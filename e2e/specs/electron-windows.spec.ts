import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createElectronWorld } from '../electron-stand-in/electron-world.ts';
import type { StandIn } from '../electron-stand-in/launch-stand-in.ts';
import { AppPage } from '../pages/app-page.ts';

const windowOf = async (electron: StandIn, id: number) => new AppPage(await electron.window(id));

test('several windows, each with its own view, are there again after a start; a link comes to one; the tray keeps Skein; crashes', async ({
  context,
}) => {
  // One after the other in one Skein: each start of it costs seconds of processor time.
  test.slow();
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
    // Its terminal is shown there alone.
    const terminals = (app: AppPage) => app.page.getByRole('region', { name: 'Terminal' });
    await solo.page.keyboard.press('Control+Backquote');
    await expect(terminals(solo)).toBeVisible();
    await expect(terminals(first)).toHaveCount(0);
    await solo.page.getByRole('button', { name: 'Hide the terminal' }).first().click();
    await expect(terminals(solo)).toHaveCount(0);
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

  await test.step('the tray tells what runs and keeps Skein when its last window is closed; the Dock opens projects', async () => {
    await again.ask({ what: 'closeWindow', windowId: 2 });
    expect(again.records('tray')).toEqual([]);
    await settings.runCommand('settings desktop codex command');
    await settings.page.getByRole('switch', { name: 'Show Skein in the system tray' }).click();
    expect(await again.recorded('tray')).toMatchObject([
      ['Nothing runs', null, 'Open Skein', 'New Thread', null, 'Quit Skein'],
    ]);
    await settings.page.getByRole('switch', { name: 'Check spelling' }).click();
    await settings.startThread('esc: touch asked.txt');
    await expect(settings.approvals).toHaveCount(1);
    await expect
      .poll(() => again.records('tray').at(-1))
      .toEqual(expect.arrayContaining(['1 thread needs you', '1 thread runs']));

    expect(await again.ask({ what: 'closeWindow', windowId: 1 })).toBe(true);
    expect(await again.ask({ what: 'clickTray', label: 'New Thread' })).toBe(true);
    const fromTray = await windowOf(again, 3);
    await fromTray.whenReady();
    expect(again.records('window')).toMatchObject([
      { options: { webPreferences: { spellcheck: false } } },
      { options: { webPreferences: { spellcheck: false } } },
      { options: { webPreferences: { spellcheck: true } } },
    ]);
    await fromTray.runCommand('settings desktop codex command');
    await fromTray.page.getByRole('switch', { name: 'Show Skein in the system tray' }).click();
    await expect.poll(() => again.records('tray').at(-1)).toBeNull();
  });

  await test.step('a page that crashes comes back as it was; again and again, or hanging, it is asked about', async () => {
    const app = await windowOf(again, 3);
    await app.startThread('gate: never|thinking aloud |never said');
    await expect(app.timeline.lastMessage).toContainText('thinking aloud');
    await app.composer.write('half a message');
    await expect.poll(drafts).toContain('half a');

    const crash = () => again.ask({ what: 'crash', windowId: 3, reason: 'crashed' });
    const gone = app.page.waitForEvent('close');
    await crash();
    await gone;
    const back = await windowOf(again, 3);
    await expect(back.timeline.lastMessage).toContainText('thinking aloud');
    await expect(back.composer.stop).toBeVisible();
    await expect(back.composer.message).toHaveValue('half a message');

    await again.ask({ what: 'crash', windowId: 3, reason: 'clean-exit' });
    await again.ask({ what: 'answerDialog', value: { response: 0, checkboxChecked: false } });
    for (const _again of [2, 3, 4]) await crash();
    expect(await again.recorded('messageBox')).toMatchObject([
      {
        message: 'This window has crashed several times in a row.',
        detail: expect.stringContaining('“crashed”') as unknown,
        buttons: ['Load it again', 'Close the window'],
      },
    ]);
    // The reload that still waited is not made as well.
    await again.recorded('reload', 2);
    await again.ask({ what: 'answerDialog', value: { response: 1, checkboxChecked: false } });
    await again.ask({ what: 'hang', windowId: 3, over: false });
    await again.recorded('reload', 3);
    expect(again.records('messageBox')[1]).toMatchObject({ message: 'This window does not answer.' });

    for (const _again of [1, 2, 3, 4]) await again.ask({ what: 'helperGone', kind: 'GPU', reason: 'crashed' });
    await again.ask({ what: 'helperGone', kind: 'Utility', reason: 'crashed' });
    expect(await again.recorded('messageBox', 3)).toMatchObject([{}, {}, { buttons: ['Go on', 'Restart without it'] }]);
    expect(await again.exited).toEqual({ code: 0, signal: null });
    expect(again.records('relaunch')).toMatchObject([{ args: [expect.anything(), '--disable-gpu'] }]);
  });
  await world.close();
});
