import { ReviewPanel } from '../pages/review-panel.ts';
import { expect, test } from '../fixtures.ts';

const OVER_THE_LIMIT_CHARS = 1_100_000;

test('a first message that is too long is refused with words, and the text is kept', async ({ app }) => {
  await app.sidebar.newThread.click();
  const text = 'far too long '.repeat(Math.ceil(OVER_THE_LIMIT_CHARS / 13));
  await app.composer.write(text);
  await app.composer.sendButton.click();
  await expect(app.page.getByRole('alert').filter({ hasText: /too long|too large/i })).toBeVisible();
  await expect(app.composer.message).toHaveValue(text);
});

test('markdown of the model runs nothing and fetches nothing', async ({ app, world }) => {
  const requests: string[] = [];
  app.page.on('request', (request) => {
    if (!request.url().startsWith(new URL(world.host().url).origin)) requests.push(request.url());
  });
  await app.startThread(
    `say: <script>window.hacked = 1</script>

<img src="https://example.test/pixel.png" onerror="window.hacked = 2">

![remote](https://example.test/remote.png)

[link](javascript:window.hacked=3)

<iframe src="https://example.test/frame"></iframe>

the end`,
  );
  const message = app.timeline.lastMessage;
  await expect(message).toContainText('the end');
  await expect(message.getByRole('link', { name: 'link' })).toHaveCount(0);
  await expect(message.locator('script, iframe, img[src^="http"]')).toHaveCount(0);
  expect(await app.page.evaluate('window.hacked')).toBeUndefined();
  expect(requests.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:'))).toEqual([]);
});

test('file names with spaces, quotes, newlines and emoji are shown and opened', async ({ app }) => {
  await app.startThread(`patch: odd "name" with 'quotes' 🧶.md|hello`);
  const change = app.timeline.item('File change');
  await expect(change).toContainText(`odd "name" with 'quotes' 🧶.md`);
  await app.answered('Done');
  await app.composer.send(`run: echo 'one word' > "$(printf 'two\\nlines.txt')"`);
  await expect(app.timeline.item('Command')).toContainText(/exit 0/);
  await app.runCommand('Review changes');
  const review = new ReviewPanel(app.page);
  await review.file('two lines.txt').click();
  await expect(review.diffs).toContainText('one word');
});

test('a very long unbroken line does not widen the page; a wide table scrolls in its box and keeps its words whole', async ({
  app,
}) => {
  const row = (word: string) => `| ${Array.from({ length: 25 }, (_, at) => `${word}${at}`).join(' | ')} |`;
  const table = `${row('column')}\n|${'-|'.repeat(25)}\n${row('cell')}`;
  await app.startThread(`say: ${'x'.repeat(5000)}\n\n${table}`);
  const lastHead = app.timeline.lastMessage.getByRole('columnheader', { name: 'column24' });
  await expect.poll(async () => (await lastHead.boundingBox())?.height).toBeLessThan(40);
  const overflow = await app.page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow).toBe(0);
});
