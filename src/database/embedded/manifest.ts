/** What belongs to an installation in the cache, noted when it was made. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MANIFEST = 'manifest';

/** What a server needs to start and to run; the rest is thousands of time zones and dictionaries. */
const PARTS = ['bin', 'lib', 'template'] as const;

/** Notes what is there. Without it, an installation is not complete. */
export function writeManifest(home: string): void {
  writeFileSync(join(home, MANIFEST), digestOf(home));
}

/**
 * Whether all files are there, each as long as it was. It takes a few milliseconds; what is inside
 * the files, the server checks itself when it starts, by check sums.
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
