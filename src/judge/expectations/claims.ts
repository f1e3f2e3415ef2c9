/** Whether a strategy behaved as it claims. */
import type { Anomaly, Scenario, Strategy, Verdict } from '../../model.js';
import type { RuleResult } from './rules.js';

/** The SQLSTATE of a transaction that the server killed to resolve a deadlock. */
export const DEADLOCK = '40P01';

/**
 * A strategy with a smaller share of committed writes makes no progress. Not zero: a strategy that
 * compares truncated timestamps succeeds whenever the truncated digits happen to be zeros.
 */
const NO_PROGRESS = 0.01;

/** Whether almost none of the operations that had something to write committed. */
export const isStuck = (committed: number, writing: number): boolean =>
  committed < writing * NO_PROGRESS;

/** What was observed for each claim. Null: it was not observed, or is not known. */
export interface Observations {
  readonly verdict: Verdict;
  /** Operating-system processes that the workers were spread over. */
  readonly processes: number;
  /** A phrase with its number, as are the next ones: `12 lost updates`. */
  readonly lostUpdates: string | null;
  readonly overdrafts: string | null;
  /** Violations of a limit that several accounts share. */
  readonly writeSkews: string | null;
  /** A wrong balance; used only if no update was lost, because a lost update would explain it. */
  readonly drift: string | null;
  readonly deadlocks: string | null;
  /**
   * Whether lost updates may have caused the overdrafts and write skews. A lost withdrawal leaves
   * the stored balance too high. Later withdrawals from the excess count as overdrafts, although
   * each of them was checked. If a strategy says that updates may be lost, such overdrafts are no
   * evidence against its check.
   */
  readonly explained: boolean;
  /** Whether almost no operation committed; null when that is not known. */
  readonly stuck: RuleResult['met'];
  /** How many operations committed: `0 of 12 committed`. */
  readonly progress: string;
  /** Evidence that is too little to confirm a claim, such as `one schedule`; otherwise null. */
  readonly tooLittle: string | null;
}

/**
 * Judges the claims of a strategy:
 * - Something happened that the strategy claims to prevent: false, for any verdict.
 * - The strategy claims no progress: true when almost no operation committed, false when more did.
 * - Otherwise, with an inconclusive verdict: null.
 * - The strategy says that an anomaly of the scenario is possible: true when it broke. When it held:
 *   null, because that does not refute "possible".
 * - Otherwise the strategy claims to prevent every anomaly of the scenario: false when it broke, true
 *   when it held with enough evidence.
 */
export function judgeClaims(
  strategy: Strategy,
  scenario: Scenario,
  seen: Observations,
): RuleResult {
  const contradictions = findContradictions(strategy, seen);
  if (contradictions.length > 0) return told(false, seen, contradictions);
  if (strategy.claims.progress === 'none') return told(seen.stuck, seen, [seen.progress]);
  switch (seen.verdict) {
    case 'inconclusive':
      return told(null, seen, []);
    case 'broken':
      return told(admits(strategy, scenario, seen), seen, anomaliesOf(seen));
    case 'held': {
      const believed = seen.tooLittle === null && !admits(strategy, scenario, seen);
      return told(believed ? true : null, seen, []);
    }
    default:
      return seen.verdict satisfies never;
  }
}

function told(
  met: RuleResult['met'],
  { verdict, tooLittle }: Observations,
  facts: readonly string[],
): RuleResult {
  const where = verdict === 'held' && tooLittle !== null ? ` in ${tooLittle}` : '';
  return { met, actual: [verdict + where, facts.join(', ')].filter(Boolean).join(': ') };
}

/** Whether the strategy says that an anomaly of the scenario is possible. */
export const admits = (
  strategy: Strategy,
  { exposes }: Scenario,
  seen: Pick<Observations, 'processes'>,
): boolean => exposes.some((anomaly) => !prevents(strategy, anomaly, seen));

/**
 * A claim for one process does not count when the workers were spread over several processes. And
 * only a strategy that prevents overdrafts of one account can keep a limit of several accounts.
 */
function prevents(
  { claims }: Strategy,
  anomaly: Anomaly,
  { processes }: Pick<Observations, 'processes'>,
): boolean {
  if (claims.processes === 'one' && processes > 1) return false;
  switch (anomaly) {
    case 'lost update':
      return claims.lostUpdates === 'prevented';
    case 'overdraft':
      return claims.overdrafts === 'prevented';
    case 'write skew':
      return claims.overdrafts === 'prevented' && claims.writeSkew === 'prevented';
    default:
      return anomaly satisfies never;
  }
}

/** What happened although the strategy claims to prevent it. */
function findContradictions(strategy: Strategy, seen: Observations): readonly string[] {
  const keepsUpdates = prevents(strategy, 'lost update', seen);
  const keepsMoney = prevents(strategy, 'overdraft', seen) && (keepsUpdates || !seen.explained);
  return [
    keepsUpdates ? (seen.lostUpdates ?? seen.drift) : null,
    keepsMoney ? seen.overdrafts : null,
    keepsMoney && prevents(strategy, 'write skew', seen) ? seen.writeSkews : null,
    strategy.claims.deadlocks === 'none' ? seen.deadlocks : null,
  ].filter((fact) => fact !== null);
}

const anomaliesOf = ({ lostUpdates, overdrafts, writeSkews }: Observations): readonly string[] =>
  [lostUpdates, overdrafts, writeSkews].filter((fact) => fact !== null);
