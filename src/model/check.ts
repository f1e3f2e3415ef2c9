/** Named experiments, which run one after the other. */
import type { CaseExplorePlan, CaseExploreReport } from './case.js';
import type { ExplorePlan, ExploreReport } from './exploration.js';
import type { RunPlan } from './plan.js';
import type { ExpectationResult, Report } from './report.js';

export type PlannedExperiment =
  | { readonly name: string; readonly kind: 'run'; readonly plan: RunPlan }
  | { readonly name: string; readonly kind: 'explore'; readonly plan: ExplorePlan }
  /** An exploration of cases. */
  | { readonly name: string; readonly kind: 'cases'; readonly plan: CaseExplorePlan };

/** Everything `check` needs to know, validated once and frozen. */
export interface CheckPlan {
  /** The config, as the user named it; null: there is none, and each case is an experiment. */
  readonly file: string | null;
  /** In the order in which they run. */
  readonly experiments: readonly PlannedExperiment[];
}

/** The outcome of an experiment. */
export type ExperimentOutcome = PlannedExperiment & {
  readonly durationMs: number;
  /** One for each rule and each of its strategies or cases. */
  readonly expectations: readonly ExpectationResult[];
} & (
    | { readonly kind: 'run'; readonly report: Report; readonly failure: null }
    | { readonly kind: 'explore'; readonly report: ExploreReport; readonly failure: null }
    | { readonly kind: 'cases'; readonly report: CaseExploreReport; readonly failure: null }
    /** The experiment could not be carried out, so nothing can be judged. */
    | { readonly report: null; readonly failure: ExperimentFailure }
  );

/** Why an experiment could not be carried out. */
export interface ExperimentFailure {
  readonly message: string;
  /** What to do about it; a complete sentence. Null when that is not known. */
  readonly hint: string | null;
  /** Where it was thrown, for a defect; null for an expected failure. */
  readonly stack: string | null;
}

/** What a reporter of checks receives. */
export interface CheckReport {
  /** See `CheckPlan`. */
  readonly file: string | null;
  readonly experiments: readonly ExperimentOutcome[];
  readonly durationMs: number;
  /** The expectations of all experiments. */
  readonly expectations: readonly ExpectationResult[];
  /** Set when experiments could not be carried out, or ended early: which, in a sentence. */
  readonly interruption: string | null;
}
