/**
 * The module that users' files import as `race-lab`. It is loaded lazily, because it exports the
 * functions that load those files.
 */
export const apiModule = (): Promise<object> => import('../index.js');
