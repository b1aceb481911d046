import { defineConfig } from '@playwright/test';
import { findBrowser } from './browser.ts';

const { options } = await findBrowser();

// No web server here: every test starts its own host, on its own data, and ends it (fixtures.ts).
export default defineConfig({
  testDir: './specs',
  outputDir: '../test-results/e2e',
  // One more than the two processors of a small machine: a test waits for a third of its time.
  workers: 3,
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.SKEIN_E2E_REPORT ?? '../test-results/e2e.json' }]],
  use: {
    launchOptions: options,
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    contextOptions: { reducedMotion: 'reduce' },
    // Recording every test costs a quarter of the time: SKEIN_E2E_TRACE=1 records what fails.
    trace: process.env.SKEIN_E2E_TRACE === '1' ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
});
