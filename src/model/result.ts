/** Verdicts and figures: what the judge concludes from a history. */
import type { RetryCause } from './history.js';
import type { Anomaly } from './scenario.js';

export type Verdict = 'broken' | 'held' | 'inconclusive';

/** Why a strategy or a case has no verdict: its code is wrong. */
export interface CodeFailure {
  readonly message: string;
  /** What to do about it; a complete sentence. */
  readonly hint: string | null;
}

/** The operations that prove a broken verdict, in sentences. */
export interface Witness {
  readonly kind: Anomaly | 'drift';
  readonly round: number;
  readonly account: number;
  /** Complete sentences, in the order in which to read them. */
  readonly sentences: readonly string[];
  /** The operations that the sentences name, by worker and sequence. */
  readonly operations: readonly { readonly worker: number; readonly sequence: number }[];
}

export interface OperationCounts {
  /** Always committed + refused + failed + indeterminate. */
  readonly attempted: number;
  readonly committed: number;
  readonly refused: number;
  readonly failed: number;
  readonly indeterminate: number;
  /** Operations that overlapped in time with another on the same account. */
  readonly overlapping: number;
}

/** Milliseconds from an operation's first attempt to its outcome, closed-loop. */
export interface Latency {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** The figures that one round and a whole result share. Balances are sums over all accounts. */
export interface Figures {
  readonly operations: OperationCounts;
  readonly initialBalance: number;
  /** Null, like all figures that depend on it, when the final state could not be read. */
  readonly finalBalance: number | null;
  /** Null when an indeterminate operation leaves it open. */
  readonly expectedBalance: number | null;
  /** finalBalance − expectedBalance. */
  readonly drift: number | null;
  readonly lostUpdates: number | null;
  readonly violations: number | null;
  readonly lowestTrueBalance: number | null;
  readonly lowestStoredBalance: number | null;
  /**
   * Whether the strategy did not report what some of its writes built on, so that these figures
   * come from balances. Then lost updates and violations are lower bounds, and the lowest balances
   * are upper bounds.
   */
  readonly estimated: boolean;
  /** Attempts after the first, over all operations. */
  readonly retries: number;
  readonly retriedOperations: number;
  /** Retries by cause. */
  readonly conflicts: Readonly<Record<RetryCause, number>>;
  /** Failed operations by cause. */
  readonly failures: Readonly<Record<string, { readonly count: number; readonly message: string }>>;
  readonly durationMs: number;
  /** Operations with an outcome per second of the race. */
  readonly throughput: number;
  readonly latencyMs: Latency;
  readonly cutShort: boolean;
  readonly verdict: Verdict;
  /** Complete sentences: what the verdict is based on, and for `inconclusive` what to change. */
  readonly reason: string;
}

export interface RoundResult extends Figures {
  readonly round: number;
}

/**
 * One strategy over all its rounds: counts and balances are sums, rates are medians. For a strategy
 * that failed, only over the rounds before the failure; the verdict is then inconclusive, with the
 * failure as its reason.
 */
export interface StrategyResult extends Figures {
  readonly strategy: string;
  readonly scenario: string;
  readonly workers: number;
  readonly processes: number;
  /** Null unless the verdict is broken. */
  readonly witness: Witness | null;
  /** Null unless the strategy's code is wrong. Then its remaining rounds were left out. */
  readonly failure: CodeFailure | null;
  /** The parts, when there was more than one round. */
  readonly rounds: readonly RoundResult[];
}
