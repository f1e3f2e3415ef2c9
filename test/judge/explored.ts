/** Explorations and replays made by hand, and functions that judge one rule on them. */
import {
  judgeExplorationExpectations,
  judgeReplayExpectations,
} from '../../src/judge/expectations/exploration.js';
import { judgeSchedule } from '../../src/judge/account/schedule.js';
import type {
  Claims,
  DrawnSchedule,
  ExpectationResult,
  ExplorationResult,
  History,
  Scenario,
} from '../../src/model.js';
import { parseExpectation } from '../../src/plan/expectation.js';
import { toyScenario, toyStrategy } from '../plan/toys.js';

export type Changes = Partial<Omit<ExplorationResult, 'anomalies'>> & {
  readonly anomalies?: Partial<ExplorationResult['anomalies']>;
};

/** Six schedules of two operations each, all of which held, with changes. */
export function explored(changes: Changes = {}): ExplorationResult {
  return {
    strategy: 'toy',
    scenario: 'withdraw',
    workers: 2,
    operations: 1,
    retries: 2,
    verdict: 'held',
    reason: '',
    schedules: 6,
    broken: 0,
    held: 6,
    unclear: 0,
    estimated: false,
    coverage: { kind: 'complete' },
    outcomes: 2,
    ends: [],
    causes: {},
    committed: 9,
    unsteady: 0,
    statements: 24,
    durationMs: 12,
    witness: null,
    failure: null,
    ...changes,
    anomalies: { 'lost update': 0, overdraft: 0, 'write skew': 0, ...changes.anomalies },
  };
}

/** An exploration in which `broken` of six schedules broke. */
export const brokenIn = (broken: number, anomalies: Changes['anomalies'] = {}): Changes => ({
  verdict: 'broken',
  broken,
  held: 6 - broken,
  anomalies,
});

/** The drawn schedule for a history, without steps. */
export function drawn(history: History): DrawnSchedule {
  const { verdict, reason, witness } = judgeSchedule(history);
  const { initial, final, operations, workers } = history;
  return {
    schedule: [1, 2, 1, 2],
    switches: 3,
    workers,
    initial,
    final: final ?? [],
    steps: [],
    operations: [...operations],
    verdict,
    reason,
    witness,
    fault: null,
    markedStep: null,
  };
}

const EXPOSED: Scenario['exposes'] = ['lost update', 'overdraft'];

/** Judges one rule on an exploration of a strategy with the strictest claims, except those given. */
export function judge(
  rule: string,
  changes: Changes = {},
  claims: Partial<Claims> = {},
  exposes: Scenario['exposes'] = EXPOSED,
): ExpectationResult | undefined {
  return judgeExplorationExpectations(
    [parseExpectation(rule, ['toy'], ['toy'], ['schedules'])],
    [toyStrategy('toy', claims)],
    toyScenario('withdraw', exposes),
    [explored(changes)],
  )[0];
}

/** Judges one rule on one schedule of such a strategy. */
export function judgeDrawn(
  rule: string,
  schedule: DrawnSchedule,
  claims: Partial<Claims> = {},
  exposes: Scenario['exposes'] = EXPOSED,
): ExpectationResult | undefined {
  const strategy = toyStrategy('toy', claims);
  const expectation = parseExpectation<never>(rule, ['toy'], ['toy'], []);
  return judgeReplayExpectations(
    [expectation],
    strategy,
    toyScenario('withdraw', exposes),
    schedule,
  )[0];
}
