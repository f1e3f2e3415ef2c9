/** Own code that prints on every way to stdout. */
import { expect } from 'vitest';

import { directoryWith } from '../files/directory.js';
import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { parsed } from './harness.js';

const TALKATIVE = `
import { Console } from 'node:console';
import { addToBalances, defineStrategy } from 'race-lab';
console.log('at the top');
const { log } = console;
const own = new Console(process.stdout);
let hasPrinted = false;
export default defineStrategy({ name: 'talkative', attempt: (db, operation) => {
  if (!hasPrinted) {
    hasPrinted = true;
    console.log('by console');
    console.table([{ column: 'by table' }]);
    log('by log');
    own.log('by another console');
    process.stdout.write('by stream\\n');
  }
  return addToBalances(db, operation.changes);
} });`;

const PRINTED = [
  'at the top',
  'by console',
  'by table',
  'by log',
  'by another console',
  'by stream',
];

const FLAGS = ['-s', './talkative.ts', '--scenario', 'deposit', '-w', '2', '--json', '--url'];

/** Runs such code: the report is on stdout, and what the code prints on stderr. */
export async function expectPrintedToStderr(
  command: string,
  more: readonly string[],
): Promise<void> {
  const cwd = directoryWith({ 'talkative.ts': TALKATIVE });
  const { code, stdout, stderr } = await raceLab([command, ...FLAGS, serverUrl(), ...more], {
    cwd,
  });
  expect(code).toBe(0);
  expect(parsed(stdout).results).toMatchObject([{ strategy: 'talkative' }]);
  for (const words of PRINTED) expect(stderr).toContain(words);
}
