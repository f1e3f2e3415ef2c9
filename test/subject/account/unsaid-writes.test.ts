import { describe, expect, test } from 'vitest';

import type { Strategy } from '../../../src/model.js';
import { checkThenDecrement } from '../../../src/strategies/check-then-decrement.js';
import { forUpdate } from '../../../src/strategies/for-update.js';
import { naive } from '../../../src/strategies/naive.js';
import { repeatableRead } from '../../../src/strategies/repeatable-read.js';
import { exploredAll, replayed } from '../../support/explore.js';
import { unsaid } from '../../support/unsaid.js';

/** Explores a strategy, and the same strategy without a report of its writes. */
async function bothWays(strategy: Strategy, scenario: string) {
  const silent = unsaid(strategy);
  const names = [`${strategy.name},${silent.name}`];
  const { results } = await exploredAll({ strategy: names, scenario }, [silent]);
  return results.map(({ verdict, broken, held, anomalies }) => ({
    verdict,
    broken,
    held,
    anomalies,
  }));
}

describe('with one operation each, balances prove as much as versions', () => {
  test.each([
    { strategy: naive, scenario: 'withdraw', verdict: 'broken' },
    { strategy: naive, scenario: 'deposit', verdict: 'broken' },
    { strategy: checkThenDecrement, scenario: 'withdraw', verdict: 'broken' },
    { strategy: repeatableRead, scenario: 'joint', verdict: 'broken' },
    { strategy: forUpdate, scenario: 'withdraw', verdict: 'held' },
    { strategy: forUpdate, scenario: 'transfer', verdict: 'held' },
  ])('$strategy.name: $scenario', async ({ strategy, scenario, verdict }) => {
    const [said, estimated] = await bothWays(strategy, scenario);
    expect(said?.verdict).toBe(verdict);
    expect(estimated).toEqual(said);
  });
});

test('an exploration says that it estimates', async () => {
  const { results } = await exploredAll({ strategy: ['naive,unsaid-naive'] }, [unsaid(naive)]);
  expect(results.map(({ estimated }) => estimated)).toEqual([false, true]);
  expect(results[1]?.reason).toContain('does not say what its writes built on');
  const drawn = results[1]?.witness;
  expect(drawn).toMatchObject({ verdict: 'broken', fault: null, schedule: [1, 2, 2, 1] });
  expect(drawn?.witness).toMatchObject({ kind: 'drift', operations: [] });
});

test('the reason for a schedule that holds says what stays unknown', async () => {
  const silent = unsaid(forUpdate);
  const drawn = await replayed(silent.name, 'AAAABBBB', { scenario: 'deposit' }, [silent]);
  expect(drawn.verdict).toBe('held');
  expect(drawn.reason).toMatch(
    /^A deposited 10 and B deposited 10; the account ended at \d+, as it should\. The strategy does not say/,
  );
});
