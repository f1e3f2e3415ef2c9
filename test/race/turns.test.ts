/** Several values of a parameter, raced in turns. */
import { expect, test } from 'vitest';

import { varyLab } from '../../src/lab.js';
import type { Strategy, VariedReport } from '../../src/model.js';
import { planContext } from '../../src/plan/context.js';
import { createVariedPlan, type VaryFlags } from '../../src/plan/vary.js';
import { naive } from '../../src/strategies/naive.js';
import { serverUrl } from '../support/server.js';

const never = (_reason: unknown): _reason is Error => false;

/** Races, and lists the rounds in the order in which they began: `10 naive 1`. */
async function vary(
  flags: VaryFlags,
  own: readonly Strategy[] = [],
): Promise<{ report: VariedReport; begun: readonly string[] }> {
  const outside = { environmentUrl: undefined, randomSeed: () => 1 };
  const context = planContext(outside, { where: 'test', strategies: own, scenarios: [] });
  const plan = createVariedPlan({ url: serverUrl(), operations: '2', ...flags }, context);
  const begun: string[] = [];
  const progress = {
    at: (index: number) => ({
      roundStarted: (strategy: string, round: number) => {
        begun.push(`${plan.points[index]?.value} ${strategy} ${round}`);
      },
      operationEnded: () => {},
    }),
  };
  const { report } = await varyLab(plan, { progress, isInterruption: never });
  return { report, begun };
}

test('each round races every value before the next round begins', async () => {
  const strategy = ['for-update', 'atomic'];
  const { report, begun } = await vary({ vary: 'workers=1,3', strategy, rounds: '2' });
  expect(begun).toStrictEqual([
    '1 for-update 1',
    '1 atomic 1',
    '3 for-update 1',
    '3 atomic 1',
    '1 for-update 2',
    '1 atomic 2',
    '3 for-update 2',
    '3 atomic 2',
  ]);
  const attempted = report.points.map((point) =>
    point.report.results.map(({ workers, operations }) => [workers, operations.attempted]),
  );
  expect(attempted).toStrictEqual([
    [
      [1, 4],
      [1, 4],
    ],
    [
      [3, 12],
      [3, 12],
    ],
  ]);
});

test('the counts are exact at each value', async () => {
  const flags = { strategy: ['naive'], scenario: 'deposit', workers: '8', think: '2', rounds: '2' };
  const { report } = await vary({ ...flags, vary: 'amount=10,30' });
  for (const { value, report: found } of report.points) {
    const [result] = found.results;
    expect(result?.verdict).toBe('broken');
    // Every lost deposit is missing from the balance.
    expect(result?.drift).toBe(-Number(value) * (result?.lostUpdates ?? Number.NaN));
  }
});

test('a strategy that fails at one value is raced at the others', async () => {
  const narrow: Strategy = {
    ...naive,
    name: 'narrow',
    attempt: (db, operation, replica) => {
      if (operation.changes.some(({ by }) => by === -7)) throw new TypeError('not seven');
      return naive.attempt(db, operation, replica);
    },
  };
  const flags = { strategy: ['narrow', 'atomic'], workers: '2', rounds: '2' };
  const { report } = await vary({ ...flags, vary: 'amount=5,7,9' }, [narrow]);
  const failures = report.points.map(({ report: { results } }) =>
    results.map(({ strategy, failure }) => `${strategy}: ${failure === null ? 'raced' : 'failed'}`),
  );
  expect(failures).toStrictEqual([
    ['narrow: raced', 'atomic: raced'],
    ['narrow: failed', 'atomic: raced'],
    ['narrow: raced', 'atomic: raced'],
  ]);
});

test('each value has its own connections', async () => {
  const flags = { strategy: ['atomic'], workers: '4', rounds: '2' };
  const { report } = await vary({ ...flags, vary: 'connections=1,4' });
  expect(report.results.map(({ operations }) => operations.attempted)).toStrictEqual([16, 16]);
});
