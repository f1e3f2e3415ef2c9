/** Plans and results of explorations and replays. */
import type { Outcome } from './history.js';
import type { Expectation, Origin } from './plan.js';
import type { ExpectationResult, ServerInfo } from './report.js';
import type { CodeFailure, Verdict } from './result.js';
import type { Anomaly, Scenario } from './scenario.js';
import type { DrawnSchedule, Schedule } from './schedule.js';
import type { Strategy } from './strategy.js';

/** What an `--expect` can compare after an exploration. */
export type ExplorationMetric = 'schedules';

/** What the workers of a schedule do: the same for exploring and for replaying. */
export interface Workload {
  readonly scenario: Scenario;
  readonly workers: number;
  /** Operations of each worker. */
  readonly operations: number;
  readonly accounts: number;
  /** Starting balance of each account. */
  readonly balance: number;
  readonly amount: { readonly min: number; readonly max: number };
  /** Retries allowed per operation; there are no pauses before them. */
  readonly retries: number;
  /**
   * Retries for a strategy that claims no progress. There a retry only repeats the same attempt,
   * and each retry multiplies the number of schedules.
   */
  readonly retriesWithoutProgress: number;
  readonly seed: number;
}

/** Everything `explore` needs to know, validated once and frozen. */
export interface ExplorePlan extends Workload {
  readonly command: 'explore';
  readonly strategies: readonly Strategy[];
  /** The most schedules for each strategy; with more, the exploration is not complete. */
  readonly maxSchedules: number;
  /** Only schedules with at most this many switches from worker to worker; null: all. */
  readonly maxSwitches: number | null;
  /** For each strategy: after this many milliseconds, no further schedule begins; null: no limit. */
  readonly timeLimitMs: number | null;
  /** Schedules that may run at the same time, each in a schema of its own. */
  readonly lanes: number;
  /** Null: an embedded server is started. */
  readonly url: string | null;
  readonly expectations: readonly Expectation<ExplorationMetric>[];
  /** Left out: it was made from no config. */
  readonly origin?: Origin;
}

/** Everything `replay` needs to know, validated once and frozen. */
export interface ReplayPlan extends Workload {
  readonly command: 'replay';
  readonly strategy: Strategy;
  readonly schedule: Schedule;
  /** Null: an embedded server is started. */
  readonly url: string | null;
  readonly expectations: readonly Expectation<never>[];
}

/** How much of all schedules was run. */
export type Coverage =
  /** All of them. */
  | { readonly kind: 'complete' }
  /** All with at most `maxSwitches` switches, as requested. There are others. */
  | { readonly kind: 'switches'; readonly maxSwitches: number }
  /** All that could be repeated; some took a different path (see `unsteady`). */
  | { readonly kind: 'unsteady' }
  /** The exploration stopped: too many schedules could not be repeated, or the strategy failed. */
  | { readonly kind: 'stopped' }
  /** As many as `--max-schedules` allows. */
  | {
      readonly kind: 'schedules';
      /** An estimate of the number of schedules; null when too few were sampled. */
      readonly estimated: number | null;
      /**
       * All schedules with at most this many switches were run; null: not even those with the
       * fewest.
       */
      readonly completeToSwitches: number | null;
      /** How many schedules were drawn at random, by the seed. */
      readonly sampled: number;
      /** The requested limit of switches; null: none. */
      readonly maxSwitches: number | null;
    }
  /** As many as `--time-limit` allows. */
  | {
      readonly kind: 'time';
      readonly timeLimitMs: number;
      /** As above. */
      readonly completeToSwitches: number | null;
      /** How many further schedules were run, with more switches than that; the drawn ones do not count. */
      readonly withMoreSwitches: number;
      /** How many schedules were drawn at random, by the seed. */
      readonly sampled: number;
      /** The requested limit of switches; null: none. */
      readonly maxSwitches: number | null;
    };

