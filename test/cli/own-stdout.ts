/** Own code that prints on every way to stdout. */
import { directoryWith } from '../files/directory.js';

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

/** What it prints. */
export const PRINTED = [
  'at the top',
  'by console',
  'by table',
  'by log',
  'by another console',
  'by stream',
];

/** A directory with such code, in `talkative.ts`. */
export const talkativeProject = (): string => directoryWith({ 'talkative.ts': TALKATIVE });
