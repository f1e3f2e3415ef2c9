/** Everything a run needs to know, validated once. */
import type { Scenario } from './scenario.js';
import type { Strategy } from './strategy.js';

export type Backoff =
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'exponential'; readonly baseMs: number; readonly capMs: number };

/** When a round ends: after a count per worker, or after a time. */
export type Extent =
  | { readonly kind: 'operations'; readonly perWorker: number }
  | { readonly kind: 'duration'; readonly ms: number };

export type Metric =
  | 'lost-updates'
  | 'violations'
  | 'retries'
  | 'failed'
  | 'indeterminate'
  | 'drift'
  | 'throughput'
  | 'p50'
  | 'p99';

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** @typeParam M the metrics that can be compared */
export type ExpectationCheck<M extends string = Metric> =
  | { readonly kind: 'held' | 'broken' | 'claims' }
  | {
      readonly kind: 'metric';
      readonly metric: M;
      readonly comparison: Comparison;
      readonly value: number;
    };

/** One `--expect`, parsed. */
export interface Expectation<M extends string = Metric> {
  /** As the user wrote it. */
  readonly rule: string;
  /** The only strategy or case that the rule is about; absent: all of them. */
  readonly subject?: string;
  readonly check: ExpectationCheck<M>;
}

/** The experiment of a config that a plan was made from. */
export interface Origin {
  /** The config, as the user named it. */
  readonly file: string;
  readonly experiment: string;
  /** The `--url` of the check, which overrides the config; null: not given. */
  readonly url: string | null;
}

/** Everything a run needs to know, validated once and frozen. */
export interface RunPlan {
  readonly command: 'run' | 'compare';
  readonly strategies: readonly Strategy[];
  readonly scenario: Scenario;
  readonly workers: number;
  readonly extent: Extent;
  readonly accounts: number;
  /** Starting balance of each account. */
  readonly balance: number;
  readonly amount: { readonly min: number; readonly max: number };
  readonly thinkMs: number;
  /** Retries allowed per operation. */
  readonly retries: number;
  readonly backoff: Backoff;
  /** Connections shared by the workers; null: one per worker. */
  readonly connections: number | null;
  /** Operating-system processes that the workers are spread over. */
  readonly processes: number;
  readonly rounds: number;
  readonly seed: number;
  /** For each strategy and round. */
  readonly timeLimitMs: number;
  /** For the whole run: after it, the run fails. */
  readonly timeoutMs: number;
  /** Null: an embedded server is started. */
  readonly url: string | null;
  readonly keep: boolean;
  readonly expectations: readonly Expectation[];
  /** Left out: the plan does not come from a config. */
  readonly origin?: Origin;
}
