/** What a case does not compare, as its `ignore` names it. */
import type { Catalog, CatalogView } from '../../database/snapshot/catalog.js';
import { isPartOf } from '../../judge/serial/column-parts.js';
import { columnName } from '../../judge/serial/end.js';
import type { Case } from '../../model.js';
import { nearest } from '../../plan/nearest-name.js';
import { listed } from '../../text/words.js';
import type { CaseDefect } from '../../errors.js';
import { propertyDefect } from './defects.js';

/** The results, or a part of them. Which parts they have is known only when they have ended. */
const RESULT = /^result(?:$|[.[])/;
/** All columns of a table, or all tables of a schema. */
const ALL_OF = /\.\*$/;

type Ignoring = Pick<Case, 'ignore'>;
type Names = Pick<Catalog, 'partitioned' | 'views'> & {
  readonly tables: readonly Pick<Catalog['tables'][number], 'name' | 'columns'>[];
};

/** What a case ignores, by the names of the tables that have the rows: partitions, and the tables of a schema. */
export const ignoredNames = ({ ignore }: Ignoring, catalog: Names): readonly string[] =>
  ignore.flatMap((name) => meantBy(name, catalog));

/** The tables that are left out of everything but the invariants. */
export function ignoredTables(the: Ignoring, catalog: Catalog): readonly string[] {
  const ignored = ignoredNames(the, catalog);
  return catalog.tables.flatMap(({ name }) => (ignored.includes(name) ? [name] : []));
}

/** The tables whose rows are read. */
export function comparedTables(the: Ignoring, catalog: Catalog): Catalog['tables'] {
  const ignored = ignoredNames(the, catalog);
  return catalog.tables.filter(({ name }) => !ignored.includes(name));
}

/** The names in the catalog that one of a case stands for; itself, if it is one or is unknown. */
function meantBy(name: string, catalog: Names): readonly string[] {
  if (RESULT.test(name)) return [name];
  const table = name.replace(ALL_OF, '');
  const parent = catalog.partitioned.find(
    (each) => table === each.name || isPartOf(table, each.name),
  );
  if (parent !== undefined) {
    return parent.partitions.map((partition) => `${partition}${table.slice(parent.name.length)}`);
  }
  if (table === name || catalog.tables.some((each) => each.name === table)) return [table];
  const ofSchema = catalog.tables.filter((each) => schemaOf(each.name) === table);
  return ofSchema.length === 0 ? [name] : ofSchema.map((each) => each.name);
}

/** A table of `public` is named without it. */
const schemaOf = (table: string): string =>
  table.includes('.') ? table.replace(/\..*/, '') : 'public';

/**
 * Checks that the tables and columns that a case ignores exist.
 * @throws {CaseDefect} for one that does not
 */
export function requireIgnored(the: Case, catalog: Names): void {
  const { tables, partitioned } = catalog;
  const named = [...tables, ...partitioned];
  const names = named.map(({ name }) => name);
  const columns = named.flatMap((table) =>
    table.columns.map((_name, position) => columnName(table, position)),
  );
  const isKnown = (name: string) =>
    names.includes(name) || columns.some((column) => name === column || isPartOf(name, column));
  const unknown = the.ignore.find(
    (name) => !RESULT.test(name) && !meantBy(name, catalog).every(isKnown),
  );
  if (unknown === undefined) return;
  const view = catalog.views.find(({ name }) => unknown === name || isPartOf(unknown, name));
  if (view !== undefined) throw viewIgnored(the, unknown, view);
  const meant =
    nearest(unknown, [...names, ...columns]) ??
    [...names, ...columns].find((name) => name.endsWith(`.${unknown}`));
  throw propertyDefect(
    the,
    `ignore has '${unknown}', and there is no such ${kindOf(unknown)}`,
    meant === undefined
      ? `Write a table, such as '${names[0] ?? 'error_log'}', a column with its table, such as '${columns[0] ?? 'purchase.created_at'}', or a part of the results, such as 'result.id'.`
      : `Did you mean '${meant}'?`,
  );
}

function kindOf(name: string): string {
  if (ALL_OF.test(name)) return 'table or schema';
  return name.includes('.') ? 'column' : 'table';
}

const viewIgnored = (the: Case, name: string, { name: view, reads }: CatalogView): CaseDefect =>
  propertyDefect(
    the,
    `ignore has '${name}', and ${view} is a view, whose rows are not compared`,
    reads.length === 0
      ? 'Leave it out.'
      : `Name what it shows of the tables that it reads instead: ${listed(reads)}.`,
  );
