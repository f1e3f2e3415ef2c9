/** Workers, endings and rows in sentences. */
import type { ColumnChange, Ending, RowChange, Schedule, WorkersEnd } from '../../../model.js';
import { count } from '../../../text/numbers.js';
import { letterOf } from '../../../text/schedule.js';
import { LISTED, listed } from '../../../text/words.js';
import { printable } from '../../../text/wrap.js';
import { changeParts, rowName, tellingColumns, valueText } from '../../drawing/cases/changes.js';
import { resultText } from '../../drawing/cases/endings.js';

/** `A (anna)` */
export const workerName = (names: readonly string[], worker: number): string => {
  const name = names[worker - 1];
  return name === undefined ? letterOf(worker) : `${letterOf(worker)} (${printable(name)})`;
};

/** `A before B`, `A before B before C`, `A alone` */
export const orderText = (order: Schedule): string =>
  order.length === 1
    ? `${order.map(letterOf).join('')} alone`
    : order.map(letterOf).join(' before ');

export const quoted = (text: string): string => `"${printable(text)}"`;

/* ---------- Endings ---------- */

/** In the past tense, after a worker: `was refused ("sold out")`. */
export function endingClause(ending: Ending): string {
  switch (ending.kind) {
    case 'returned':
      return `returned ${resultText(ending.value)}`;
    case 'refused':
      return `was refused (${quoted(ending.message)})`;
    case 'failed':
      return `failed${failureDetail(ending, ending.retried ? '; its callers retry it' : '')}`;
    default:
      return ending satisfies never;
  }
}

type Failure = Extract<Ending, { kind: 'failed' }>;

/** ` with 40P01 (deadlock detected)` */
const failureDetail = ({ sqlstate, message }: Failure, more = ''): string =>
  `${sqlstate === '' ? '' : ` with ${sqlstate}`} (${printable(message)}${more})`;

/** After "instead of": `being refused ("sold out")`. */
export function endingGerund(ending: Ending): string {
  switch (ending.kind) {
    case 'returned':
      return `returning ${resultText(ending.value)}`;
    case 'refused':
      return `being refused (${quoted(ending.message)})`;
    case 'failed':
      return `failing${failureDetail(ending)}`;
    default:
      return ending satisfies never;
  }
}

/** How all workers ended that ran, those that ended alike together. */
export function endingsText(
  endings: readonly (Ending | null)[],
  nameOf: (worker: number) => string,
): string {
  const workersBy = new Map<string, string[]>();
  endings.forEach((ending, i) => {
    if (ending === null) return;
    const clause = endingClause(ending);
    workersBy.set(clause, [...(workersBy.get(clause) ?? []), nameOf(i + 1)]);
  });
  const clauses = [...workersBy].map(
    ([clause, workers]) =>
      `${listed(workers)} ${workers.length === 1 ? clause : severally(clause, workers.length)}`,
  );
  return listed(clauses);
}

/** `both returned 1`, but `were both refused`. */
function severally(clause: string, workers: number): string {
  return clause.startsWith('was ')
    ? `were ${quantifier(workers)}${clause.slice('was '.length)}`
    : `${quantifier(workers)}${clause}`;
}

const quantifier = (workers: number): string => (workers === 2 ? 'both ' : 'all ');

/** An end in a line: `A and B both returned 1; product 1: stock 1 → -1` */
export const endText = ({ endings, changes }: WorkersEnd): string =>
  `${endingsText(endings, letterOf)}; ${changesText(changes)}`;

/* ---------- Rows ---------- */

/** More changes are counted. */
const MOST_CHANGES = 4;

/** `product 1: stock 1 → 0; new purchase 7 (buyer 'anna')`; `no row changed` */
export const changesText = (changes: readonly RowChange[]): string =>
  changes.length === 0 ? 'no row changed' : some(changes.map(changeText));

function changeText(change: RowChange): string {
  switch (change.kind) {
    case 'updated':
      return changeParts(change).join(' ');
    case 'inserted':
      return `new ${described(change)}`;
    case 'deleted':
      return `${described(change)} deleted`;
    default:
      return change.kind satisfies never;
  }
}

/** The rows of an end compared with those of another: `product 1 has stock -1 instead of 0`. */
export const rowDifferences = (rows: readonly RowChange[]): string => some(rows.map(rowDifference));

const some = (texts: readonly string[]): string => {
  const rest = texts.length - MOST_CHANGES;
  const shown = rest > 0 ? [...texts.slice(0, MOST_CHANGES), `… ${count(rest)} more`] : texts;
  return shown.join('; ');
};

function rowDifference(change: RowChange): string {
  switch (change.kind) {
    case 'updated': {
      const values = change.columns.slice(0, LISTED).map(valueDifference);
      const rest = change.columns.length - LISTED;
      return `${rowName(change)} has ${listed(rest > 0 ? [...values, `${count(rest)} more`] : values)}`;
    }
    case 'inserted':
      return `there is also ${described(change)}`;
    case 'deleted':
      return `${described(change)} is missing`;
    default:
      return change.kind satisfies never;
  }
}

const valueDifference = ({ name, before, after }: ColumnChange): string =>
  `${printable(name)} ${valueText(after)} instead of ${valueText(before)}`;

/** `purchase 7 (buyer 'ben')` */
function described(change: RowChange): string {
  const columns = tellingColumns(change)
    .slice(0, LISTED)
    .map(({ name, before, after }) => `${printable(name)} ${valueText(after ?? before)}`);
  return columns.length === 0 ? rowName(change) : `${rowName(change)} (${columns.join(', ')})`;
}
