/** Reads all rows of a database in one query, with sequences, advisory locks, and the names of its objects. */
import type { Session } from '../session.js';
import { FOREIGN, quoted, type Catalog } from './catalog.js';

interface ReadRow {
  /** The position of the table; or what else it is: see the constants below. */
  readonly at: number;
  readonly text: string;
  /** The transaction that wrote the row; of a sequence, its position. */
  readonly mark: string;
}

/** A relation or a schema, as SQL names it. */
export interface DatabaseObject {
  readonly name: string;
  /** The word that drops it, and for a table the number of its columns. */
  readonly kind: string;
}

/** What the reading query returned. */
export interface RawContent {
  readonly tables: readonly RawTable[];
  /** Their positions, in the order of the catalog: `7 t`. */
  readonly sequences: readonly string[];
  /** The backends that hold advisory locks. */
  readonly lockHolders: readonly number[];
  readonly objects: readonly DatabaseObject[];
}

/** The rows of one table, as they were read. */
export interface RawTable {
  readonly texts: string[];
  readonly marks: Set<string>;
}

const SEQUENCE = -1;
const LOCK = -2;
const OBJECT = -3;

/** A function that reads the content of a database with this catalog. */
export function readerOf(catalog: Catalog): (session: Session) => Promise<RawContent> {
  const query = queryFor(catalog);
  return async (session) => contentIn(catalog, await session.query<ReadRow>(query));
}

function contentIn(catalog: Catalog, rows: readonly ReadRow[]): RawContent {
  const tables = catalog.tables.map(() => ({ texts: [] as string[], marks: new Set<string>() }));
  const sequences: string[] = [];
  const lockHolders: number[] = [];
  const objects: DatabaseObject[] = [];
  for (const { at, text, mark } of rows) {
    if (at === SEQUENCE) sequences[Number(text)] = mark;
    else if (at === LOCK) lockHolders.push(Number(text));
    else if (at === OBJECT) objects.push({ name: text, kind: mark });
    else {
      tables[at]?.texts.push(text);
      tables[at]?.marks.add(mark);
    }
  }
  return { tables, sequences, lockHolders, objects };
}

/** The query that reads all rows, sequences and advisory locks. */
function queryFor({ tables, sequences }: Catalog): string {
  const parts = [
    ...tables.map(({ identifier, columns }, at) => {
      const values = columns.map((name) => `${quoted(name)}::text`).join(', ');
      return `select ${at} as at, array[${values}]::text[]::text as text, xmin::text as mark from only ${identifier}`;
    }),
    ...sequences.map(
      ({ identifier }, at) =>
        `select ${SEQUENCE}, '${at}', last_value || ' ' || case when is_called then 't' else 'f' end from ${identifier}`,
    ),
    `select ${LOCK}, pid::text, '' from pg_catalog.pg_locks where locktype = 'advisory' and granted
        and database = (select oid from pg_catalog.pg_database where datname = current_database())`,
    `select ${OBJECT}, format('%I.%I', n.nspname, c.relname),
            case c.relkind when 'r' then 'table of ' || c.relnatts when 'S' then 'sequence' when 'v' then 'view'
                           when 'm' then 'materialized view' else 'table' end
       from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'S', 'v', 'm', 'p') and c.oid >= 16384 and c.relpersistence <> 't' and ${FOREIGN}`,
    `select ${OBJECT}, format('%I', n.nspname), 'schema' from pg_catalog.pg_namespace n where ${FOREIGN}`,
  ];
  return parts.join(' union all ');
}

/** Whether rows were written or removed since the table was as at the start. */
export function isChanged(start: RawTable | undefined, now: RawTable | undefined): boolean {
  if (start === undefined || now === undefined) return true;
  if (start.texts.length !== now.texts.length) return true;
  for (const mark of now.marks) if (!start.marks.has(mark)) return true;
  return false;
}
