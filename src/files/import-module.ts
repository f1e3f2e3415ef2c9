import { stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';

import { createJiti } from 'jiti';
import * as kysely from 'kysely';

import { UsageError } from '../errors.js';

/**
 * What a user's TypeScript or JavaScript module exports. Each call makes a fresh instance of it, and
 * of what it imports by path. `race-lab` and `kysely` are the ones that run here, wherever the
 * file lies.
 * @param flag what named the file, for the errors
 * @throws {UsageError} that names the file: it is not there, has a syntax error, or throws
 */
export async function importModule(
  file: string,
  flag: string,
): Promise<Readonly<Record<string, unknown>>> {
  const path = isAbsolute(file) ? file : resolve(file);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) {
    throw new UsageError(`${flag}: there is no file ${path}`, {
      hint: 'Paths are relative to the current directory.',
    });
  }
  const jiti = createJiti(import.meta.url, {
    moduleCache: false,
    fsCache: false,
    interopDefault: false,
    virtualModules: { 'race-lab': await import('../index.js'), kysely },
  });
  try {
    return await jiti.import(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${flag}: ${path} cannot be loaded: ${why}`, {
      hint: 'Mend the file, and try again.',
      cause,
    });
  }
}
