/**
 * The module that people's files import as `race-lab`. It is loaded lazily: it exports the functions
 * that load those files.
 */
export const apiModule = (): Promise<object> => import('../index.js');
