/** A recorded schedule of a case, with what it shows. */
import { scheduleOf, switchesIn } from '../../explore/schedule.js';
import { changesBetween } from '../../judge/serial/changes.js';
import { differenceFrom, serialOutcomesFor } from '../../judge/serial/difference.js';
import type { TableEnd } from '../../judge/serial/end.js';
import type { SerialJudge } from '../../judge/serial/judge.js';
import type {
  Case,
  CaseAnomaly,
  CaseDrawing,
  CaseStep,
  CaseWitness,
  DrawnCase,
} from '../../model.js';
import type { CaseTrace, CaseTraceStep } from './case-trace.js';

/** What a drawing needs besides the trace. */
export interface DrawingOptions {
  readonly case: Case;
  /** The rows at the start. */
  readonly start: readonly TableEnd[];
  readonly markedStep: number | null;
}

/** The drawing of a schedule. */
export const drawnCase = (
  { run, steps }: CaseTrace,
  { case: the, start, markedStep }: DrawingOptions,
): DrawnCase => ({
  ...drawnSoFar(steps, { case: the, start, markedStep }),
  switches: switchesIn(scheduleOf(run.choices)),
  endings: run.end.endings.flatMap((ending) => ending ?? []),
  changes: changesBetween(start, run.end.tables),
});

/** The drawing of a schedule that may have further steps. */
export function drawnSoFar(
  steps: readonly CaseTraceStep[],
  { case: the, start, markedStep }: DrawingOptions,
): CaseDrawing {
  let before = start;
  return {
    schedule: steps.map(({ worker, isSecondHalf }) => (isSecondHalf ? -worker : worker)),
    switches: switchesIn(steps.map(({ worker }) => worker)),
    workers: the.workers.map(({ name }) => name),
    steps: steps.map(({ state, isUncertain: uncertain, label: _none, ...step }): CaseStep => {
      const changes = changesBetween(before, state);
      before = state;
      return { ...step, changes, uncertain };
    }),
    changes: changesBetween(start, before),
    markedStep,
  };
}

/** What is known of a witness besides its drawing. */
export interface WitnessFacts {
  readonly judge: SerialJudge;
  readonly anomalies: readonly CaseAnomaly[];
  readonly isSerial: boolean;
  readonly exchange: CaseWitness['exchange'];
}

/** A schedule as evidence. */
export function witnessOf(
  trace: CaseTrace,
  options: DrawingOptions,
  { judge, anomalies, isSerial, exchange }: WitnessFacts,
): CaseWitness {
  const { end } = trace.run;
  return {
    drawn: drawnCase(trace, options),
    anomalies,
    isSerial,
    serial: serialOutcomesFor(end, judge.knowledge),
    difference: differenceFrom(end, judge.knowledge),
    exchange,
  };
}
