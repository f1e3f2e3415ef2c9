/** The remarks on the steps of a schedule, as words without layout. */
import type { Action, Reply, Row, ScheduleEvent, StepEvent } from '../../model.js';
import { letterOf } from '../../text/schedule.js';
import { printable, words } from '../../text/wrap.js';
import { clausesOf, filledIn } from './statement.js';
import { literal } from './value.js';

/** The kind of a remark. It decides its sign and its colour. */
export type RemarkTone =
  'action' | 'returned' | 'error' | 'waits' | 'goes on' | 'holds' | 'end' | 'fault';

/** A remark on one worker, in parts that should each stay on one line. */
export interface Remark {
  readonly tone: RemarkTone;
  readonly parts: readonly string[];
}

/** How a remark begins. */
const SIGNS: Partial<Readonly<Record<RemarkTone, string>>> = {
  returned: '→',
  error: '✗',
  fault: '◄',
};

/** The parts of a remark, with its sign. */
export function signed({ tone, parts }: Remark): readonly string[] {
  const sign = SIGNS[tone];
  const [first = '', ...rest] = parts;
  return sign === undefined ? parts : [`${sign} ${first}`, ...rest];
}

export const remark = (tone: RemarkTone, ...parts: readonly string[]): Remark => ({ tone, parts });

/** What a worker was released to do. */
export function actionRemark(action: Action): Remark {
  switch (action.kind) {
    case 'statement':
      return remark('action', ...clausesOf(filledIn(action.sql, action.parameters)));
    case 'lock':
      return remark('action', ...words(`lock ${action.name}`));
    default:
      return action satisfies never;
  }
}

export const faultRemark = (phrase: string): Remark => remark('fault', ...words(phrase));

/** What a remark can leave out, because it is obvious. */
export interface Omissions {
  /** Whether there is only one account: then rows leave out its id. */
  readonly singleAccount: boolean;
  /** Whether each worker has only one operation: then the end does not name it. */
  readonly singleOperation: boolean;
}

/** How rows are shown that a statement returned. */
export interface RowsShown {
  /** A row in parts: `balance 10,` `version 0`. */
  readonly row: (row: Row) => string[];
  /** Rows beyond this are only counted. */
  readonly most: number;
}

/** The remarks of an event; none if they are obvious. */
export function eventRemarks(event: StepEvent, omissions: Omissions): Remark[] {
  if (event.kind !== 'attempt ended') {
    return scheduleRemarks(event, { row: (row) => rowParts(row, omissions), most: LISTED });
  }
  const of = omissions.singleOperation ? '' : `operation ${event.operation} `;
  const why = event.cause === null ? '' : `: ${event.cause}`;
  const end = event.end === 'retry' ? 'retry' : `${of}${event.end}`;
  return [remark('end', ...words(`${end}${why}`))];
}

/** The remarks of what the server, or a lock, did; none if they are obvious. */
export function scheduleRemarks(event: ScheduleEvent, shown: RowsShown): Remark[] {
  switch (event.kind) {
    case 'reply':
      return replyRemarks(event.reply, event.waited, shown);
    case 'waits':
      return [remark('waits', ...words(waiting(event.for, event.lock)))];
    case 'holds': {
      const holds = remark('holds', ...words(`holds ${event.lock}`));
      return event.waited ? [goesOn, holds] : [holds];
    }
    default:
      return event satisfies never;
  }
}

const goesOn = remark('goes on', 'goes on');

/** `waits for A and C`, `waits for account 1, held by A`. */
function waiting(workers: readonly number[], lock: string | null): string {
  const holders = workers.map(letterOf).join(' and ');
  if (lock === null) return holders === '' ? 'waits' : `waits for ${holders}`;
  return `waits for ${lock}${holders === '' ? '' : `, held by ${holders}`}`;
}

function replyRemarks(reply: Reply, waited: boolean, shown: RowsShown): Remark[] {
  switch (reply.kind) {
    case 'returned': {
      const lines = returned(reply, shown).map((parts) => remark('returned', ...parts));
      return waited ? [goesOn, ...lines] : lines;
    }
    case 'failed': {
      const message = reply.cycle === null ? reply.message : `deadlock: ${circle(reply.cycle)}`;
      return [remark('error', ...words(`${reply.sqlstate} ${message}`))];
    }
    default:
      return reply satisfies never;
  }
}

/** `A → B → A` */
const circle = (workers: readonly number[]): string =>
  [...workers, ...workers.slice(0, 1)].map(letterOf).join(' → ');

/** Commands whose answer is a number of rows. */
const COUNTING = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Rows of accounts beyond this are only counted. */
const LISTED = 5;

/** One line for each row, in parts; one for a count; none for a reply without data. */
function returned(
  { rows, count, command }: Extract<Reply, { kind: 'returned' }>,
  { row, most }: RowsShown,
): (readonly string[])[] {
  if (rows.length > 0) {
    const shown = rows.slice(0, most).map(row);
    const more = rows.length > most ? [[`… ${rows.length} rows`]] : [];
    return [...shown.filter((parts) => parts.length > 0), ...more];
  }
  if (command === 'COMMIT') return [['committed']];
  if (command === 'ROLLBACK') return [['rolled back']];
  if (!COUNTING.has(command)) return [];
  return [[count === 0 ? 'no row' : `${count} ${count === 1 ? 'row' : 'rows'}`]];
}

/** `balance 10,` `version 0` */
function rowParts(row: Row, { singleAccount }: Omissions): string[] {
  const fields = fieldsOf(row);
  const telling = fields.filter(([name]) => !(singleAccount && name === 'id'));
  return fieldParts(telling.length > 0 ? telling : fields, literal);
}

type Field = readonly [name: string, value: unknown];

/** A void function returns a row with an empty value, which is left out. */
export const fieldsOf = (row: Row): Field[] =>
  Object.entries(row).filter(([, value]) => value !== '');

/** Names and values, with a comma after all but the last: `balance 10,` `version 0`. */
export const fieldParts = (fields: readonly Field[], show: (value: unknown) => string): string[] =>
  fields.map(
    ([name, value], i) => `${printable(name)} ${show(value)}${i < fields.length - 1 ? ',' : ''}`,
  );
