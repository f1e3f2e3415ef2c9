/** The statements that put rows and sequences back. */
import { OWN_SCHEMA, quoted, type CatalogSequence, type CatalogTable } from './catalog.js';

/** The name of the copy of a table. */
export const copyOf = (at: number): string => `${OWN_SCHEMA}.t${at}`;

/** The statement that copies the rows of a table. */
export const copyingOf = ({ identifier, stored }: CatalogTable, at: number): string => {
  const columns = stored.map((name, i) => `, ${quoted(name)} as c${i}`).join('');
  return `create table ${copyOf(at)} as select row_number() over () as race_lab_order${columns} from only ${identifier}`;
};

/** The statement that inserts the rows of the start into an empty table. */
export function insertionOf({ identifier, stored }: CatalogTable, at: number): string {
  const names = stored.map(quoted).join(', ');
  const values = stored.map((_name, i) => `c${i}`).join(', ');
  if (stored.length === 0) return `insert into ${identifier} select from ${copyOf(at)}`;
  return `insert into ${identifier} (${names}) overriding system value select ${values} from ${copyOf(at)} order by race_lab_order`;
}

export const deletionOf = ({ identifier }: CatalogTable): string =>
  `delete from only ${identifier}`;

/** A table, with its position in the catalog. */
export interface PlacedTable {
  readonly at: number;
  readonly table: CatalogTable;
}

/** The statements in parts, so that something can be done between deleting and inserting. */
export interface Rewriting {
  readonly deleting: readonly string[];
  readonly vacuum: string;
  readonly inserting: readonly string[];
}

/**
 * Statements that put the rows of these tables back. Each kind is one statement, so that foreign keys are checked
 * when all rows are there.
 * @param tables at least one
 * @param isReplica whether triggers and foreign keys are off for the session
 */
export function rewritingOf(tables: readonly PlacedTable[], isReplica: boolean): Rewriting {
  const guards = tables.flatMap(({ table }) => guardsOf(table, isReplica));
  const guarded = (statement: string) => [
    ...guards.map(({ off }) => off),
    statement,
    ...guards.map(({ on }) => on),
  ];
  return {
    deleting: guarded(together(tables.map(({ table }) => deletionOf(table)))),
    vacuum: `vacuum ${tables.map(({ table: { identifier } }) => identifier).join(', ')}`,
    inserting: guarded(together(tables.map(({ table, at }) => insertionOf(table, at)))),
  };
}

/** The statements that switch the triggers and rules off that would fire, and back to what they were. */
export function guardsOf({ identifier, guards }: CatalogTable, isReplica: boolean) {
  const firing = isReplica ? ['A', 'R'] : ['O', 'A'];
  return guards.flatMap(({ kind, name, enabled }) => {
    if (!firing.includes(enabled)) return [];
    const alter = (how: string) => `alter table only ${identifier} ${how} ${kind} ${quoted(name)}`;
    const how = { O: 'enable', A: 'enable always', R: 'enable replica', D: 'disable' }[enabled];
    return [{ off: alter('disable'), on: alter(how) }];
  });
}

function together(statements: readonly string[]): string {
  const [last, ...others] = statements.toReversed();
  if (last === undefined) return '';
  const parts = others.map((statement, i) => `w${i} as (${statement})`);
  return parts.length === 0 ? last : `with ${parts.join(', ')} ${last}`;
}

/**
 * The statement that sets a sequence to a position.
 * @param position its last value, and whether that was used: `7 t`
 * @param advance how many numbers further, if the sequence has them
 */
export function positioningOf(
  { identifier, step, min, max }: CatalogSequence,
  position: string,
  advance: number,
): string {
  const [last = '1', isCalled = 'f'] = position.split(' ');
  const further = BigInt(last) + BigInt(advance) * BigInt(step);
  const hasIt = further >= BigInt(min) && further <= BigInt(max);
  const name = identifier.replaceAll("'", "''");
  return `select pg_catalog.setval('${name}', ${hasIt ? further : last}, ${isCalled === 't'})`;
}
