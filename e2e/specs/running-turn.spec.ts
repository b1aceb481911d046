import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { expect, test } from '../fixtures.ts';

test('a message sent meanwhile steers the running turn; a shell command runs without the model', async ({
  app,
  world,
}) => {
  await app.startThread('gate: aside|thinking aloud |never said');
  await expect(app.timeline.lastMessage).toContainText('thinking aloud');
  await app.composer.send('say: steered well');
  if (codexVersion() === '0.124.0') {
    // It lets the answer end before it reads on; until then the words are shown on their way.
    const waiting = app.page.getByRole('list', { name: 'On the way to the agent' });
    await expect(waiting).toContainText('say: steered well');
    world.model.openGate('aside');
  }
  await expect(app.timeline.root).toContainText('say: steered well');
  await expect(app.timeline.lastMessage).toContainText('steered well');
  await expect(app.timeline.turns).toHaveCount(1);
  await expect(app.composer.stop).toBeHidden();

  await app.startThread('say: hello');
  await app.answered('hello');
  await app.composer.send('!echo from-the-shell-$((40+2))');
  const command = app.timeline.item('Command');
  await expect(command).toContainText('exit 0');
  await app.timeline.unfold(command);
  await expect(command).toContainText('from-the-shell-42');
});

test('Tab queues for the next turn, which starts by itself; what is removed does not run', async ({ app, world }) => {
  await app.startThread('gate: go|first |done');
  await expect(app.timeline.lastMessage).toContainText('first');
  await app.composer.queue('say: second in line');
  await app.composer.queue('say: third in line');
  await expect(app.composer.queued.getByRole('listitem')).toHaveCount(2);
  await expect(app.timeline.turns).toHaveCount(1);
  world.model.openGate('go');
  await expect(app.timeline.turns).toHaveCount(3);
  await app.answered('third in line');
  await expect(app.composer.queued.getByRole('listitem')).toHaveCount(0);

  await app.startThread('gate: on|first |done');
  await app.composer.queue('say: never sent');
  await app.composer.queue('say: sent after all');
  const entry = app.composer.queued.getByRole('listitem').filter({ hasText: 'never sent' });
  await entry.getByRole('button', { name: /Remove/ }).click();
  await expect(app.composer.queued.getByRole('listitem')).toHaveCount(1);
  world.model.openGate('on');
  await expect(app.timeline.lastMessage).toContainText('sent after all');
  await expect(app.timeline.turns).toHaveCount(2);
  await expect(app.timeline.root).not.toContainText('never sent');
});

test('Stop interrupts the turn and says so; words that it did not get to read come back', async ({ app }) => {
  await app.startThread('gate: never|half a sen|tence');
  await expect(app.timeline.lastMessage).toContainText('half a sen');
  await app.composer.stop.click();
  await expect(app.timeline.turns.last()).toContainText('Interrupted');
  await expect(app.composer.stop).toBeHidden();
  await expect(app.sidebar.thread(/gate: never/)).not.toHaveAccessibleName(/Running/);
  await app.runTurn('say: and on it goes');
  await expect(app.timeline.lastMessage).toContainText('and on it goes');

  await app.startThread('gate: never|thinking aloud |never said');
  await expect(app.timeline.lastMessage).toContainText('thinking aloud');
  await app.composer.send('gate: never|do not lose me|');
  await app.composer.stop.click();
  await expect(app.composer.stop).toBeHidden();
  await expect(app.timeline.root.or(app.composer.queued).filter({ hasText: 'do not lose me' })).toHaveCount(1);
});
