import type { Verdict } from '../model.js';
import type { ScheduleRun } from './schedule.js';

/** The verdict on one schedule. */
export interface ScheduleVerdict {
  readonly verdict: Verdict;
  /** The anomalies in it, each once. */
  readonly anomalies: readonly string[];
  /** Whether the verdict rests on an estimate. */
  readonly estimated: boolean;
}

/** What is counted of the end of a schedule. */
export interface EndSummary {
  /** Equal for equal ends. */
  readonly key: string;
  /** The causes for which attempts ended early (an SQLSTATE or `conflict`), each once. */
  readonly causes: Iterable<string>;
  /** Operations that committed. */
  readonly committed: number;
}

/** Judges finished schedules. Needs no database and no clock. */
export interface Judge<End> {
  /** Must be cheap enough to call for every schedule of an exploration. */
  verdictOn(run: ScheduleRun<End>): ScheduleVerdict;
  summaryOf(run: ScheduleRun<End>): EndSummary;
}
