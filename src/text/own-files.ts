import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The directory of this package. The build moves code between files, so no path may start at a module. */
const ROOT = dirname(createRequire(import.meta.url).resolve('race-lab/package.json'));

/**
 * The absolute path of a file of this package.
 * @param path from the package's directory, such as `sql/schema.sql`
 */
export const ownFile = (path: string): string => join(ROOT, path);
