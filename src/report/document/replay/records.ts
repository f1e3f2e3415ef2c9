import type { AccountState, Fault, ReplayReport, Step, StepEvent } from '../../../model.js';
import { letterOf } from '../../../text/schedule.js';
import type { Value } from '../column.js';
import { actionRemark, eventRemarks, type Omissions } from '../../drawing/remarks.js';

const HEADER: readonly Value[] = [
  'step',
  'released',
  'operation',
  'attempt',
  'statement',
  'worker',
  'event',
  'waited',
  'text',
  'fault',
  'accounts',
  'balance',
  'verdict',
  'seed',
];

/**
 * A replay as records: one for each event, in order. `released` is the worker whose `statement` the
 * step released. `worker` is the worker of the event, and `text` describes the event as the drawing
 * does. `accounts` are the committed accounts after the step, and `balance` is their sum. A step
 * without events has one record without an event. Verdict and seed are last in every record.
 */
export function replayRecords({ plan, drawn }: ReplayReport): readonly (readonly Value[])[] {
  const last = [drawn.verdict, plan.seed];
  const lines = drawn.steps.flatMap((step) => linesOf(step, drawn.fault));
  return [HEADER, ...lines.map((line) => line.concat(last))];
}

function linesOf({ events, accounts, ...step }: Step, fault: Fault | null): Value[][] {
  const { number, operation, attempt, action } = step;
  const statement = actionRemark(action).parts.join(' ');
  const release: Value[] = [number, letterOf(step.worker), operation, attempt, statement];
  const balance = accounts.reduce((sum, account) => sum + account.balance, 0);
  const after: Value[] = [accounts.map(stateText).join('; '), balance];
  if (events.length === 0) return [release.concat(NO_EVENT, null, after)];
  const wrong = fault?.step === number ? replyTo(fault.worker, events) : undefined;
  return events.map((event) => {
    const phrase = event === wrong ? (fault?.phrase ?? null) : null;
    return release.concat(eventCells(event), phrase, after);
  });
}

/** The last reply of the server to a worker. */
const replyTo = (worker: number, events: readonly StepEvent[]): StepEvent | undefined =>
  events.findLast((event) => event.kind === 'reply' && event.worker === worker);

const stateText = ({ id, version, balance }: AccountState): string =>
  `${id}: v${version} ${balance}`;

const NO_EVENT: readonly Value[] = [null, null, null, null];

/** A record repeats the account ids, because people may read it alone. */
const NO_OMISSIONS: Omissions = { singleAccount: false, singleOperation: true };

function eventCells(event: StepEvent): Value[] {
  const waited = event.kind === 'reply' || event.kind === 'holds' ? event.waited : null;
  const text = eventRemarks(event, NO_OMISSIONS)
    .filter(({ tone }) => tone !== 'goes on')
    .map(({ parts }) => parts.join(' '))
    .join('; ');
  return [letterOf(event.worker), event.kind, waited, text];
}
