/** Reports of races, and what all reports share. */
import type { RunPlan } from './plan.js';
import type { StrategyResult } from './result.js';

export interface ServerInfo {
  readonly kind: 'embedded' | 'external';
  /** As in `SHOW server_version`. */
  readonly version: string;
  readonly schema: string;
  /** These settings affect rates most: they decide what a commit waits for. */
  readonly fsync: string;
  readonly synchronousCommit: string;
}

export interface ExpectationResult {
  readonly rule: string;
  /** The strategy or the case that the rule was judged for. */
  readonly subject: string;
  /** Null: it could not be judged. */
  readonly met: boolean | null;
  readonly actual: string | number | null;
}

/** What a reporter of races receives. */
export interface Report {
  readonly plan: RunPlan;
  readonly server: ServerInfo;
  readonly results: readonly StrategyResult[];
  readonly expectations: readonly ExpectationResult[];
  /** Set when the run ended early: what happened, in a sentence. */
  readonly interruption: string | null;
  /** True when the schema was kept (`--keep`). */
  readonly kept: boolean;
}
