import { expect, test } from '../fixtures.ts';
import { appServers, isAlive } from '../processes.ts';

test.use({ worldOptions: { home: { sandboxMode: 'workspace-write' } } });

test('a page that is reloaded, or closed and opened again, in the middle of a turn shows all of it', async ({
  app,
  world,
  openApp,
}) => {
  await app.startThread('gate: go|before the reload |after the reload');
  await expect(app.timeline.lastMessage).toContainText('before the reload');
  await app.page.reload();
  await expect(app.timeline.lastMessage).toContainText('before the reload');
  await app.page.close();
  const again = await openApp();
  await again.sidebar.thread(/gate: go/).click();
  await expect(again.timeline.lastMessage).toContainText('before the reload');
  await expect(again.composer.stop).toBeVisible();
  world.model.openGate('go');
  await expect(again.timeline.lastMessage).toContainText('before the reload after the reload');
});

test('two windows show the same: text, approvals, what is asked and answered', async ({ app, openApp }) => {
  await app.startThread('esc: touch both.txt');
  await expect(app.approvals).toHaveCount(1);
  const other = await openApp();
  await other.sidebar.thread(/esc: touch both/).click();
  await expect(other.approvals).toHaveCount(1);
  await other.approval().decide('Approve once');
  await expect(app.approvals).toHaveCount(0);
  await app.answered('Done');
  await expect(other.timeline.lastMessage).toContainText('Done');
  await app.composer.send('say: to both windows');
  await expect(other.timeline.lastMessage).toContainText('to both windows');
});

test('when the app-server is killed the turn is interrupted, and work goes on', async ({ app, world }) => {
  test.skip(process.platform !== 'linux', 'looks for the process in /proc');
  await app.startThread('say: kept');
  await app.answered('kept');
  await app.composer.send('gate: never|lost text|x');
  await expect(app.timeline.lastMessage).toContainText('lost text');
  await app.composer.write('a draft that stays');
  const [server] = appServers(world.host().pid);
  if (server === undefined) throw new Error('No app-server runs below the host');
  process.kill(server.pid, 'SIGKILL');

  await expect(app.timeline.turns.last()).toContainText('Interrupted');
  await expect(app.sidebar.thread(/say: kept/)).not.toHaveAccessibleName(/Running/);
  await expect(app.composer.message).toHaveValue('a draft that stays');
  await expect(app.timeline.root).toContainText('kept');
  await app.runTurn('say: back again');
  await expect(app.timeline.lastMessage).toContainText('back again');
});

test('a draft survives a reload and a restart of the host', async ({ app, world, openApp }) => {
  await app.startThread('say: hello');
  await expect(app.timeline.lastMessage).toContainText('hello');
  await app.composer.write('half a thought');
  await app.page.reload();
  await expect(app.composer.message).toHaveValue('half a thought');
  await app.page.close();
  await world.restartHost();
  const again = await openApp();
  await again.sidebar.thread(/say: hello/).click();
  await expect(again.composer.message).toHaveValue('half a thought');
});

test('ending the host leaves no process behind, even when it is killed', async ({ app, world, allowedErrors }) => {
  test.skip(process.platform !== 'linux', 'looks for processes in /proc');
  allowedErrors.push(/WebSocket|ERR_CONNECTION/);
  await app.startThread('say: hello');
  const servers = appServers(world.host().pid).map(({ pid }) => pid);
  expect(servers.length).toBeGreaterThan(0);
  await world.host().kill();
  await expect.poll(() => servers.filter(isAlive)).toEqual([]);
});
