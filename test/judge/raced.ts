/** Results made by hand, and a function that judges one rule on them. */
import { judgeExpectations } from '../../src/judge/expectations/race.js';
import type { Claims, ExpectationResult, Scenario, StrategyResult } from '../../src/model.js';
import { parseExpectation } from '../../src/plan/expectation.js';
import { toyScenario, toyStrategy } from '../plan/toys.js';

export type Changes = Partial<Omit<StrategyResult, 'operations'>> & {
  readonly operations?: Partial<StrategyResult['operations']>;
};

/** A clean run of a thousand operations, with changes. */
export function raced(changes: Changes = {}): StrategyResult {
  return {
    strategy: 'toy',
    scenario: 'withdraw',
    workers: 50,
    processes: 1,
    initialBalance: 5_000,
    finalBalance: 0,
    expectedBalance: 0,
    drift: 0,
    lostUpdates: 0,
    violations: 0,
    lowestTrueBalance: 0,
    lowestStoredBalance: 0,
    estimated: false,
    retries: 40,
    retriedOperations: 30,
    conflicts: {},
    failures: {},
    durationMs: 1_000,
    throughput: 1_000,
    latencyMs: { p50: 1.5, p90: 5, p99: 20, max: 30 },
    cutShort: false,
    verdict: 'held',
    reason: '',
    witness: null,
    failure: null,
    rounds: [],
    ...changes,
    operations: {
      attempted: 1_000,
      committed: 500,
      refused: 500,
      failed: 0,
      indeterminate: 0,
      overlapping: 900,
      ...changes.operations,
    },
  };
}

/** Judges one rule on the run of one strategy with the strictest claims, except those given. */
export function judge(
  rule: string,
  changes: Changes = {},
  claims: Partial<Claims> = {},
  exposes: Scenario['exposes'] = ['lost update', 'overdraft'],
): ExpectationResult | undefined {
  return judgeExpectations(
    [parseExpectation(rule, ['toy'], ['toy'])],
    [toyStrategy('toy', claims)],
    toyScenario('withdraw', exposes),
    [raced(changes)],
  )[0];
}

export const BROKEN: Changes = { verdict: 'broken', lostUpdates: 12, violations: 3, drift: 120 };
/** Figures estimated from balances, because the strategy does not report its writes. */
export const ESTIMATED: Changes = { ...BROKEN, estimated: true };
export const OVERDRAWN: Changes = { verdict: 'broken', violations: 3 };
export const INCONCLUSIVE: Changes = { verdict: 'inconclusive', operations: { overlapping: 0 } };
