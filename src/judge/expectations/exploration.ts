/** Holds `--expect` against explorations and replays. Pure: the rules come parsed. */
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

/** Schedules are explored in one process; so are the promises kept or broken there. */
const PROCESSES = 1;

/* ---------- Explorations ---------- */

/**
 * One result per expectation and strategy that it speaks of, in the order of both. An
 * expectation of a strategy that was not explored, because the exploration ended early, is met
 * `null`.
 *
 * Claims are judged as in a race, with two differences. That nothing gets through is believed
 * only of an exploration that ran all schedules that were asked for. And of overdrafts that lost
 * updates may explain, those of schedules in which no update was lost are not excused.
 *
 * @param strategies those of the exploration
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

/** What an exploration showed of what claims speak of. */
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
    // Where nothing was lost, a schedule that broke no limit broke by its balance.
    drift: showing('drift', Math.max(0, broken - overdraft - skew)),
    deadlocks: showing('deadlock', causes[DEADLOCK] ?? 0),
    // With more of them than of losses, at least one is without a loss to explain it; but an
    // estimate does not see every loss.
    explained: overdraft + skew <= lost || estimated,
    stuck: stuckIn(result, attempted),
    progress: `${count(result.committed)} of ${count(attempted)} committed`,
    tooLittle: null,
  };
}

function stuckIn({ committed, causes, coverage }: ExplorationResult, attempted: number) {
  if (!isStuck(committed, attempted)) return false;
  // Without a single attempt that went wrong, nothing was tried: every operation was refused.
  if (committed === 0 && Object.keys(causes).length === 0) return null;
  return coverage.kind === 'schedules' ? null : true;
}

/* ---------- Replays ---------- */

/**
 * One result per expectation. Claims are about every schedule, so one can refute them, and can
 * show an anomaly that they call possible, but having held proves none: neither that something is
 * prevented, nor that nothing ever gets through. Such claims are met `null`.
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

/** What one schedule showed of what claims speak of: counted as in a race. */
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
