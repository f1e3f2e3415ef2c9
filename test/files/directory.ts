/** The files of a test, in a directory that is removed after it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { onTestFinished } from 'vitest';

/** @returns the directory's path */
export function directoryWith(files: Readonly<Record<string, string>>): string {
  const directory = keptDirectoryWith(files);
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Like {@link directoryWith}, for several tests. Remove it after them. */
export function keptDirectoryWith(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'own-files-'));
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return directory;
}

/** Two strategies that hold, and two exports that are not strategies. */
export const TWO = `
import { defineStrategy, refused } from 'race-lab';
export const LIMIT: number = 5;
export type Unused = string;
export const careful = defineStrategy({ name: 'careful', attempt: async () => refused });
export const plain = { name: 'plain', attempt: async () => refused };
export function helper() {}
`;

export const one = (name: string): string =>
  `import { defineStrategy, refused } from 'race-lab';
   export default defineStrategy({ name: '${name}', attempt: async () => refused });`;
