/**
 * The two judges check each other. Every strategy is wrapped as a case, so that the same code runs through the wire
 * gate. Each schedule is judged twice: by the versions that its operations read and wrote (the version walk of the
 * lab), and by a comparison with the serial orders (the judge of cases).
 *
 * The comparison sees what callers and tables of people show: whether an operation was committed or refused, and the
 * balances. It does not see
 *
 * - what an operation read, what its writes built on, and how often it was retried. No caller is told, and in serial
 *   orders nothing is retried.
 * - `version`. It is an instrument of the lab, and counts the commits, so it would give away how operations ended.
 *   (Compared, it changes no verdict here: what was rolled back leaves no trace in it.)
 * - `updated_at`. It is a clock, differs between two runs of a serial order, and is masked for that, not ignored.
 *
 * An operation that has used up its retries ends with an SQLSTATE that the case names as retried: it counts as not
 * having run. For the version walk, too, it has done nothing.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { defineScenario } from '../../../src/authoring/scenario.js';
import { makeOperation } from '../../../src/scenarios/operation.js';
import { scenarios } from '../../../src/scenarios/index.js';
import { strategies } from '../../../src/strategies/index.js';
import { bothJudgesOn, differing, type JudgedTwice } from '../../support/both-judges.js';
import { openExplorer, type Explorer } from '../../support/every-schedule.js';
import { breaks, brokenIn, committed, expectAgreement, lettersOfThose } from './agreement.js';

let explorer: Explorer;
beforeAll(async () => {
  explorer = await openExplorer();
});
afterAll(() => explorer.close());

/** Pairs that differ. agreement.long.test.ts has more, and `npm run bench -- agreement` runs all. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  withdraw: ['naive', 'for-update'],
  joint: ['naive'],
};
const isComplete = process.env['RACE_LAB_AGREEMENT'] === 'complete';
const names = strategies.map(({ name }) => name);
const pairs = isComplete ? Object.fromEntries(scenarios.map(({ name }) => [name, names])) : TELLING;

describe.each(Object.entries(pairs))('%s, 2 workers with 1 operation each', (scenario, telling) => {
  test.each(telling)('both judges say the same of every schedule of %s', (name) =>
    expectAgreement(explorer, scenario, name),
  );
});

/* ---------- What rows and endings cannot show ---------- */

/** Whether each account ends with its start and all committed changes, as if nothing was lost. */
const addsUp = ({ end }: JudgedTwice): boolean =>
  end.final.every(({ id, balance }, index) => {
    const changes = end.operations.flatMap(({ outcome, changes: all }) =>
      outcome.kind === 'committed' ? all.filter(({ account }) => account === id) : [],
    );
    const start = end.initial[index]?.balance ?? 0;
    return balance === changes.reduce((sum, { by }) => sum + by, start);
  });

describe('only the version walk sees', () => {
  test('updates that were lost, of which one adds what the other takes', async () => {
    const flags = { strategy: ['naive'], scenario: 'mixed', workers: '3' };
    const both = await bothJudgesOn(explorer, flags);
    const hidden = lettersOfThose(
      both,
      (schedule) => breaks(schedule.walk, 'lost update') && addsUp(schedule),
    );
    expect(hidden.length).toBeGreaterThan(0);
    expect(differing(both).map(({ letters }) => letters)).toEqual(hidden);
    expect(differing(both).every(({ serial }) => serial.verdict === 'held')).toBe(true);
    expect(brokenIn(both, 'serial')).toBeGreaterThan(0);
  });
});

/** One worker moves 10 from account 1 to 2. The other takes 15 from account 2 if both together have them. */
const household = defineScenario({
  name: 'household',
  accounts: { least: 2, default: 2, multipleOf: 2 },
  limits: () => [[1, 2]],
  defaultBalance: () => 10,
  nextOperation: (draw) => {
    const [from, to] = draw.pair();
    const moves = from === 1;
    return makeOperation({
      kind: moves ? 'transfer' : 'withdraw',
      accounts: [1, 2],
      changes: moves
        ? [
            { account: from, by: -10 },
            { account: to, by: 10 },
          ]
        : [{ account: from, by: -15 }],
      requires: moves ? null : { accounts: [1, 2], atLeast: 15 },
    });
  },
});

describe('only the serial orders show', () => {
  test('a refusal for want of money that was on its way: the walk judges what was committed', async () => {
    const flags = { strategy: ['check-then-decrement'], scenario: 'household' };
    const both = await bothJudgesOn(explorer, flags, [household]);
    const refused = lettersOfThose(both, (schedule) => committed(schedule).length < 2);
    expect(refused.length).toBeGreaterThan(0);
    expect(differing(both).map(({ letters }) => letters)).toEqual(refused);
    expect(brokenIn(both, 'walk')).toBe(0);
  });
});
