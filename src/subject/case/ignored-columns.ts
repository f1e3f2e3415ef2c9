/** The tables and columns that a case does not compare. */
import type { Catalog } from '../../database/snapshot/catalog.js';
import { isPartOf } from '../../judge/serial/column-parts.js';
import { columnName, type TableShape } from '../../judge/serial/end.js';
import type { Case } from '../../model.js';
import { nearest } from '../../plan/nearest-name.js';
import { propertyDefect } from './defects.js';

/** Begins the path of a part of the results. Which parts they have is known only when they have ended. */
const RESULT = /^result\./;

type Ignoring = Pick<Case, 'ignore'>;

/** The tables that are left out of everything but the invariants. */
export const ignoredTables = ({ ignore }: Ignoring, { tables }: Catalog): readonly string[] =>
  tables.flatMap(({ name }) => (ignore.includes(name) ? [name] : []));

/** The tables whose rows are read. */
export const comparedTables = ({ ignore }: Ignoring, { tables }: Catalog): Catalog['tables'] =>
  tables.filter(({ name }) => !ignore.includes(name));

/**
 * Checks that the tables and columns that a case ignores exist.
 * @throws {CaseDefect} for one that does not
 */
export function requireIgnored(
  the: Case,
  tables: readonly Pick<TableShape, 'name' | 'columns'>[],
): void {
  const names = tables.map(({ name }) => name);
  const columns = tables.flatMap((table) =>
    table.columns.map((_name, position) => columnName(table, position)),
  );
  const isKnown = (name: string) =>
    names.includes(name) || columns.some((column) => name === column || isPartOf(name, column));
  const unknown = the.ignore.find((name) => !RESULT.test(name) && !isKnown(name));
  if (unknown === undefined) return;
  const meant =
    nearest(unknown, [...names, ...columns]) ??
    [...names, ...columns].find((name) => name.endsWith(`.${unknown}`));
  throw propertyDefect(
    the,
    `ignore has '${unknown}', and there is no such ${unknown.includes('.') ? 'column' : 'table'}`,
    meant === undefined
      ? `Write a table, such as '${names[0] ?? 'error_log'}', a column with its table, such as '${columns[0] ?? 'purchase.created_at'}', or a part of the results, such as 'result.id'.`
      : `Did you mean '${meant}'?`,
  );
}
