import { configDefaults, defineConfig } from 'vitest/config';

import usual, { LONG } from './vitest.config.js';

export default defineConfig({
  test: { ...usual.test, include: [LONG], exclude: configDefaults.exclude },
});
