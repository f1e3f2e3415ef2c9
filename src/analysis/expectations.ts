/** Holds `--expect` against results. Pure: the rules come parsed, the results analysed. */
import type {
  Anomaly,
  Comparison,
  Expectation,
  ExpectationResult,
  Metric,
  Scenario,
  Strategy,
  StrategyResult,
} from '../model.js';

type Judgement = Pick<ExpectationResult, 'met' | 'actual'>;

const UNJUDGED: Judgement = { met: null, actual: null };

/**
 * One result per expectation and strategy that it speaks of, in the order of both. An
 * expectation that could not be judged, also because the run ended before its strategy was
 * raced, is met `null`.
 *
 * @param strategies those of the run
 */
export function judgeExpectations(
  expectations: readonly Expectation[],
  strategies: readonly Strategy[],
  scenario: Scenario,
  results: readonly StrategyResult[],
): ExpectationResult[] {
  return expectations.flatMap((expectation) =>
    strategies
      .filter(({ name }) => expectation.strategy === undefined || expectation.strategy === name)
      .map((strategy) => {
        const result = results.find((candidate) => candidate.strategy === strategy.name);
        const { met, actual } =
          result === undefined ? UNJUDGED : judge(expectation.check, strategy, scenario, result);
        return { rule: expectation.rule, strategy: strategy.name, met, actual };
      }),
  );
}

function judge(
  check: Expectation['check'],
  strategy: Strategy,
  scenario: Scenario,
  result: StrategyResult,
): Judgement {
  switch (check.kind) {
    case 'held':
    case 'broken': {
      const met = result.verdict === 'inconclusive' ? null : result.verdict === check.kind;
      return { met, actual: result.verdict };
    }
    case 'claims':
      return judgeClaims(strategy, scenario, result);
    case 'metric':
      return judgeMetric(check.metric, check.comparison, check.value, result);
    default:
      return check satisfies never;
  }
}

/* ---------- Metrics ---------- */

/** Metrics of which a run without overlap says nothing: there they are zero for every strategy. */
const NEED_OVERLAP: ReadonlySet<Metric> = new Set(['lost-updates', 'violations', 'drift']);

function judgeMetric(
  metric: Metric,
  comparison: Comparison,
  value: number,
  result: StrategyResult,
): Judgement {
  const actual = measure(metric, result);
  if (actual === null) return UNJUDGED;
  const met = compare(actual, comparison, value);
  // An anomaly that was seen is a fact, and breaks a rule that forbids it. But no number of an
  // inconclusive run can meet a rule, nor can a zero break one that wants an anomaly: with
  // overlap, it might have been more.
  const proven = result.verdict !== 'inconclusive' || !NEED_OVERLAP.has(metric);
  return { met: proven || (!met && actual !== 0) ? met : null, actual };
}

/** The number a rule compares; null when it is not known. */
function measure(metric: Metric, result: StrategyResult): number | null {
  // Latencies of no operations are no latencies.
  const timed = result.operations.attempted > 0;
  switch (metric) {
    case 'lost-updates':
      return result.lostUpdates;
    case 'violations':
      return result.violations;
    case 'retries':
      return result.retries;
    case 'failed':
      return result.operations.failed;
    case 'indeterminate':
      return result.operations.indeterminate;
    case 'drift':
      return result.drift;
    case 'throughput':
      return result.throughput;
    case 'p50':
      return timed ? result.latencyMs.p50 : null;
    case 'p99':
      return timed ? result.latencyMs.p99 : null;
    default:
      return metric satisfies never;
  }
}

function compare(actual: number, comparison: Comparison, value: number): boolean {
  switch (comparison) {
    case '=':
      return actual === value;
    case '!=':
      return actual !== value;
    case '<':
      return actual < value;
    case '<=':
      return actual <= value;
    case '>':
      return actual > value;
    case '>=':
      return actual >= value;
    default:
      return comparison satisfies never;
  }
}

/* ---------- Claims ---------- */

/** The SQLSTATE of a transaction that the server killed to resolve a deadlock. */
const DEADLOCK = '40P01';

