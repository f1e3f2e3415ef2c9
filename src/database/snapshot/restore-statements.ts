/** The statements that put rows and sequences back. */
import { quotedIdentifier } from '../../text/identifier.js';
import { OWN_SCHEMA, type CatalogSequence, type CatalogTable } from './catalog.js';

/** Objects with smaller OIDs came with the server. (Manual 69.2.2) */
const FIRST_OF_USERS = 16_384;

/** The name of the copy of a table. */
export const copyOf = (at: number): string => `${OWN_SCHEMA}.t${at}`;

/** The statement that copies the rows of a table. */
export const copyingOf = ({ identifier, stored }: CatalogTable, at: number): string => {
  const columns = stored.map((name, i) => `, ${quotedIdentifier(name)} as c${i}`).join('');
  return `create table ${copyOf(at)} as select row_number() over () as race_lab_order${columns} from only ${identifier}`;
};

/** The statement that inserts the rows of the start into an empty table. */
export function insertionOf({ identifier, stored }: CatalogTable, at: number): string {
  const names = stored.map(quotedIdentifier).join(', ');
  const values = stored.map((_name, i) => `c${i}`).join(', ');
  if (stored.length === 0) return `insert into ${identifier} select from ${copyOf(at)}`;
  return `insert into ${identifier} (${names}) overriding system value select ${values} from ${copyOf(at)} order by race_lab_order`;
}

/** A copy of what the planner knows of the sizes of tables and indexes. */
const SIZES = `${OWN_SCHEMA}.sizes`;

export const COPY_SIZES = `
  create table ${SIZES} as select oid, relpages, reltuples, relallvisible from pg_catalog.pg_class
   where relkind in ('r', 'i') and oid >= ${FIRST_OF_USERS}`;

/**
 * Puts them back after VACUUM, which counts the rows. Only a superuser may. The server reads a table as a whole when it knows that it is tiny, and
 * through its indexes when nobody has counted. Serializable transactions that it lets pass in one schedule would fail in the next.
 */
export const RESTORE_SIZES = `
  update pg_catalog.pg_class c
     set relpages = s.relpages, reltuples = s.reltuples, relallvisible = s.relallvisible
    from ${SIZES} s where s.oid = c.oid
     and (c.relpages, c.reltuples, c.relallvisible) is distinct from (s.relpages, s.reltuples, s.relallvisible)`;

export const deletionOf = ({ identifier }: CatalogTable): string =>
  `delete from only ${identifier}`;

/** A table, with its position in the catalog. */
export interface PlacedTable {
  readonly at: number;
  readonly table: CatalogTable;
}

/**
 * The statements that put the rows of tables back, in the order in which they run. Each kind is one statement, so
 * that foreign keys are checked when all rows are there.
 */
export interface Rewriting {
  /** Switches off what would change rows as they are written. */
  readonly off: readonly string[];
  readonly deletion: string;
  /** In place of the deletion. New files, of which the planner knows nothing. */
  readonly truncation: string;
  readonly vacuum: string;
  readonly insertion: string;
  /** Everything is as it was, in the same transaction. */
  readonly on: readonly string[];
}

/**
 * @param tables at least one
 * @param isReplica whether triggers and foreign keys are off for the session
 */
export function rewritingOf(tables: readonly PlacedTable[], isReplica: boolean): Rewriting {
  const guards = tables.flatMap(({ table }) => guardsOf(table, isReplica));
  // A table cannot be altered while foreign keys that are checked later wait for it.
  const checked = guards.length === 0 ? [] : ['set constraints all immediate'];
  const identifiers = tables.map(({ table: { identifier } }) => identifier);
  return {
    off: guards.map(({ off }) => off),
    deletion: together(tables.map(({ table }) => deletionOf(table))),
    truncation: `truncate ${identifiers.map((each) => `only ${each}`).join(', ')}`,
    vacuum: `vacuum ${identifiers.join(', ')}`,
    insertion: together(tables.map(({ table, at }) => insertionOf(table, at))),
    on: [...checked, ...guards.map(({ on }) => on)],
  };
}

/** The statements that switch the triggers and rules off that would fire, and back to what they were. */
export function guardsOf({ identifier, guards }: CatalogTable, isReplica: boolean) {
  const firing = isReplica ? ['A', 'R'] : ['O', 'A'];
  return guards.flatMap(({ kind, name, enabled }) => {
    if (!firing.includes(enabled)) return [];
    const alter = (how: string) =>
      `alter table only ${identifier} ${how} ${kind} ${quotedIdentifier(name)}`;
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

/** How far the numbers of two sequences are apart, so that they are not the same. */
const APART = 37;

/**
 * How many numbers further a sequence begins.
 * @param at its position among the sequences
 * @param advance that of the first sequence
 */
export const advanceOf = (at: number, advance: number): number =>
  advance === 0 ? 0 : advance + at * APART;

/** How far the numbers of each sequence are from those that it gives without the advance. */
export const shiftsOf = (
  sequences: readonly Pick<CatalogSequence, 'step'>[],
  advance: number,
): readonly number[] =>
  sequences.map(({ step }, at) => advanceOf(at, advance) * Math.abs(Number(step)));

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
