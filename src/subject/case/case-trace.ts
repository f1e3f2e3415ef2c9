/** What is recorded of a schedule of a case. */
import type { ScheduleRun } from '../../explore/schedule.js';
import type { TraceStep } from '../../explore/trace.js';
import type { CaseEnd, TableEnd } from '../../judge/serial/end.js';
import type { CaseEvent, Ending } from '../../model.js';

/** An event that a case adds to a step. */
export type CaseNote = Exclude<CaseEvent, { kind: 'reply' | 'waits' | 'holds' }>;

/** A step as it was recorded. */
export type CaseTraceStep = TraceStep<null, readonly TableEnd[], CaseNote>;

/** A recorded schedule of a case. */
export interface CaseTrace {
  readonly run: ScheduleRun<CaseEnd>;
  readonly steps: readonly CaseTraceStep[];
}

/** A schedule of a case that is not over. */
export interface CaseProgress {
  readonly steps: readonly CaseTraceStep[];
  /** By letter; null: the worker has not ended. */
  readonly endings: readonly (Ending | null)[];
}
