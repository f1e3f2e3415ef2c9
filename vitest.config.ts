import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{test,examples}/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    maxWorkers: 2,
    maxConcurrency: 12,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