/**
 * Below this share of its writes, a strategy makes no progress. Not zero: one that compares
 * truncated timestamps gets through whenever the cut-off digits happen to be zeros.
 */
const NO_PROGRESS = 0.01;

/**
 * Whether the strategy behaved as it says it does.
 *
 * - What it says cannot happen, and happened: false, whatever the verdict.
 * - It says that nothing gets through: true when next to nothing did, false when more did.
 * - Otherwise an inconclusive verdict leaves the claims open.
 * - It says that an anomaly which the scenario exposes is possible: true when the run broke. A
 *   run that held does not refute "possible", so it leaves the claim open.
 * - Else it says that everything exposed is prevented: true when the run held.
 */
function judgeClaims(strategy: Strategy, scenario: Scenario, result: StrategyResult): Judgement {
  const { claims } = strategy;
  const contradictions = findContradictions(strategy, result);
  if (contradictions.length > 0) return claimed(false, result, contradictions);
  if (claims.progress === 'none') return judgeNoProgress(result);
  if (result.verdict === 'inconclusive') return claimed(null, result, []);
  const possible = scenario.exposes.some((anomaly) => !prevents(strategy, anomaly, result));
  const broken = result.verdict === 'broken';
  if (possible) return claimed(broken ? true : null, result, anomaliesOf(result));
  return claimed(!broken, result, anomaliesOf(result));
}

function claimed(met: boolean | null, result: StrategyResult, facts: readonly string[]): Judgement {
  return { met, actual: [result.verdict, facts.join(', ')].filter(Boolean).join(': ') };
}

/** A promise for one process only is none when the workers were spread over several. */
function prevents(strategy: Strategy, anomaly: Anomaly, result: StrategyResult): boolean {
  if (strategy.claims.processes === 'one' && result.processes > 1) return false;
  switch (anomaly) {
    case 'lost update':
      return strategy.claims.lostUpdates === 'prevented';
    case 'overdraft':
      return strategy.claims.overdrafts === 'prevented';
    default:
      return anomaly satisfies never;
  }
}

/** What happened although the strategy says that it cannot. */
function findContradictions(strategy: Strategy, result: StrategyResult): readonly string[] {
  const found: string[] = [];
  if (prevents(strategy, 'lost update', result)) {
    found.push(...counted(result.lostUpdates ?? 0, 'lost update'));
    // Money that is off without a lost update to explain it has vanished all the same.
    if (found.length === 0 && (result.drift ?? 0) !== 0) found.push(`drift ${result.drift}`);
  }
  // A lost withdrawal leaves the stored balance too high, and what is paid out of the excess
  // counts as a violation although each withdrawal was checked. Where a strategy says that
  // updates may be lost, and some were, violations are thus no evidence against its check.
  const explained = !prevents(strategy, 'lost update', result) && result.lostUpdates !== 0;
  if (prevents(strategy, 'overdraft', result) && !explained) {
    found.push(...counted(result.violations ?? 0, 'violation'));
  }
  if (strategy.claims.deadlocks === 'none') found.push(...counted(deadlocksOf(result), 'deadlock'));
  return found;
}

/** Attempts that the server killed: those that were tried again, and those that were the last. */
function deadlocksOf(result: StrategyResult): number {
  return (result.conflicts[DEADLOCK] ?? 0) + (result.failures[DEADLOCK]?.count ?? 0);
}

function judgeNoProgress(result: StrategyResult): Judgement {
  const { attempted, committed, refused } = result.operations;
  // A refusal needs no write, so it says nothing of whether writes get through.
  const writing = attempted - refused;
  const met = writing === 0 ? null : committed < writing * NO_PROGRESS;
  return claimed(met, result, [`${committed} of ${attempted} committed`]);
}

function anomaliesOf(result: StrategyResult): readonly string[] {
  return [
    ...counted(result.lostUpdates ?? 0, 'lost update'),
    ...counted(result.violations ?? 0, 'violation'),
  ];
}

function counted(count: number, noun: string): readonly string[] {
  if (count === 0) return [];
  return [`${count} ${noun}${count === 1 ? '' : 's'}`];
}
