import { test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

type Fixtures = {
  /** Set with `test.use({ worldOptions: … })`. */
  readonly worldOptions: WorldOptions;
  readonly world: World;
  /** Errors of the page that a test expects: console messages and uncaught errors that match are not failures. */
  readonly allowedErrors: RegExp[];
  /** Opens one more window of the app (a tab of its own) and waits until it can be used. */
  readonly openApp: () => Promise<AppPage>;
  readonly app: AppPage;
};

export const test = base.extend<Fixtures>({
  worldOptions: [{}, { option: true }],
  allowedErrors: async ({}, use) => {
    await use([]);
  },
  world: async ({ worldOptions }, use, testInfo) => {
    const world = await createWorld(worldOptions);
    await use(world);
    const log = world.host().stderr();
    if (testInfo.status !== testInfo.expectedStatus && log !== '') await testInfo.attach('host.log', { body: log });
    await world.close();
  },
  openApp: async ({ world, context, allowedErrors }, use) => {
    const errors: string[] = [];
    await use(async () => {
      const page = await context.newPage();
      collectErrors(page, errors);
      const app = new AppPage(page);
      await app.open(world.host().url);
      return app;
    });
    const unexpected = errors.filter((error) => !allowedErrors.some((allowed) => allowed.test(error)));
    if (unexpected.length > 0) throw new Error(`The page reported errors:\n${unexpected.join('\n')}`);
  },
  app: async ({ openApp }, use) => {
    await use(await openApp());
  },
});

export { expect } from '@playwright/test';

function collectErrors(page: Page, errors: string[]): void {
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()} (${message.location().url})`);
  });
}
