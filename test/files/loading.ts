import type { Loading } from '../../src/files/import-module.js';

/** What loading needs where nothing ends it early. */
export const loading: Loading = { api: () => import('../../src/index.js') };
