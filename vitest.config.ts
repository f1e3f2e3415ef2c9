import { configDefaults, defineConfig } from 'vitest/config';

/** What takes long by nature: npm run test:long */
export const LONG = '{test,examples}/**/*.long.test.ts';

export default defineConfig({
  test: {
    include: ['{test,examples}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, LONG],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/setup.ts'],
    maxWorkers: 2,
    // A worker loads what is tested once, not for each of its files.
    isolate: false,
    unstubEnvs: true,
    maxConcurrency: 12,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
