/** Whether a strategy behaved as it says it does. */
import type { Anomaly, Scenario, Strategy, Verdict } from '../../model.js';
import type { RuleResult } from './rules.js';

/** The SQLSTATE of a transaction that the server killed to resolve a deadlock. */
export const DEADLOCK = '40P01';

/**
 * Below this share of its writes, a strategy makes no progress. Not zero: one that compares
 * truncated timestamps gets through whenever the cut-off digits happen to be zeros.
 */
const NO_PROGRESS = 0.01;

/** Whether so few of the operations that had something to write committed that it is next to none. */
export const isStuck = (committed: number, writing: number): boolean =>
  committed < writing * NO_PROGRESS;

/** What was seen of all that claims speak of. What was not seen, or is not known, is null. */
export interface Observations {
  readonly verdict: Verdict;
  /** Operating-system processes that the workers were spread over. */
  readonly processes: number;
  /** Each a phrase with its number: `12 lost updates`. */
  readonly lostUpdates: string | null;
  readonly overdrafts: string | null;
  /** Violations of a limit that several accounts share. */
  readonly writeSkews: string | null;
  /** Money that is off; looked at only where no update was lost, which would explain it. */
  readonly drift: string | null;
  readonly deadlocks: string | null;
  /**
   * Whether lost updates can have led to the overdrafts and write skews. A lost withdrawal leaves the stored
   * balance too high, and what is paid out of the excess counts as an overdraft although each
   * withdrawal was checked: where a strategy says that updates may be lost, such overdrafts are
   * no evidence against its check.
   */
  readonly explained: boolean;
  /** Whether next to nothing got through, null when that cannot be said. */
  readonly stuck: RuleResult['met'];
  /** What got through: `0 of 12 committed`. */
  readonly progress: string;
  /** What it held in, such as `one schedule`, where that is too little to believe a promise; else null. */
  readonly tooLittle: string | null;
}

/**
 * - What the strategy says cannot happen, and happened: false, whatever the verdict.
 * - It says that nothing gets through: true when next to nothing did, false when more did.
 * - Otherwise an inconclusive verdict leaves the claims open.
 * - It says that an anomaly which the scenario exposes is possible: true when it broke. Having
 *   held does not refute "possible", so it leaves the claim open.
 * - Else it says that everything exposed is prevented: false when it broke; true when it held,
 *   if that is enough to say so.
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

/** Whether it says that something the scenario exposes is possible. */
export const admits = (
  strategy: Strategy,
  { exposes }: Scenario,
  seen: Pick<Observations, 'processes'>,
): boolean => exposes.some((anomaly) => !prevents(strategy, anomaly, seen));

/**
 * A promise for one process only is none when the workers were spread over several. And a limit
 * that several accounts share is kept only by who keeps that of one account.
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

/** What happened although the strategy says that it cannot. */
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
