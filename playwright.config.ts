import { defineConfig } from '@playwright/test';

/** Where the platform of the page tests listens; it is started for them, on a database of its own. */
const port = Number(process.env['CAIRN_PAGES_PORT'] ?? 4180);
const baseURL = `http://127.0.0.1:${String(port)}`;

export default defineConfig({
  testDir: 'e2e/pages',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  // Pages are walked through and looked at by axe: a slow machine is not a fault.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  // A browser on a machine that is busy is tried again; `npm test` names what passed only then, and why.
  retries: 2,
  reporter: [['list']],
  use: {
    baseURL,
    locale: 'en-GB',
    timezoneId: 'Africa/Kinshasa',
    // A trace films the page, which takes as long as the page itself: only what failed once is filmed.
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: process.env['CAIRN_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
    },
  },
  webServer: {
    command: `node e2e/pages/serve.ts ${String(port)}`,
    url: `${baseURL}/health`,
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'pipe',
  },
});
