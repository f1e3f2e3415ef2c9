/** Schedules as plain data, with workers by letter. */
import type {
  Action,
  DrawnSchedule,
  OperationRecord,
  Reply,
  ScheduleEvent,
  Step,
  StepEvent,
  Witness,
} from '../../../model.js';
import { letterOf, lettersOf } from '../../../text/schedule.js';

/** A schedule with every step. */
export function scheduleData({ steps, operations, witness, fault, ...drawn }: DrawnSchedule) {
  const { switches, workers, initial, final, verdict, reason } = drawn;
  return {
    schedule: lettersOf(drawn.schedule),
    switches,
    workers,
    verdict,
    reason,
    witness: witness === null ? null : witnessData(witness),
    fault: fault === null ? null : withLetter(fault),
    markedStep: drawn.markedStep,
    initial,
    final,
    steps: steps.map(stepData),
    /** Times are step numbers. */
    history: operations.map((operation: OperationRecord) => withLetter(operation)),
  };
}

/** Replaces a worker's number by its letter. */
export const withLetter = <T extends { readonly worker: number }>({ worker, ...rest }: T) => ({
  worker: letterOf(worker),
  ...rest,
});

/** Leaves out the round: a schedule has none. */
const witnessData = ({ kind, account, sentences, operations }: Witness) => ({
  kind,
  account,
  sentences,
  operations: operations.map(withLetter),
});

function stepData({ number, worker, operation, attempt, action, events, accounts }: Step) {
  const who = { number, worker: letterOf(worker), operation, attempt };
  return { ...who, ...actionData(action), events: events.map(eventData), accounts };
}

/** Either `statement` or `lock` is null. */
export function actionData(action: Action) {
  switch (action.kind) {
    case 'statement': {
      const { sql, parameters } = action;
      return { statement: { sql, parameters }, lock: null };
    }
    case 'lock':
      return { statement: null, lock: action.name };
    default:
      return action satisfies never;
  }
}

const eventData = (event: StepEvent) =>
  event.kind === 'attempt ended' ? letteredEvent(event) : scheduleEventData(event);

/** An event with its kind first. */
export function letteredEvent<E extends { readonly kind: string; readonly worker: number }>({
  kind,
  ...rest
}: E) {
  return { kind, ...withLetter(rest) };
}

/** What the server, or a lock, did. */
export function scheduleEventData(event: ScheduleEvent) {
  switch (event.kind) {
    case 'reply': {
      const { kind, worker, waited, reply } = event;
      return { kind, worker: letterOf(worker), waited, reply: replyData(reply) };
    }
    case 'waits': {
      const { kind, worker, lock } = event;
      return { kind, worker: letterOf(worker), for: event.for.map(letterOf), lock };
    }
    case 'holds':
      return letteredEvent(event);
    default:
      return event satisfies never;
  }
}

function replyData(reply: Reply) {
  switch (reply.kind) {
    case 'returned':
      return reply;
    case 'failed': {
      const { kind, sqlstate, message, cycle } = reply;
      return { kind, sqlstate, message, cycle: cycle?.map(letterOf) ?? null };
    }
    default:
      return reply satisfies never;
  }
}
