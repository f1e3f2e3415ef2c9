/** What a schedule of a case means, in sentences: below its drawing. */
import { leftText } from '../../../judge/serial/anomaly-fact.js';
import type {
  CaseAnomaly,
  CaseWitness,
  Ending,
  JsonValue,
  OutcomeDifference,
  RowChange,
  Schedule,
  SerialOutcome,
} from '../../../model.js';
import { count, counted } from '../../../text/numbers.js';
import { letterOf } from '../../../text/schedule.js';
import { capitalized, LISTED, listed, numbered } from '../../../text/words.js';
import { printable } from '../../../text/wrap.js';
import { resultText } from '../../drawing/cases/endings.js';
import { comparedEnd } from './compared-changes.js';
import {
  changesText,
  endingClause,
  endingGerund,
  endingsText,
  endText,
  orderText,
  quoted,
  rowDifferences,
  workerName,
} from './words.js';

/** How a schedule or a round ended, and why it is broken: what a story is made from. */
export interface EndFacts extends Pick<
  CaseWitness,
  'anomalies' | 'isSerial' | 'serial' | 'difference'
> {
  readonly drawn: {
    /** The names of all workers, by letter. */
    readonly workers: readonly string[];
    readonly endings: readonly (Ending | null)[];
    readonly changes: readonly RowChange[];
  };
}

/** What went wrong first, for a title: `invariant "stock is never below zero"`; null: nothing did. */
export function witnessTitle({
  anomalies,
  isSerial,
}: Pick<EndFacts, 'anomalies' | 'isSerial'>): string | null {
  const [first] = anomalies;
  if (first === undefined) return null;
  return `${anomalyTitle(first)}${isSerial ? ', without any race' : ''}`;
}

function anomalyTitle(anomaly: CaseAnomaly): string {
  switch (anomaly.kind) {
    case 'invariant':
      return `invariant ${quoted(anomaly.name)}`;
    case 'not serializable':
      return anomaly.kind;
    case 'failure': {
      const { worker, sqlstate, message } = anomaly;
      return `${letterOf(worker)} fails with ${sqlstate === '' ? quoted(message) : sqlstate}`;
    }
    case 'left open':
      return `${letterOf(anomaly.worker)} leaves ${leftText[anomaly.what]}`;
    default:
      return anomaly satisfies never;
  }
}

/**
 * The sentences below a drawing, in the order in which they are read.
 * @param masked the names of what is not compared
 */
export const story = (witness: CaseWitness, masked: readonly string[]): string[] => [
  ...(witness.isSerial ? withoutRace(witness.drawn.schedule, namesIn(witness)) : []),
  ...endStory(witness, masked, 'In this order'),
  ...pointOfNoReturn(witness),
  ...exchange(witness),
  ...doubts(witness),
];

/**
 * The part of a story that is about the end.
 * @param masked the names of what is not compared
 * @param where `In this order`
 */
export function endStory(whole: EndFacts, masked: readonly string[], where: string): string[] {
  const facts = {
    ...whole,
    drawn: comparedEnd(whole.drawn, masked),
    serial: whole.serial.map((outcome) => comparedEnd(outcome, masked)),
  };
  return [
    howItEnded(facts, where),
    ...whatBroke(facts),
    ...retriedFailures(facts),
    ...serialEnds(facts),
    ...differences(facts),
  ];
}

const namesIn =
  ({ drawn }: Pick<EndFacts, 'drawn'>) =>
  (worker: number): string =>
    workerName(drawn.workers, worker);

/** Every worker in the order in which they ran. */
export function withoutRace(schedule: Schedule, nameOf: (worker: number) => string): string[] {
  const order = [...new Set(schedule)].map(nameOf);
  const [first = '', ...others] = order;
  if (others.length === 0) return [`No race is needed: ${first} ran alone.`];
  return [`No race is needed: ${[first, ...others].join(' ran to its end before ')} began.`];
}

/** The endings and the rows, as a sentence. @param where `In this order` */
export const howItEnded = (facts: EndFacts, where = 'In this order'): string =>
  `${where}, ${endingsText(facts.drawn.endings, namesIn(facts))}; ${changesText(facts.drawn.changes)}.`;

/* ---------- What broke ---------- */

const whatBroke = (witness: EndFacts): string[] =>
  witness.anomalies
    .map((anomaly) => anomalySentence(anomaly, witness))
    .filter((said) => said !== '');

/** Empty: it is said with the serial orders. */
function anomalySentence(anomaly: CaseAnomaly, witness: EndFacts): string {
  const nameOf = namesIn(witness);
  switch (anomaly.kind) {
    case 'invariant':
      return `It violates the invariant ${quoted(anomaly.name)}${violations(anomaly.rows)}.`;
    case 'not serializable':
      return '';
    case 'failure':
      return `${failureSentence(anomaly, witness)}${failureAdvice(anomaly)}`;
    case 'left open':
      return `${nameOf(anomaly.worker)} ended, and left ${leftText[anomaly.what]}.`;
    default:
      return anomaly satisfies never;
  }
}

type FailureAnomaly = Extract<CaseAnomaly, { kind: 'failure' }>;

function failureSentence({ worker, ...error }: FailureAnomaly, witness: EndFacts): string {
  if (witness.isSerial) return `${namesIn(witness)(worker)} failed, and nothing ran beside it.`;
  const named = error.sqlstate === '' ? quoted(error.message) : error.sqlstate;
  return `In no serial order does a worker fail with ${named}.`;
}

/** Failures that are meant to be retried: serialization failures and deadlocks. */
const RETRIABLE = new Set(['40001', '40P01']);
/** Integrity constraint violations. (Manual, appendix A) */
const CONSTRAINT = /^23/;
/** What JavaScript itself throws is a mistake in the code. */
const MISTAKE = /^(?:Type|Range|Reference|Syntax)Error\b/;
/** Nor does a service or a program mean it as an answer. */
const FAILED = /^(?:ServiceFailure|NoAnswer|ProgramFailed): /;

