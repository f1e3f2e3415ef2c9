/** What exploring and replaying are asked for, and what they find. */
import type { Expectation, Origin } from './plan.js';
import type { ExpectationResult, ServerInfo } from './report.js';
import type { StrategyFailure, Verdict } from './result.js';
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
   * The same for a strategy that claims no progress: there a retry is but the same attempt once
   * more, and each one multiplies the schedules.
   */
  readonly retriesWithoutProgress: number;
  readonly seed: number;
}

/** Everything `explore` needs to know, validated once and frozen. */
export interface ExplorePlan extends Workload {
  readonly command: 'explore';
  readonly strategies: readonly Strategy[];
  /** For each strategy: past it, the exploration is not complete. */
  readonly maxSchedules: number;
  /** Only schedules with at most so many switches from worker to worker; null: all. */
  readonly maxSwitches: number | null;
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
  /** All with at most `maxSwitches` switches, as was asked for, and there are more. */
  | { readonly kind: 'switches'; readonly maxSwitches: number }
  /** All that could be followed; some went another way than before (see `unsteady`). */
  | { readonly kind: 'unsteady' }
  /** As many as there were before too many could not be repeated, or the strategy failed. */
  | { readonly kind: 'stopped' }
  /** As many as `--max-schedules` allows. */
  | {
      readonly kind: 'schedules';
      /** How many schedules there are, about; null when too few were sampled to say. */
      readonly estimated: number | null;
      /** All schedules with at most so many switches are among them; null: not even those with fewest. */
      readonly completeToSwitches: number | null;
      /** How many of them were drawn at random, by the seed. */
      readonly sampled: number;
      /** Only those with at most so many switches were wanted; null: all. */
      readonly maxSwitches: number | null;
    };

/** What was found of one strategy. */
export interface ExplorationResult {
  readonly strategy: string;
  readonly scenario: string;
  readonly workers: number;
  /** Operations of each worker. */
  readonly operations: number;
  /** Retries that were allowed per operation. */
  readonly retries: number;
  /** `held` only when every schedule that was asked for was run, and held. */
  readonly verdict: Verdict;
  /** Complete sentences. */
  readonly reason: string;
  /** Schedules that were run; always broken + held + unclear. */
  readonly schedules: number;
  readonly broken: number;
  readonly held: number;
  /** Schedules whose history contradicts itself; 0 for a strategy that says what it wrote. */
  readonly unclear: number;
  /**
   * Whether the strategy left open what some of its writes built on: then those schedules are
   * judged by their balances, and a lost update that another error makes up for is not seen.
   */
  readonly estimated: boolean;
  readonly coverage: Coverage;
  /** Different ends: final balances, and the outcome of each operation. */
  readonly outcomes: number;
  /** In how many schedules each anomaly showed. */
  readonly anomalies: Readonly<Record<Anomaly, number>>;
  /** In how many schedules at least one attempt ended for each cause: an SQLSTATE or `conflict`. */
  readonly causes: Readonly<Record<string, number>>;
  /** Operations that committed, over all schedules. */
  readonly committed: number;
  /**
   * How often a schedule went another way than before. Who goes first when several workers were let
   * go at once is up to the server; with two workers this is 0, unless the strategy depends on time
   * or chance, or something else works on these tables.
   */
  readonly unsteady: number;
  /** Statements that were released, over all schedules. */
  readonly statements: number;
  readonly durationMs: number;
  /**
   * The broken schedule with the fewest switches, then the fewest statements, then the first by
   * letters, of those that were run; null when none broke, or it went another way when it was run
   * again to be drawn.
   */
  readonly witness: DrawnSchedule | null;
  /**
   * Null unless its code is wrong: then the verdict is inconclusive, with this as its reason, and the
   * figures are of the schedules before.
   */
  readonly failure: StrategyFailure | null;
}

/** All that a reporter of explorations gets to see. */
export interface ExploreReport {
  readonly plan: ExplorePlan;
  readonly server: ServerInfo;
  /**
   * After how many milliseconds the server looks for a deadlock, where the role may not shorten
   * that time; null where it could.
   */
  readonly deadlockTimeoutMs: number | null;
  readonly results: readonly ExplorationResult[];
  readonly expectations: readonly ExpectationResult[];
  /** Set when the exploration ended early: what happened, in a sentence. */
  readonly interruption: string | null;
}

/** All that a reporter of replays gets to see. */
export interface ReplayReport {
  readonly plan: ReplayPlan;
  readonly server: ServerInfo;
  readonly deadlockTimeoutMs: number | null;
  readonly drawn: DrawnSchedule;
  readonly expectations: readonly ExpectationResult[];
}
