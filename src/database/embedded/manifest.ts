/** The manifest of an installation in the cache: a digest of its files, written when it was built. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MANIFEST = 'manifest';

/** The directories a server needs to start and run. The rest is thousands of time zone files and dictionaries. */
const PARTS = ['bin', 'lib', 'template'] as const;

/** Writes the manifest. An installation without one is not complete. */
export function writeManifest(home: string): void {
  writeFileSync(join(home, MANIFEST), digestOf(home));
}

/**
 * Whether all files exist and have their original sizes. Takes a few milliseconds. The server itself
 * verifies the content by checksums when it starts.
 */
export function isIntact(home: string): boolean {
  try {
    return readFileSync(join(home, MANIFEST), 'utf8') === digestOf(home);
  } catch {
    return false;
  }
}

function digestOf(home: string): string {
  const hash = createHash('sha256');
  for (const part of PARTS) {
    for (const file of filesIn(join(home, part)).toSorted()) {
      hash.update(`${file.slice(home.length)} ${lstatSync(file).size}\n`);
    }
  }
  return hash.digest('hex');
}

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
