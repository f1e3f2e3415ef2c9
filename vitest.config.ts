import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{test,examples}/**/*.test.ts'],
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
