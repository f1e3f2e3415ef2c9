import type { Verdict } from '../model.js';
import type { ScheduleRun } from './schedule.js';

/** What one schedule came to. */
export interface ScheduleVerdict {
  readonly verdict: Verdict;
  /** The anomalies that it shows, each once. */
  readonly anomalies: readonly string[];
  /** Whether the verdict rests on an estimate. */
  readonly estimated: boolean;
}

/** How a schedule ended, as far as ends are counted. */
export interface Ending {
  /** Equal for equal ends. */
  readonly key: string;
  /** The causes for which attempts ended early (an SQLSTATE or `conflict`), each once. */
  readonly causes: Iterable<string>;
  /** Operations that committed. */
  readonly committed: number;
}

/** Says what finished schedules mean. It needs no database and no clock. */
export interface Judge<End> {
  /** Cheap enough for every schedule of an exploration. */
  verdictOn(run: ScheduleRun<End>): ScheduleVerdict;
  endingOf(run: ScheduleRun<End>): Ending;
}
