import { describe, expect, test } from 'vitest';

import { fewestLosses, fewestViolations } from '../../../src/judge/account/estimate.js';
import { judgeRounds } from '../../../src/judge/account/race.js';
import type { History } from '../../../src/model.js';
import { examples, fc } from '../../support/fast-check.js';
import type { Plan, Truth } from '../row.js';
import { plans, play } from '../row.js';

/** The same history as a strategy gives it that does not report its writes. */
const withoutWrites = (history: History): History => ({
  ...history,
  operations: Array.from(history.operations, (operation) => {
    const { outcome } = operation;
    return outcome.kind === 'committed'
      ? { ...operation, outcome: { ...outcome, writes: null } }
      : operation;
  }),
});

/** Checks a property on many races in which at least one operation committed. */
const always = (
  property: (truth: Truth, estimate: ReturnType<typeof judgeRounds>) => void,
  change: (plan: Plan) => Plan = (plan) => plan,
  numRuns = 100,
) =>
  fc.assert(
    fc.property(plans, fc.integer({ min: 0, max: 60 }), (list, balance) => {
      const truth = play(list.map(change), balance);
      const { operations } = truth.history;
      fc.pre([...operations].some(({ outcome }) => outcome.kind === 'committed'));
      const estimate = judgeRounds([withoutWrites(truth.history)]);
      expect(estimate.estimated).toBe(true);
      property(truth, estimate);
    }),
    { numRuns: examples(numRuns) },
  );

describe('compared with a row that knows which operations its balance contains', () => {
  test('estimates are bounds, and sums are exact', () => {
    always((truth, estimate) => {
      expect(estimate.lostUpdates).toBeLessThanOrEqual(truth.lost);
      expect(estimate.violations).toBeLessThanOrEqual(truth.violations);
      expect(estimate.lowestTrueBalance).toBeGreaterThanOrEqual(truth.lowestTrue);
      expect(estimate.lowestStoredBalance).toBeGreaterThanOrEqual(truth.lowestStored);
      expect(estimate).toMatchObject({ drift: truth.drift, expectedBalance: truth.expected });
    });
  });

  test('a verdict of broken is right, and has a witness', () => {
    always(({ history }, { verdict, witness, reason }) => {
      const exact = judgeRounds([history]);
      expect(verdict !== 'broken' || exact.verdict === 'broken').toBe(true);
      expect(witness !== null).toBe(verdict === 'broken');
      expect(`${reason} ${witness?.sentences.join(' ') ?? ''}`).not.toMatch(/NaN|undefined|null/);
    });
  });

  test('equal withdrawals alone are estimated exactly', () => {
    const equal = (plan: Plan): Plan => ({ ...plan, by: -7 });
    always(({ lost, violations, lowestTrue }, estimate) => {
      expect(estimate).toMatchObject({ lostUpdates: lost, violations });
      expect(estimate.lowestTrueBalance).toBe(lowestTrue);
    }, equal);
  });

  test('for equal deposits alone, every loss is found', () => {
    const equal = (plan: Plan): Plan => ({ ...plan, by: 7 });
    always(({ lost, lowestTrue, lowestStored }, estimate) => {
      expect(estimate).toMatchObject({
        lostUpdates: lost,
        lowestTrueBalance: lowestTrue,
        lowestStoredBalance: lowestStored,
      });
    }, equal);
  });

  test('for withdrawals alone, the verdict is broken exactly when something broke', () => {
    const withdrawals = (plan: Plan): Plan => ({ ...plan, by: -Math.abs(plan.by) });
    always(({ lost, violations }, estimate) => {
      expect(estimate.verdict === 'broken').toBe(lost > 0 || violations > 0);
    }, withdrawals);
  });
});

const amounts = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 });

/** Every subset of a few amounts. */
const subsets = (list: readonly number[]): number[][] =>
  Array.from({ length: 2 ** list.length }, (_, bits) =>
    list.filter((_amount, at) => Math.floor(bits / 2 ** at) % 2 === 1),
  );

/** Every order of a few amounts. */
const orders = (list: readonly number[]): number[][] =>
  list.length === 0
    ? [[]]
    : list.flatMap((one, at) => orders(list.toSpliced(at, 1)).map((rest) => [one].concat(rest)));

const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

test('the fewest losses are the smallest set of amounts that sums to the drift', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: -90, max: 90 }), (list, drift) => {
      const enough = subsets(list).filter((some) => sum(some) >= Math.abs(drift));
      const fewest = enough.length === 0 ? null : Math.min(...enough.map(({ length }) => length));
      const other = [100, 100];
      const movements =
        drift > 0 ? { withdrawals: list, deposits: other } : { withdrawals: other, deposits: list };
      expect(fewestLosses(drift, movements)).toBe(fewest);
    }),
    { numRuns: examples(200) },
  );
});

test('the fewest violations are those of the best order', () => {
  const signed = fc.array(
    fc.integer({ min: -9, max: 9 }).filter((by) => by !== 0),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(signed, fc.integer({ min: -5, max: 25 }), (list, start) => {
      const counts = orders(list).map((order) => {
        let balance = start;
        return order.filter((by) => (balance += by) < 0 && by < 0).length;
      });
      const deposits = list.filter((by) => by > 0);
      const withdrawals = list.filter((by) => by < 0).map((by) => -by);
      const fewest = fewestViolations(start + sum(deposits), { deposits, withdrawals });
      expect(fewest).toBe(Math.min(...counts));
    }),
    { numRuns: examples(100) },
  );
});
