/** The two judges check each other on further pairs of strategy and scenario. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { scenarios } from '../../../src/scenarios/index.js';
import { bothJudgesOn, differing, type JudgedTwice } from '../../support/both-judges.js';
import { openExplorer, type Explorer } from '../../support/every-schedule.js';
import { breaks, expectAgreement, lettersOfThose } from './agreement.js';

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

const endsBelowZero = ({ end }: JudgedTwice): boolean =>
  end.final.some(({ balance }) => balance < 0);

describe('only the version walk sees', () => {
  test('an overdraft that a later deposit covers: paying in first would end the same', async () => {
    const flags = {
      strategy: ['check-then-decrement'],
      scenario: 'mixed',
      workers: '3',
      // With this seed there are a deposit and two withdrawals.
      seed: '2',
      balance: '10',
    };
    const both = await bothJudgesOn(explorer, flags);
    const covered = lettersOfThose(
      both,
      (schedule) => breaks(schedule.walk, 'overdraft') && !endsBelowZero(schedule),
    );
    expect(covered.length).toBeGreaterThan(0);
    expect(differing(both).map(({ letters }) => letters)).toEqual(covered);
    expect(differing(both).every(({ serial }) => serial.verdict === 'held')).toBe(true);
  });
});