/** Schedules that ended the same. */
export interface ScheduleEnd {
  /** How many ended so. */
  readonly schedules: number;
  /** How many of them are broken. */
  readonly broken: number;
  /** At most 20 of them: those with the fewest switches, then the fewest steps, then the first by letters. */
  readonly examples: readonly Schedule[];
}

/**
 * Schedules of a strategy that ended with the same balances and the same outcomes. Both are null for ends after the
 * first 200, which are only counted.
 */
export interface StrategyEnd extends ScheduleEnd {
  /** The final balances. */
  readonly accounts: readonly { readonly id: number; readonly balance: number }[] | null;
  /** Worker by worker. */
  readonly operations:
    | readonly {
        readonly worker: number;
        /** Position within the worker's operations, from 1. */
        readonly sequence: number;
        readonly outcome: Outcome['kind'];
      }[]
    | null;
}

/** What was found for one strategy. */
export interface ExplorationResult {
  readonly strategy: string;
  readonly scenario: string;
  readonly workers: number;
  /** Operations of each worker. */
  readonly operations: number;
  /** Retries that were allowed per operation. */
  readonly retries: number;
  /** `held` only when every requested schedule was run, and held. */
  readonly verdict: Verdict;
  /** Complete sentences. */
  readonly reason: string;
  /** Schedules that were run; always broken + held + unclear. */
  readonly schedules: number;
  readonly broken: number;
  readonly held: number;
  /**
   * Schedules whose history contradicts itself; 0 for a strategy that reports its writes correctly.
   */
  readonly unclear: number;
  /**
   * Whether the strategy did not report what some of its writes built on. Those schedules are then
   * judged by their balances, and errors that cancel each other out are not seen.
   */
  readonly estimated: boolean;
  readonly coverage: Coverage;
  /** Different ends: final balances, and the outcome of each operation. */
  readonly outcomes: number;
  /** Each of them, the most frequent first. */
  readonly ends: readonly StrategyEnd[];
  /** In how many schedules each anomaly showed. */
  readonly anomalies: Readonly<Record<Anomaly, number>>;
  /** In how many schedules at least one attempt ended for each cause: an SQLSTATE or `conflict`. */
  readonly causes: Readonly<Record<string, number>>;
  /** Operations that committed, over all schedules. */
  readonly committed: number;
  /**
   * How often a repeated schedule took a different path. When several workers wait for a lock, the
   * server chooses which continues first. With two workers this is 0, unless the strategy depends
   * on time or chance, or something else works on these tables.
   */
  readonly unsteady: number;
  /** Statements that were released, over all schedules. */
  readonly statements: number;
  readonly durationMs: number;
  /**
   * Of the broken schedules that were run, the one with the fewest switches, then the fewest
   * statements, then the first by letters. Null when none broke, or when it took a different path
   * as it was run again for the drawing.
   */
  readonly witness: DrawnSchedule | null;
  /**
   * Null unless the strategy's code is wrong. Then the verdict is inconclusive with this reason,
   * and the figures cover the schedules before the failure.
   */
  readonly failure: CodeFailure | null;
}

/** What a reporter of explorations receives. */
export interface ExploreReport {
  readonly plan: ExplorePlan;
  readonly server: ServerInfo;
  /**
   * The time after which the server looks for a deadlock, if the role may not shorten it; null if
   * the role may.
   */
  readonly deadlockTimeoutMs: number | null;
  readonly results: readonly ExplorationResult[];
  readonly expectations: readonly ExpectationResult[];
  /** Set when the exploration ended early: what happened, in a sentence. */
  readonly interruption: string | null;
}

/** What a reporter of replays receives. */
export interface ReplayReport {
  readonly plan: ReplayPlan;
  readonly server: ServerInfo;
  readonly deadlockTimeoutMs: number | null;
  readonly drawn: DrawnSchedule;
  readonly expectations: readonly ExpectationResult[];
}
