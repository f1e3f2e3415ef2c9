import type { CaseEvent, CaseReplayReport, CaseStep } from '../../../../model.js';
import { letterOf } from '../../../../text/schedule.js';
import type { Value } from '../../column.js';
import { changeParts } from '../../../drawing/cases/changes.js';
import { caseEventRemarks } from '../../../drawing/cases/remarks.js';
import { actionRemark, fieldParts, fieldsOf, type RowsShown } from '../../../drawing/remarks.js';
import { literal } from '../../../drawing/value.js';

const HEADER: readonly Value[] = [
  'step',
  'released',
  'name',
  'statement',
  'worker',
  'event',
  'waited',
  'text',
  'changes',
  'uncertain',
  'marked',
  'verdict',
];

/**
 * A replay of a case as records: one for each event, in order. `released` is the worker whose
 * `statement` the step released, and `name` what it is called. `worker` is the worker of the event,
 * and `text` describes the event as the drawing does. `changes` are the rows that the step changed.
 * A step without events has one record without an event. The verdict is last in every record.
 */
export function caseReplayRecords({
  verdict,
  replayed: { drawn },
}: CaseReplayReport): readonly (readonly Value[])[] {
  const lines = drawn.steps.flatMap((step) => {
    const last: Value[] = [step.uncertain, drawn.markedStep === step.number, verdict];
    const name = drawn.workers[step.worker - 1] ?? null;
    return linesOf(step, name).map((line) => line.concat(last));
  });
  return [HEADER, ...lines];
}

function linesOf(step: CaseStep, name: Value): Value[][] {
  const { number, worker, action, events, changes, isSecondHalf } = step;
  const sent = action === null ? null : actionRemark(action).parts.join(' ');
  const release: Value[] = [number, letterOf(isSecondHalf ? -worker : worker), name, sent];
  const changed = changes.map((change) => changeParts(change).join(' ')).join('; ');
  if (events.length === 0) return [release.concat(NO_EVENT, changed)];
  return events.map((event) => release.concat(eventCells(event), changed));
}

const NO_EVENT: readonly Value[] = [null, null, null, null];

const eventCells = (event: CaseEvent): Value[] => [
  letterOf(event.worker),
  event.kind,
  event.kind === 'reply' || event.kind === 'holds' ? event.waited : null,
  textOf(event),
];

/** A record has more room than a drawing. */
const SHOWN: RowsShown = { row: (row) => fieldParts(fieldsOf(row), literal), most: 20 };

const textOf = (event: CaseEvent): string =>
  caseEventRemarks(event, SHOWN)
    .filter(({ tone }) => tone !== 'goes on')
    .map(({ parts }) => parts.join(' '))
    .join('; ');
