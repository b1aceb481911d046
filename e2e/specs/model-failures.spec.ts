import { startDemoModel } from '../../src-main/core/demo-model/demo-model.ts';
import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { expect, test } from '../fixtures.ts';

// The model server refuses or breaks in every way it can; the thread says what happened, and the next message works.
for (const { directive, words } of [
  { directive: 'fail 500', words: /model service|experiencing high demand|turn failed/i },
  { directive: 'unauth', words: /not signed in/i },
  { directive: 'rate429', words: /too many requests/i },
  { directive: 'limit', words: /usage limit/i },
  { directive: 'ctx', words: /no longer fits the model/i },
  { directive: 'failed server_is_overloaded', words: /overloaded/i },
  { directive: 'drop', words: /broke off|connection/i },
]) {
  test(`${directive} is explained`, async ({ app }) => {
    await app.startThread(directive);
    const turn = app.timeline.turns.last();
    await expect(turn).toContainText('Failed');
    await expect(turn).toContainText(words);
    await expect(turn).not.toContainText('tries again by itself');
    await expect(app.composer.stop).toBeHidden();
    await expect(app.sidebar.thread(directive)).not.toHaveAccessibleName(/Running/);
    await app.runTurn('say: and then it worked');
    await expect(app.timeline.lastMessage).toContainText('and then it worked');
  });
}

test('a stream that drops once is taken up again without doubled text', async ({ app }) => {
  await app.startThread('drop 1');
  await expect(app.timeline.lastMessage).toContainText('The stream came through in the end.');
  await expect(app.composer.stop).toBeHidden();
  await expect(app.timeline.item('Agent message')).toHaveCount(1);
  await expect(app.timeline.turns.last()).not.toContainText('Failed');
});

test('a model server that is down is waited for, and Stop still works', async ({ app, world }) => {
  test.skip(codexVersion() === '0.124.0', 'gives up after two tries');
  await app.startThread('say: hello');
  await app.answered('hello');
  await world.model.stop();
  await app.composer.send('say: after the outage');
  await expect(app.timeline.turns.last()).toContainText(/network/i);
  await expect(app.composer.stop).toBeVisible();
  const back = await startDemoModel({ port: world.model.port });
  try {
    await expect(app.timeline.lastMessage).toContainText('after the outage', { timeout: 30_000 });
    await expect(app.composer.stop).toBeHidden();
  } finally {
    await back.stop();
  }
  await app.composer.send('say: never answered');
  await expect(app.timeline.turns.last()).toContainText(/network/i);
  await app.composer.stop.click();
  await expect(app.timeline.turns.last()).toContainText('Interrupted');
});

test.describe('a silent stream', () => {
  test.use({ worldOptions: { home: { streamIdleTimeoutMs: 400 } } });

  test('fails after its time and says so', async ({ app }) => {
    await app.startThread('silent');
    await expect(app.timeline.turns.last()).toContainText('Failed');
  });
});
