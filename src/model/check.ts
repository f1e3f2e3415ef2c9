/** Experiments with names, carried out one after the other. */
import type { ExplorePlan, ExploreReport } from './exploration.js';
import type { RunPlan } from './plan.js';
import type { ExpectationResult, Report } from './report.js';

export type PlannedExperiment =
  | { readonly name: string; readonly kind: 'run'; readonly plan: RunPlan }
  | { readonly name: string; readonly kind: 'explore'; readonly plan: ExplorePlan };

/** Everything `check` needs to know, validated once and frozen. */
export interface CheckPlan {
  /** The config, as the user named it. */
  readonly file: string;
  /** In the order in which they are carried out. */
  readonly experiments: readonly PlannedExperiment[];
}

/** What became of an experiment. */
export type ExperimentOutcome = PlannedExperiment & {
  readonly durationMs: number;
  /** One for each rule and strategy that it speaks of. */
  readonly expectations: readonly ExpectationResult[];
} & (
    | { readonly kind: 'run'; readonly report: Report; readonly failure: null }
    | { readonly kind: 'explore'; readonly report: ExploreReport; readonly failure: null }
    /** It could not be carried out, so nothing can be judged. */
    | { readonly report: null; readonly failure: ExperimentFailure }
  );

/** Why an experiment could not be carried out. */
export interface ExperimentFailure {
  readonly message: string;
  /** What to do about it; a complete sentence. Null when nobody can say. */
  readonly hint: string | null;
  /** Where it was thrown, for a defect; null for an expected failure. */
  readonly stack: string | null;
}

/** All that a reporter of checks gets to see. */
export interface CheckReport {
  readonly file: string;
  readonly experiments: readonly ExperimentOutcome[];
  readonly durationMs: number;
  /** Those of all experiments. */
  readonly expectations: readonly ExpectationResult[];
  /** Set when experiments could not be carried out, or ended early: which, in a sentence. */
  readonly interruption: string | null;
}
