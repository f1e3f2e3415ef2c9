import { expect, test } from 'vitest';
import type { Report, StrategyResult, Witness } from '../../../../src/model.js';
import * as sentences from '../../../../src/report/document/race/sentences.js';
import { broken, held, inconclusive, reportOf, witness } from './fixtures.js';

const cheapest = (results: readonly StrategyResult[]) => sentences.cheapest(reportOf(results));

const fast = held('fast', { throughput: 3_410.6 });
const slow = held('slow', { throughput: 96.44 });

test('the cheapest is the strategy with the highest throughput that held', () => {
  expect(cheapest([slow, fast])).toBe(
    'Cheapest that held: fast (3,411 operations/s, p50 12 ms); ahead of slow (96.4).',
  );
});

test('a strategy whose claims admit what the scenario shows is not a candidate', () => {
  const report = reportOf([slow, fast]);
  const strategies = report.plan.strategies.map((strategy) =>
    strategy.name === 'fast'
      ? { ...strategy, claims: { ...strategy.claims, writeSkew: 'possible' as const } }
      : strategy,
  );
  const cheapestWhere = (exposes: Report['plan']['scenario']['exposes']) => {
    const scenario = { ...report.plan.scenario, exposes };
    return sentences.cheapest({ ...report, plan: { ...report.plan, strategies, scenario } });
  };
  expect(cheapestWhere(['lost update', 'overdraft'])).toContain('held: fast');
  expect(cheapestWhere(['lost update', 'write skew'])).toContain('held: slow');
});

test('a single strategy is not compared', () => {
  expect(cheapest([fast])).toBeNull();
});

test('a broken or inconclusive strategy is not a candidate, however fast', () => {
  const quick = { throughput: 1_000_000 };
  expect(cheapest([broken('naive', quick), slow, inconclusive('unknown', quick)])).toBe(
    'Cheapest that held: slow (96.4 operations/s, p50 12 ms); no other held.',
  );
});

test('a strategy that was cut short is not a candidate', () => {
  expect(cheapest([{ ...fast, cutShort: true }, slow])).toContain('Cheapest that held: slow');
  expect(cheapest([{ ...fast, cutShort: true }, broken('naive')])).toBe(
    'None held without being cut short.',
  );
});

test('says when none held', () => {
  expect(cheapest([broken('naive'), inconclusive('atomic')])).toBe('None held.');
});

test('a failed operation does not count as throughput', () => {
  const counts = { attempted: 1_000, overlapping: 1_000, indeterminate: 0 };
  const failing = held('failing', {
    throughput: 5_000,
    operations: { ...counts, committed: 10, refused: 0, failed: 990 },
  });
  expect(cheapest([failing, slow])).toBe(
    'Cheapest that held: slow (96.4 operations/s, p50 12 ms); ahead of failing (50).',
  );
});

test('a strategy that claims to break is not a candidate, and a clean run of it is called chance', () => {
  const lucky = held('naive', { throughput: 1_000_000 });
  const report = reportOf([lucky, slow]);
  expect(sentences.cheapest(report)).toContain('Cheapest that held: slow');
  expect(sentences.chanceRemark(report, lucky)).toContain('by chance');
  expect(sentences.chanceRemark(report, slow)).toBeNull();
});

test('the title of a write skew names no account, because it has several', () => {
  const title = (kind: Witness['kind']) => {
    const report = reportOf([]);
    const result = broken('naive', { witness: { ...witness, kind, account: 2 } });
    return sentences.witnessTitle({ ...report, plan: { ...report.plan, accounts: 4 } }, result);
  };
  expect(title('lost update')).toBe('lost update on account 2');
  expect(title('write skew')).toBe('write skew');
});
