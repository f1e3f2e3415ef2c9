import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

/** Builds the page of `race-lab serve` from `src/page` into `dist/page`, for the service to hand out. */
export default defineConfig({
  root: fileURLToPath(new URL('src/page/', import.meta.url)),
  logLevel: 'warn',
  build: {
    outDir: fileURLToPath(new URL('dist/page/', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // No `data:` addresses: the policy of the page allows files of the service.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