/** How the case can say that the failure is expected. */
function failureAdvice({ sqlstate, message }: FailureAnomaly): string {
  if (RETRIABLE.has(sqlstate)) {
    return ` If the callers retry it, name it in the case: retried: ['${sqlstate}'].`;
  }
  const isMistake = MISTAKE.test(message) || FAILED.test(message);
  const mayBeAnswer = sqlstate === '' ? !isMistake : CONSTRAINT.test(sqlstate);
  if (!mayBeAnswer) return '';
  const name = sqlstate === '' ? printable(message) : sqlstate;
  return ` If that is an ordinary answer, name it in the case: refusals: ['${name}'].`;
}

/** The rows that an invariant's query returned: `, with the row {"id":1}`. */
export function violations(rows: readonly JsonValue[]): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, LISTED).map(resultText);
  const rest = rows.length - shown.length;
  const all = listed(rest > 0 ? [...shown, `${count(rest)} more`] : shown);
  return `, with the ${numbered(rows.length, 'row', 'rows')} ${all}`;
}

/** What a failure that callers retry means for the comparison. */
function retriedFailures(witness: EndFacts): string[] {
  const { endings } = witness.drawn;
  const workers = endings.flatMap((ending, i) =>
    ending?.kind === 'failed' && ending.retried ? [namesIn(witness)(i + 1)] : [],
  );
  if (workers.length === 0 || !isUnexplained(witness)) return [];
  const counts = numbered(workers.length, 'counts', 'count');
  return [
    `${listed(workers)} ${counts} as not having run, so the end must be that of the others alone.`,
  ];
}

/* ---------- Serial orders ---------- */

const isUnexplained = ({ anomalies, difference }: EndFacts): boolean =>
  difference !== null || anomalies.some(({ kind }) => kind === 'not serializable');

/** How the serial orders end, the nearest first. */
function serialEnds(witness: EndFacts): string[] {
  const { serial, difference } = witness;
  if (!isUnexplained(witness)) return [];
  if (serial.length === 0) return ['No serial order ends so.'];
  const isNearest = ({ orders }: SerialOutcome) =>
    orders.some((order) => order.join() === difference?.order.join());
  const sorted = [...serial.filter(isNearest), ...serial.filter((each) => !isNearest(each))];
  const rest = sorted.length - LISTED;
  const ways = serial.length === 1 ? 'only one way' : `${count(serial.length)} ways`;
  return [
    `No serial order ends so. One after the other, they have ${ways} to end:`,
    ...sorted.slice(0, LISTED).map(serialEnd),
    ...(rest > 0 ? [`The report in JSON has the other ${count(rest)}.`] : []),
  ];
}

function serialEnd({ orders, ...end }: SerialOutcome): string {
  const shown = orders.slice(0, LISTED).map(orderText);
  const rest = orders.length - shown.length;
  const which = (rest > 0 ? [...shown, counted(rest, 'other order')] : shown).join(', or ');
  return `${which}: ${endText(end)}.`;
}

/** What differs from the nearest serial order. */
function differences(witness: EndFacts): string[] {
  const { difference } = witness;
  if (difference === null) return [];
  const facts = differenceFacts(difference, namesIn(witness));
  if (facts.length === 0) return [];
  return [
    `Compared with ${orderText(difference.order)}, ${facts.join('; ')}.`,
    ...otherOrder(difference),
  ];
}

/** A query without ORDER BY returns its rows in any order. */
function otherOrder({ endings, rows }: OutcomeDifference): string[] {
  if (rows.length > 0 || endings.some(({ reordered }) => reordered === undefined)) return [];
  const paths = new Set(endings.flatMap(({ reordered = [] }) => reordered));
  return paths.size === 0
    ? []
    : [`The items of ${listed([...paths])} differ in order only: does the query have an ORDER BY?`];
}

const differenceFacts = (
  { endings, rows }: OutcomeDifference,
  nameOf: (worker: number) => string,
): string[] => [
  ...endings.map(({ worker, here, serial }) => {
    const instead =
      here.kind === 'returned' && serial.kind === 'returned'
        ? resultText(serial.value)
        : endingGerund(serial);
    return `${nameOf(worker)} ${endingClause(here)} instead of ${instead}`;
  }),
  ...(rows.length === 0 ? [] : [rowDifferences(rows)]),
];

/* ---------- Steps ---------- */

function pointOfNoReturn({ drawn, isSerial }: CaseWitness): string[] {
  const { markedStep, steps } = drawn;
  if (markedStep === null || isSerial || markedStep === steps.length) return [];
  return [`After step ${markedStep} (►), every way to go on is broken.`];
}

function exchange({ drawn, exchange: pair }: CaseWitness): string[] {
  if (pair === null) return [];
  const named = (number: number) => {
    const step = drawn.steps[number - 1];
    return `${number}${step === undefined ? '' : ` (${letterOf(step.worker)})`}`;
  };
  const { first, second } = pair;
  const change =
    second === first + 1
      ? `step ${named(second)} came before step ${named(first)}`
      : `steps ${named(first)} and ${named(second)} changed places`;
  return [`If ${change}, it would hold.`];
}

function doubts({ drawn }: CaseWitness): string[] {
  const numbers = drawn.steps.filter(({ uncertain }) => uncertain).map(({ number }) => `${number}`);
  if (numbers.length === 0) return [];
  const steps = `${numbers.length === 1 ? 'step' : 'steps'} ${listed(numbers)}`;
  return [`${capitalized(steps)} (?) may have been sent by another worker.`];
}
