import type { Loading } from '../../src/files/import-module.js';

/** Options for loading without a signal or another limit. */
export const loading: Loading = { api: () => import('../../src/index.js') };
