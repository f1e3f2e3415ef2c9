/** Reads all rows of a database in one query, with sequences, advisory locks, and the names of its objects. */
import type { Session } from '../session.js';
import { quotedIdentifier } from '../../text/identifier.js';
import { FOREIGN, type Catalog } from './catalog.js';

interface ReadRow {
  /** The position of the table; or what else it is: see the constants below. */
  readonly at: number;
  readonly text: string;
  /** The transaction that wrote the row, and its place: `745(0,3)`; of a sequence, its position. */
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
  readonly texts: readonly string[];
  /** The transactions that wrote them. */
  readonly marks: ReadonlySet<string>;
  /** The place of the last one in the files of the table, in lines: a page has many. 0: there is none. */
  readonly lastLine: number;
}

/** More than a page has. (Manual 65.6) */
const LINES = 1_000;

const SEQUENCE = -1;
const LOCK = -2;
const OBJECT = -3;

/** A function that reads the content of a database with this catalog. */
export function readerOf(catalog: Catalog): (session: Session) => Promise<RawContent> {
  const query = queryFor(catalog);
  return async (session) => contentIn(catalog, await session.query<ReadRow>(query));
}

function contentIn(catalog: Catalog, rows: readonly ReadRow[]): RawContent {
  const tables = catalog.tables.map(() => ({
    texts: [] as string[],
    marks: new Set<string>(),
    lastLine: 0,
  }));
  const sequences: string[] = [];
  const lockHolders: number[] = [];
  const objects: DatabaseObject[] = [];
  for (const { at, text, mark } of rows) {
    if (at === SEQUENCE) sequences[Number(text)] = mark;
    else if (at === LOCK) lockHolders.push(Number(text));
    else if (at === OBJECT) objects.push({ name: text, kind: mark });
    else {
      const table = tables[at];
      if (table === undefined) continue;
      const [writer = '', page, line] = mark.split(/[(,)]/);
      table.texts.push(text);
      table.marks.add(writer);
      table.lastLine = Math.max(table.lastLine, Number(page) * LINES + Number(line));
    }
  }
  return { tables, sequences, lockHolders, objects };
}

/** The query that reads all rows, sequences and advisory locks. */
function queryFor({ tables, sequences }: Catalog): string {
  const parts = [
    // Names the columns, also when there is no table.
    'select null::int as at, null::text as text, null::text as mark where false',
    ...tables.map(({ identifier, columns }, at) => {
      const values = columns.map((name) => `${quotedIdentifier(name)}::text`).join(', ');
      return `select ${at}, array[${values}]::text[]::text, xmin::text || ctid::text from only ${identifier}`;
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

/** The size of a page, and what a row has besides its values, in bytes. (Manual 65.6) */
const PAGE_BYTES = 8_000;
const ROW_BYTES = 40;
/** Where rows still stand in the order in which they were inserted, and new ones come after them. */
const CALM_SHARE = 0.4;

/**
 * How far rows of a table may stand before its files are renewed: rows that were deleted keep their places, and as
 * soon as the page is nearly full, the server uses these places again. Then code that reads without an order
 * would not read the same in every schedule.
 */
export function lineLimitOf({ texts }: RawTable): number {
  const bytes = texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length);
  return Math.floor((CALM_SHARE * PAGE_BYTES) / (bytes + ROW_BYTES));
}

/** Whether rows were written or removed since the table was as at the start. */
export function isChanged(start: RawTable | undefined, now: RawTable | undefined): boolean {
  if (start === undefined || now === undefined) return true;
  if (start.texts.length !== now.texts.length) return true;
  for (const mark of now.marks) if (!start.marks.has(mark)) return true;
  return false;
}
