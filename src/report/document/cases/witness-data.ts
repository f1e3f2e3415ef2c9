/** Witnesses of cases as plain data, with workers by letter and name, and schedules in letters. */
import type {
  CaseAnomaly,
  CaseEvent,
  CaseStep,
  CaseWitness,
  DrawnCase,
  Ending,
  OutcomeDifference,
  SerialOutcome,
} from '../../../model.js';
import { letterOf, lettersOf } from '../../../text/schedule.js';
import { actionData, letteredEvent, scheduleEventData } from '../exploration/schedule-data.js';

/** `{ letter: 'A', name: 'anna' }` */
export const workersData = (names: readonly string[]) =>
  names.map((name, i) => ({ letter: letterOf(i + 1), name }));

/** A witness with every step. */
export function witnessData(witness: CaseWitness) {
  const { drawn, anomalies, isSerial, serial, difference, exchange } = witness;
  const { schedule, switches, workers, steps, endings, changes, markedStep } = drawn;
  return {
    schedule: lettersOf(schedule),
    switches,
    isSerial,
    anomalies: anomalies.map((anomaly) => anomalyData(anomaly, workers)),
    endings: endings.map((ending, i) => endingData(ending, i + 1, workers)),
    changes,
    markedStep,
    exchange,
    serial: serial.map((outcome) => serialData(outcome, workers)),
    difference: difference === null ? null : differenceData(difference, workers),
    steps: steps.map((step) => stepData(step)),
  };
}

type Names = DrawnCase['workers'];

const who = (worker: number, names: Names) => ({
  worker: letterOf(worker),
  name: names[worker - 1] ?? null,
});

/** Null: the worker did not run. */
export const endingData = (ending: Ending | null, worker: number, names: Names) => ({
  ...who(worker, names),
  ending,
});

export function anomalyData(anomaly: CaseAnomaly, names: Names) {
  if (!('worker' in anomaly)) return anomaly;
  const { kind, worker, ...rest } = anomaly;
  return { kind, ...who(worker, names), ...rest };
}

export const serialData = ({ orders, endings, changes }: SerialOutcome, names: Names) => ({
  orders: orders.map(lettersOf),
  endings: endings.map((ending, i) => endingData(ending, i + 1, names)),
  changes,
});

export const differenceData = ({ order, endings, rows }: OutcomeDifference, names: Names) => ({
  order: lettersOf(order),
  endings: endings.map(({ worker, here, serial, reordered = null }) => ({
    ...who(worker, names),
    here,
    serial,
    reordered,
  })),
  rows,
});

function stepData({ number, worker, action, events, changes, uncertain, isSecondHalf }: CaseStep) {
  const sent = action === null ? { statement: null, lock: null } : actionData(action);
  return {
    number,
    worker: letterOf(worker),
    ...sent,
    events: events.map(eventData),
    changes,
    uncertain,
    secondHalf: isSecondHalf,
  };
}

function eventData(event: CaseEvent) {
  switch (event.kind) {
    case 'ended':
    case 'left open':
    case 'quiet':
      return letteredEvent(event);
    case 'reply':
    case 'waits':
    case 'holds':
      return scheduleEventData(event);
    default:
      return event satisfies never;
  }
}
