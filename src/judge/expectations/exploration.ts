/** Judges `--expect` for explorations and replays. Pure: it takes parsed rules. */
import type {
  DrawnSchedule,
  Expectation,
  ExpectationCheck,
  ExpectationResult,
  ExplorationMetric,
  ExplorationResult,
  Scenario,
  Strategy,
} from '../../model.js';
import { count, counted } from '../../text/numbers.js';
import type { Observations } from './claims.js';
import { DEADLOCK, isStuck, judgeClaims } from './claims.js';
import { seenIn } from './race.js';
import type { RuleResult } from './rules.js';
import { compare, judgeEach, judgeVerdict } from './rules.js';
import { judgeRounds } from '../account/race.js';

/** An exploration runs in one process, so claims for one process count. */
const PROCESSES = 1;

/* ---------- Explorations ---------- */

/**
 * One result for each expectation and each of its strategies, in the order of both. `met` is null
 * if the exploration ended before it explored the strategy.
 *
 * Claims are judged as in a race, with two differences. A claim of no progress needs an exploration
 * that ran all requested schedules. And lost updates do not excuse overdrafts in schedules that
 * lost no update.
 *
 * @param strategies the strategies of the exploration
 */
export function judgeExplorationExpectations(
  expectations: readonly Expectation<ExplorationMetric>[],
  strategies: readonly Strategy[],
  scenario: Scenario,
  results: readonly ExplorationResult[],
): ExpectationResult[] {
  return judgeEach(expectations, strategies, results, (check, strategy, result) =>
    judgeExplored(check, strategy, scenario, result),
  );
}

function judgeExplored(
  check: ExpectationCheck<ExplorationMetric>,
  strategy: Strategy,
  scenario: Scenario,
  result: ExplorationResult,
): RuleResult {
  switch (check.kind) {
    case 'held':
    case 'broken':
      return judgeVerdict(check.kind, result.verdict);
    case 'claims':
      return judgeClaims(strategy, scenario, seenInAll(result));
    case 'metric': {
      const actual = measure(check.metric, result);
      return { met: compare(actual, check.comparison, check.value), actual };
    }
    default:
      return check satisfies never;
  }
}

function measure(metric: ExplorationMetric, { schedules }: ExplorationResult): number {
  switch (metric) {
    case 'schedules':
      return schedules;
    default:
      return metric satisfies never;
  }
}

/** What an exploration showed about the claims. */
function seenInAll(result: ExplorationResult): Observations {
  const { verdict, schedules, broken, anomalies, causes, estimated } = result;
  const lost = anomalies['lost update'];
  const { overdraft, 'write skew': skew } = anomalies;
  const showing = (what: string, number: number) =>
    number === 0 ? null : `${what} in ${count(number)} of ${counted(schedules, 'schedule')}`;
  const attempted = schedules * result.workers * result.operations;
  return {
    verdict,
    processes: PROCESSES,
    lostUpdates: showing('lost update', lost),
    overdrafts: showing('overdraft', overdraft),
    writeSkews: showing('write skew', skew),
    // Without a lost update, a broken schedule that broke no limit has a wrong balance.
    drift: showing('drift', Math.max(0, broken - overdraft - skew)),
    deadlocks: showing('deadlock', causes[DEADLOCK] ?? 0),
    // If more schedules have violations than lost updates, at least one violation has no lost
    // update to explain it. But an estimate does not see every lost update.
    explained: overdraft + skew <= lost || estimated,
    stuck: stuckIn(result, attempted),
    progress: `${count(result.committed)} of ${count(attempted)} committed`,
    tooLittle: null,
  };
}

function stuckIn({ committed, causes, coverage }: ExplorationResult, attempted: number) {
  if (!isStuck(committed, attempted)) return false;
  // Without any failed attempt, nothing was tested: every operation was refused.
  if (committed === 0 && Object.keys(causes).length === 0) return null;
  return coverage.kind === 'schedules' ? null : true;
}

/* ---------- Replays ---------- */

/**
 * One result for each expectation. Claims are about every schedule. So one schedule can refute a
 * claim, or show an anomaly that the strategy calls possible. But one schedule that held does not
 * prove that an anomaly is prevented, or that there is no progress: then `met` is null.
 */
export function judgeReplayExpectations(
  expectations: readonly Expectation<never>[],
  strategy: Strategy,
  scenario: Scenario,
  drawn: DrawnSchedule,
): ExpectationResult[] {
  const results = [{ strategy: strategy.name, drawn, failure: null }];
  return judgeEach(expectations, [strategy], results, (check) =>
    judgeReplayed(check, strategy, scenario, drawn),
  );
}

function judgeReplayed(
  check: ExpectationCheck<never>,
  strategy: Strategy,
  scenario: Scenario,
  drawn: DrawnSchedule,
): RuleResult {
  switch (check.kind) {
    case 'held':
    case 'broken':
      return judgeVerdict(check.kind, drawn.verdict);
    case 'claims':
      return judgeClaims(strategy, scenario, seenInOne(drawn, scenario));
    case 'metric':
      return check.metric;
    default:
      return check satisfies never;
  }
}

/** What one schedule showed about the claims, counted as in a race. */
function seenInOne(drawn: DrawnSchedule, scenario: Scenario): Observations {
  const { verdict, workers, initial, final, operations, steps } = drawn;
  const raced = judgeRounds([
    {
      strategy: '',
      scenario: '',
      round: 1,
      workers,
      processes: 1,
      initial,
      limits: scenario.limits(initial.length),
      final,
      operations,
      durationMs: steps.length,
      cutShort: false,
    },
  ]);
  const seen = seenIn({ ...raced, verdict }, scenario);
  return { ...seen, stuck: seen.stuck === true ? null : seen.stuck, tooLittle: 'one schedule' };
}
