/** `compare --vary`: the same comparison at several values of one parameter. */
import type { RunPlan } from './plan.js';
import type { ExpectationResult, Report, ServerInfo } from './report.js';
import type { StrategyResult } from './result.js';

export type VariedParameter =
  'workers' | 'accounts' | 'think' | 'connections' | 'processes' | 'amount';

/** The comparison at one value. */
export interface VariedPoint {
  /** As on the command line: `10`, or `5..15` for an amount. */
  readonly value: string;
  /** What `compare` with this value carries out. */
  readonly plan: RunPlan;
}

/** Everything that `compare --vary` needs to know, validated once and frozen. */
export interface VariedPlan {
  readonly parameter: VariedParameter;
  /** At least two, from the lowest value to the highest. They share strategies, rounds and seed. */
  readonly points: readonly VariedPoint[];
  /** For the whole run: after it, the run fails. */
  readonly timeoutMs: number;
}

/** What was found at one value. */
export interface VariedFinding extends VariedPoint {
  readonly report: Report;
}

/** What a reporter of `compare --vary` receives. */
export interface VariedReport {
  readonly parameter: VariedParameter;
  readonly points: readonly VariedFinding[];
  readonly server: ServerInfo;
  /** Those of all points. */
  readonly results: readonly StrategyResult[];
  /** Those of all points. The subject names the strategy and the value. */
  readonly expectations: readonly ExpectationResult[];
  /** Set when the run ended early: what happened, in a sentence. */
  readonly interruption: string | null;
  /** True when the schema was kept (`--keep`). */
  readonly kept: boolean;
}
