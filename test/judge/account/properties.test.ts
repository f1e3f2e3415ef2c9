import { describe, expect, test } from 'vitest';

import { judgeRounds } from '../../../src/judge/account/race.js';
import { countOverlaps } from '../../../src/judge/account/overlap.js';
import type { History, OperationRecord } from '../../../src/model.js';
import { examples, fc } from '../../support/fast-check.js';
import type { Plan, Truth } from '../row.js';
import { plans, play } from '../row.js';

const races = fc.record({ list: plans, balance: fc.integer({ min: 0, max: 60 }) });

/** Checks a property on many races. */
const always = (property: (truth: Truth, list: readonly Plan[]) => void, numRuns = 200) =>
  fc.assert(
    fc.property(races, ({ list, balance }) => property(play(list, balance), list)),
    { numRuns: examples(numRuns) },
  );

const wrote = ({ outcome }: OperationRecord) =>
  outcome.kind === 'committed' && (outcome.writes ?? []).length > 0;

/** Changes one operation that wrote; null when none did. */
const tamper = (history: History, change: (operation: OperationRecord) => OperationRecord[]) => {
  const index = [...history.operations].findIndex(wrote);
  if (index === -1) return null;
  const operations = [...history.operations].flatMap((operation, position) =>
    position === index ? change(operation) : [operation],
  );
  return judgeRounds([{ ...history, operations }]);
};

describe('compared with a row that knows which operations its balance contains', () => {
  test('lost updates, drift, violations and lowest balances agree', () => {
    always((truth) => {
      const result = judgeRounds([truth.history]);
      expect({
        lost: result.lostUpdates,
        violations: result.violations,
        expected: result.expectedBalance,
        drift: result.drift,
        lowestTrue: result.lowestTrueBalance,
        lowestStored: result.lowestStoredBalance,
        overlapping: result.operations.overlapping,
      }).toEqual({
        lost: truth.lost,
        violations: truth.violations,
        expected: truth.expected,
        drift: truth.drift,
        lowestTrue: truth.lowestTrue,
        lowestStored: truth.lowestStored,
        overlapping: truth.overlapping,
      });
    });
  });

  test('overlapping commits are those that a comparison of each pair finds', () => {
    always(({ history, overlappingCommits }) => {
      expect(countOverlaps(history.operations).committed).toBe(overlappingCommits);
    });
  });

  test('the verdict is broken exactly when something broke, and then there is a witness', () => {
    always((truth) => {
      const { verdict, witness, reason } = judgeRounds([truth.history]);
      const broke = truth.lost > 0 || truth.violations > 0;
      expect(verdict === 'broken').toBe(broke);
      expect(witness !== null).toBe(broke);
      expect(witness?.kind === 'lost update').toBe(truth.lost > 0);
      expect(`${reason} ${witness?.sentences.join(' ') ?? ''}`).not.toMatch(/NaN|undefined|null/);
    });
  });

  test('counts add up', () => {
    always(({ history }, list) => {
      const { attempted, committed, refused, failed, indeterminate } = judgeRounds([
        history,
      ]).operations;
      expect(attempted).toBe(list.length);
      expect(committed + refused + failed + indeterminate).toBe(attempted);
    });
  });

  test('with equal deposits, lost updates are the drift divided by the amount', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 9 }), (list, by) => {
        const { history } = play(
          list.map((plan) => ({ ...plan, by })),
          50,
        );
        const { lostUpdates, drift, violations } = judgeRounds([history]);
        expect(lostUpdates).toBe(Math.abs(drift ?? Number.NaN) / by);
        expect(violations).toBe(0);
      }),
      { numRuns: examples(80) },
    );
  });

  test('the order of the records does not matter', () => {
    fc.assert(
      fc.property(races, fc.infiniteStream(fc.nat()), ({ list, balance }, keys) => {
        // Updates that were never written have only the order of the records.
        const written = list.filter(({ how }) => how !== 'unwritten');
        const { history } = play(written, balance);
        const operations = [...history.operations]
          .map((operation) => ({ operation, key: Number(keys.next().value) }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ operation }) => operation);
        expect(judgeRounds([{ ...history, operations }])).toEqual(judgeRounds([history]));
      }),
      { numRuns: examples(80) },
    );
  });

  test('several rounds add up', () => {
    fc.assert(
      fc.property(fc.array(races, { minLength: 2, maxLength: 4 }), (rounds) => {
        const truths = rounds.map(({ list, balance }) => play(list, balance));
        const result = judgeRounds(
          truths.map(({ history }, index) => ({ ...history, round: index + 1 })),
        );
        const sum = (value: (truth: Truth) => number) =>
          truths.reduce((total, truth) => total + value(truth), 0);
        expect(result).toMatchObject({
          lostUpdates: sum(({ lost }) => lost),
          violations: sum(({ violations }) => violations),
          drift: sum(({ drift }) => drift),
          lowestTrueBalance: Math.min(...truths.map(({ lowestTrue }) => lowestTrue)),
        });
      }),
      { numRuns: examples(50) },
    );
  });
});

describe('a history that was tampered with is never accepted', () => {
  test('with an operation removed', () => {
    always(({ history }) => {
      expect(tamper(history, () => [])?.verdict ?? 'inconclusive').toBe('inconclusive');
    }, 500);
  });

  test('with a duplicated operation', () => {
    always(({ history }) => {
      const result = tamper(history, (operation) => [operation, operation]);
      expect(result?.lostUpdates ?? null).toBeNull();
    }, 500);
  });

  test('with a changed final balance', () => {
    always(({ history, drift }) => {
      const final = history.final?.map((state) => ({ ...state, balance: state.balance + 1 }));
      const result = judgeRounds([{ ...history, final: final ?? null }]);
      expect(result).toMatchObject({ verdict: 'broken', drift: drift + 2 });
      expect(result.witness).not.toBeNull();
    }, 500);
  });

  test('with a changed final version', () => {
    always(({ history }) => {
      const final = history.final?.map((state) => ({ ...state, version: state.version + 1 }));
      expect(judgeRounds([{ ...history, final: final ?? null }]).verdict).toBe('inconclusive');
    }, 500);
  });
});
