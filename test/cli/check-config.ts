/** Configs of checks. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { serverUrl } from '../support/server.js';
import { callIn, type CallResult } from './harness.js';

export const scratch = mkdtempSync(join(tmpdir(), 'race-lab-test-'));

/** Creates a directory with a config file of this name. */
export function project(name: string, config: string): string {
  const directory = mkdtempSync(join(scratch, 'p-'));
  writeFileSync(join(directory, name), config);
  return directory;
}

export const check = (cwd: string, args: readonly string[] = [], env = {}): Promise<CallResult> =>
  callIn(cwd, ['check', ...args], { RACE_LAB_URL: serverUrl(), ...env });

export const MET = `'nothing is lost': {
  run: { strategy: 'for-update', workers: 5, operations: 4, think: 1, expect: ['held', 'failed=0'] },
}`;

export const configOf = (...experiments: readonly string[]) =>
  `import { defineConfig } from 'race-lab';
   export default defineConfig({ experiments: { ${experiments.join(',\n')} } });`;
