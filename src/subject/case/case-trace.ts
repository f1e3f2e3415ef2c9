/** What is recorded of a schedule of a case. */
import type { ScheduleRun } from '../../explore/schedule.js';
import type { GrowingRecorder } from '../../explore/step-by-hand.js';
import { Trace, type TraceOptions, type TraceStep } from '../../explore/trace.js';
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

/** What a recorder needs of a lane. */
interface RecordedLane extends Pick<TraceOptions<null, readonly TableEnd[]>, 'workers' | 'look'> {
  /** By letter, so far. */
  readonly endings: () => readonly (Ending | null)[];
  /** @param take receives each note of the lane; null: none is wanted any more */
  readonly noting: (take: ((note: CaseNote) => void) | null) => void;
}

/** Records one schedule of a lane. */
export function recorderOf({
  workers,
  look,
  endings,
  noting,
}: RecordedLane): GrowingRecorder<CaseEnd, CaseTrace, CaseProgress> {
  const trace = new Trace<null, readonly TableEnd[], CaseNote>({
    workers,
    labelOf: () => null,
    look,
  });
  noting((note) => trace.note(note));
  return {
    listener: trace,
    draw: (run) => {
      noting(null);
      return { run, steps: trace.steps };
    },
    soFar: () => ({ steps: [...trace.steps], endings: [...endings()] }),
  };
}
