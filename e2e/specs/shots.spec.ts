import { expect, test } from '../fixtures.ts';
import { takeShots } from '../shots.ts';

// Not a test but a camera: `SKEIN_SHOTS=1 npm run test:e2e -- shots` leaves pictures of the main views in
// test-results/shots, dark and light, large and small.
test.skip(process.env.SKEIN_SHOTS === undefined, 'takes pictures only when asked');
test.use({ worldOptions: { home: { sandboxMode: 'workspace-write' } } });

test('pictures of the main views', async ({ app }) => {
  test.slow();
  await takeShots(app.page, 'new-thread');
  await app.startThread('Run the tests and fix what fails.');
  await expect(app.composer.stop).toBeHidden();
  await takeShots(app.page, 'commands-and-patch');
  await app.runTurn('Explain how a price gets from the catalogue to the total.');
  await takeShots(app.page, 'long-answer');
  await app.startThread('fail 500');
  await expect(app.timeline.turns.last()).toContainText('Failed');
  await takeShots(app.page, 'failure');
  await app.startThread('gate: never|Half way there |end');
  await app.composer.queue('say: afterwards');
  await takeShots(app.page, 'running-and-queued');
  await app.startThread('Tag the last commit as tried-skein.');
  await expect(app.approvals).toHaveCount(1);
  await takeShots(app.page, 'approval');
  await app.page.keyboard.press('ControlOrMeta+K');
  await expect(app.dialog('Command palette')).toBeVisible();
  await takeShots(app.page, 'palette');
});
