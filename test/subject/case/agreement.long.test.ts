/** The two judges check each other on further pairs of strategy and scenario. */
import { afterAll, beforeAll, describe, test } from 'vitest';

import { scenarios } from '../../../src/scenarios/index.js';
import { openExplorer, type Explorer } from '../../support/every-schedule.js';
import { expectAgreement } from './agreement.js';

let explorer: Explorer;
beforeAll(async () => {
  explorer = await openExplorer();
});
afterAll(() => explorer.close());

/** Strategies that differ from their neighbors, without those of agreement.test.ts. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  withdraw: [
    'mutex',
    'check-then-decrement',
    'optimistic',
    'read-committed',
    'repeatable-read',
    'atomic',
    'check-constraint',
    'post-check',
  ],
  transfer: ['naive', 'for-update'],
  joint: ['serializable', 'for-update', 'repeatable-read'],
  mixed: ['naive', 'check-then-decrement'],
};
const TELLING_OF_OTHERS = ['naive', 'for-update'];

describe.each(scenarios)('$name, 2 workers with 1 operation each', ({ name: scenario }) => {
  test.each(TELLING[scenario] ?? TELLING_OF_OTHERS)(
    'both judges say the same of every schedule of %s',
    (name) => expectAgreement(explorer, scenario, name),
  );
});
