import { defineConfig } from 'vitest/config';

/** `unit`: beside the source. `http`: through real doors and a real database, one after the other in each worker. */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{app,lib,components,jobs,e2e/harness}/**/*.{test,prop.test}.{ts,tsx}'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'http',
          include: ['e2e/{http,abuse,devices}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Real processes are killed and real disks fill up: one more try, and `npm test` names what passed only then.
          retry: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    maxWorkers: 2,
    // Conditions are waited for, not timed: a slow machine is not a fault.
    expect: { poll: { timeout: 30_000, interval: 50 } },
    // Real databases and real processes: a machine that is busy must not fail what is right.
    teardownTimeout: 30_000,
  },
});
