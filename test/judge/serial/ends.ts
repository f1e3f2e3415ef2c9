/**
 * Ends of cases made by hand. A table is written as its rows: `'1 anna -'` is a row with the values 1,
 * anna and NULL.
 */
import type { Ending, JsonValue } from '../../../src/model.js';
import type { CaseEnd, SerialRun, TableEnd, TableShape } from '../../../src/judge/serial/end.js';
import { serialJudge } from '../../../src/judge/serial/judge.js';
import { SerialKnowledge, type LearningOptions } from '../../../src/judge/serial/knowledge.js';

export const returned = (value: JsonValue = null): Ending => ({ kind: 'returned', value });
export const refused = (message: string): Ending => ({ kind: 'refused', message });
export const failed = (sqlstate: string, message = 'it failed'): Ending => ({
  kind: 'failed',
  sqlstate,
  message,
  retried: false,
});
/** Failed in a way that callers retry. */
export const retried = (sqlstate = '40001'): Ending => ({
  kind: 'failed',
  sqlstate,
  message: 'could not serialize access',
  retried: true,
});

/** `shape('purchase', 'id* product price#')`: a star marks the primary key, and `#` a number that is no key. */
export function shape(
  name: string,
  columns: string,
  references: TableShape['references'] = [],
): TableShape {
  const words = columns.split(' ');
  return {
    name,
    columns: words.map((word) => word.replace(/[*#]/, '')),
    key: words.flatMap((word, position) => (word.endsWith('*') ? [position] : [])),
    references,
    numbers: words.flatMap((word, position) => (word.endsWith('#') ? [position] : [])),
  };
}

/** A foreign key of one column to the first column of a table. */
export const reference = (column: number, table: string): TableShape['references'][number] => ({
  columns: [column],
  table,
  targetColumns: [0],
});

export const table = (of: TableShape, ...rows: readonly string[]): TableEnd => ({
  shape: of,
  rows: rows.map((row) => row.split(' ').map((value) => (value === '-' ? null : value))),
});

/** An end of as many workers as there are endings. */
export const end = (
  endings: CaseEnd['endings'],
  tables: readonly TableEnd[],
  changes: Partial<CaseEnd> = {},
): CaseEnd => ({
  endings,
  tables,
  violations: [],
  leftOpen: [],
  rolledBackCommits: 0,
  warnings: [],
  ran: endings.flatMap((ending, index) => (ending === null ? [] : [index + 1])),
  ...changes,
});

/** An order that ended the same twice, unless a second end is given. */
export const serial = (letters: string, first: CaseEnd, second: CaseEnd = first): SerialRun => ({
  order: Array.from(letters, (letter) => letter.charCodeAt(0) - 64),
  first,
  second,
});

export const learn = (runs: readonly SerialRun[], options: Partial<LearningOptions> = {}) =>
  new SerialKnowledge(runs, {
    start: runs[0]?.first.tables.map(({ shape: of }) => table(of)) ?? [],
    ignore: [],
    ignoredTables: [],
    sources: { now: 0, shifts: [] },
    repeats: [],
    ...options,
  });

/** The judge that has learned from these orders, and the verdict on an end in a word. */
export function judgeOf(runs: readonly SerialRun[], options: Partial<LearningOptions> = {}) {
  const judge = serialJudge(learn(runs, options));
  return {
    judge,
    verdictOn: (of: CaseEnd) => judge.verdictOn({ choices: [], end: of }).verdict,
    /** Kinds, the most telling first. */
    anomaliesOf: (of: CaseEnd) => judge.anomaliesOf(of).map(({ kind }) => kind),
    summaryOf: (of: CaseEnd) => judge.summaryOf({ choices: [], end: of }),
  };
}
