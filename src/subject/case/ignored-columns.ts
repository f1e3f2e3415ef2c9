import { isPartOf } from '../../judge/serial/column-parts.js';
import { columnName, type TableEnd } from '../../judge/serial/end.js';
import type { Case } from '../../model.js';
import { nearest } from '../../plan/nearest-name.js';
import { propertyDefect } from './defects.js';

/** Begins the path of a part of the results. Which parts they have is known only when they have ended. */
const RESULT = /^result\./;

/**
 * Checks that the columns that a case ignores exist.
 * @throws {CaseDefect} for one that does not
 */
export function requireIgnored(the: Case, tables: readonly TableEnd[]): void {
  const columns = tables.flatMap(({ shape }) =>
    shape.columns.map((_name, position) => columnName(shape, position)),
  );
  const isKnown = (name: string) =>
    columns.some((column) => name === column || isPartOf(name, column));
  const unknown = the.ignore.find((name) => !RESULT.test(name) && !isKnown(name));
  if (unknown === undefined) return;
  const meant = nearest(unknown, columns);
  throw propertyDefect(
    the,
    `ignore has '${unknown}', and there is no such column`,
    meant === undefined
      ? `Write the table and the column, such as '${columns[0] ?? 'purchase.created_at'}', or a part of the results, such as 'result.id'.`
      : `Did you mean '${meant}'?`,
  );
}
