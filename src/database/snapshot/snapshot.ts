import { arrayItems } from '../array-literal.js';
import type { Session } from '../session.js';
import {
  callRestoreFunction,
  copyOf,
  createRestoreFunction,
  deletionOf,
  insertionOf,
} from './restore-function.js';
import {
  FOREIGN,
  OWN_SCHEMA,
  quoted,
  readCatalog,
  type Catalog,
  type CatalogTable,
} from './catalog.js';

/** The committed rows of a table. The value of each column as text, as psql shows it; null is SQL's NULL. */
export interface TableRows {
  readonly table: CatalogTable;
  readonly rows: readonly (readonly (string | null)[])[];
}

/** What was read of a database. */
export interface DatabaseRows {
  /** Always the same tables in the same order. */
  readonly tables: readonly TableRows[];
  /** Equal for equal rows. */
  readonly key: string;
  /** The backends that hold session-level advisory locks. */
  readonly lockHolders: readonly number[];
  /** Whether tables of the start were dropped, or have other columns. */
  readonly isAltered: boolean;
}

interface ReadRow {
  /** The position of the table; or what else it is: see the constants below. */
  readonly at: number;
  readonly text: string;
  /** The transaction that wrote the row; of a sequence, its position. */
  readonly mark: string;
}

/** A relation or a schema, as SQL names it. */
interface DatabaseObject {
  readonly name: string;
  /** The word that drops it, and for a table the number of its columns. */
  readonly kind: string;
}

/** What the reading query returned. */
interface Raw {
  readonly tables: readonly RawTable[];
  readonly sequences: readonly string[];
  readonly objects: readonly DatabaseObject[];
}

/** The rows of one table, as they were read. */
interface RawTable {
  readonly texts: string[];
  readonly marks: Set<string>;
}

/**
 * The rows that every schedule of a case begins with. They are kept in the case's database, in a schema of their
 * own. Restoring them writes only the tables that changed.
 */
export class Snapshot {
  readonly catalog: Catalog;
  readonly #session: Session;
  readonly #read: string;
  /** The rows of each table at the start, and the transactions that wrote them. */
  #start: readonly RawTable[] = [];
  #sequences: readonly string[] = [];
  #objects: readonly DatabaseObject[] = [];
  /** Whether the session may switch off triggers and the checks of foreign keys. */
  readonly #isReplica: boolean;

  private constructor(session: Session, catalog: Catalog, isReplica: boolean) {
    this.#session = session;
    this.catalog = catalog;
    this.#isReplica = isReplica;
    this.#read = readingOf(catalog);
  }

  /** Copies the rows of the database, for {@link open}. Call it once, on the template. */
  static async take(session: Session): Promise<void> {
    const catalog = await readCatalog(session);
    const copies = catalog.tables.map(
      ({ identifier, stored }, at) =>
        `create table ${copyOf(at)} as select row_number() over () as race_lab_order${stored
          .map((name, i) => `, ${quoted(name)} as c${i}`)
          .join('')} from only ${identifier}`,
    );
    await session.script([`create schema ${OWN_SCHEMA}`, ...copies].join('; '));
    await createRestoreFunction(session, catalog);
  }

  /** Opens the snapshot of a copy of the template. @param session used for nothing else */
  static async open(session: Session): Promise<Snapshot> {
    const catalog = await readCatalog(session);
    const isReplica = await mayBeReplica(session);
    const snapshot = new Snapshot(session, catalog, isReplica);
    const { tables, sequences, objects } = await snapshot.#raw();
    snapshot.#start = tables;
    snapshot.#sequences = sequences;
    snapshot.#objects = objects;
    return snapshot;
  }

  /** Reads the committed rows. */
  async read(): Promise<DatabaseRows> {
    return this.#rowsOf(await this.#raw());
  }

  /**
   * Puts the rows back as they were at the start. {@link read} must have read the end of the schedule.
   * @param advance how far sequences begin after the values of the start
   */
  async restore(advance = 0): Promise<void> {
    const raw = this.#last;
    if (raw === null) return;
    const changed = this.catalog.tables.flatMap((_table, at) =>
      isChanged(this.#start[at], raw.tables[at]) ? [at] : [],
    );
    const rewritten = this.#isReplica ? changed : withReferring(changed, this.catalog.tables);
    const moved = this.catalog.sequences.flatMap(({ identifier }, at) => {
      const [last = '1', isCalled = 'f'] = (this.#sequences[at] ?? '').split(' ');
      if (raw.sequences[at] === this.#sequences[at] && advance === 0) return [];
      return `select pg_catalog.setval('${identifier.replaceAll("'", "''")}', ${Number(last) + advance}, ${isCalled === 't'})`;
    });
    const made = raw.objects.filter(({ name }) =>
      this.#objects.every((each) => each.name !== name),
    );
    for (const { name, kind } of made) {
      const [word = ''] = kind.split(' of ');
      await this.#session.script(`drop ${word} if exists ${name} cascade`);
    }
    if (rewritten.length + moved.length === 0) return;
    await this.#rewrite(rewritten, moved);
  }

  async #rewrite(changed: readonly number[], moved: readonly string[]): Promise<void> {
    const mark = this.#isReplica
      ? await this.#replicate(changed, moved)
      : await this.#rewriteTogether(changed, moved);
    this.#start = this.#start.map((table, at) =>
      changed.includes(at) ? { ...table, marks: new Set([mark]) } : table,
    );
  }

  /** With triggers and foreign keys off. @returns the transaction that wrote the rows */
  async #replicate(changed: readonly number[], moved: readonly string[]): Promise<string> {
    const [mark] = await Promise.all([
      changed.length === 0 ? '' : callRestoreFunction(this.#session, changed),
      moved.length === 0 ? undefined : this.#session.script(moved.join('; ')),
    ]);
    return mark;
  }

  /** For a role that may not switch off foreign keys: all tables in one statement. */
  async #rewriteTogether(changed: readonly number[], moved: readonly string[]): Promise<string> {
    const tables = changed.map((at) => ({ at, table: this.#tableAt(at) }));
    const guarded = tables.filter(({ table }) => table.hasTriggers);
    const toggled = (word: string) =>
      guarded.map(({ table }) => `alter table ${table.identifier} ${word} trigger user`);
    const text = [
      'begin',
      ...toggled('disable'),
      together(tables.map(({ table }) => deletionOf(table))),
      together(tables.map(({ table, at }) => insertionOf(table, at))),
      ...toggled('enable'),
      ...moved,
    ];
    const [, [row]] = await Promise.all([
      this.#session.script(text.filter((part) => part !== '').join('; ')),
      this.#session.query<{ mark: string }>('select pg_current_xact_id()::xid::text as mark'),
      this.#session.script('commit'),
    ]);
    return row?.mark ?? '';
  }

  #tableAt(at: number): CatalogTable {
    const table = this.catalog.tables[at];
    if (table === undefined) throw new RangeError(`there is no table ${at}`);
    return table;
  }

  #last: Raw | null = null;

  async #raw() {
    const rows = await this.#session.query<ReadRow>(this.#read);
    const tables = this.catalog.tables.map(() => ({
      texts: [] as string[],
      marks: new Set<string>(),
    }));
    const sequences: string[] = [];
    const lockHolders: number[] = [];
    const objects: DatabaseObject[] = [];
    for (const { at, text, mark } of rows) {
      if (at === SEQUENCE) sequences.push(mark);
      else if (at === LOCK) lockHolders.push(Number(text));
      else if (at === OBJECT) objects.push({ name: text, kind: mark });
      else {
        tables[at]?.texts.push(text);
        tables[at]?.marks.add(mark);
      }
    }
    this.#last = { tables, sequences, objects };
    return { tables, sequences, lockHolders, objects };
  }

  #rowsOf({ tables, lockHolders, objects }: Raw & Pick<DatabaseRows, 'lockHolders'>): DatabaseRows {
    const now = new Set(objects.map(({ name, kind }) => `${kind} ${name}`));
    const sorted = tables.map(({ texts }) => texts.toSorted());
    return {
      key: sorted.map((texts) => texts.join('\n')).join('\n\n'),
      lockHolders,
      isAltered: this.#objects.some(({ name, kind }) => !now.has(`${kind} ${name}`)),
      tables: sorted.map((texts, at) => ({
        table: this.#tableAt(at),
        rows: texts.map(arrayItems),
      })),
    };
  }
}

const SEQUENCE = -1;
const LOCK = -2;
const OBJECT = -3;

/** The query that reads all rows, sequences and advisory locks. */
function readingOf({ tables, sequences }: Catalog): string {
  const parts = [
    ...tables.map(({ identifier, columns }, at) => {
      const values = columns.map((name) => `${quoted(name)}::text`).join(', ');
      return `select ${at} as at, array[${values}]::text[]::text as text, xmin::text as mark from only ${identifier}`;
    }),
    ...sequences.map(
      ({ identifier }) =>
        `select ${SEQUENCE}, '', last_value || ' ' || case when is_called then 't' else 'f' end from ${identifier}`,
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

/** Statements as one, so that foreign keys are checked after all of them. */
function together(statements: readonly string[]): string {
  const [last, ...others] = statements.toReversed();
  if (last === undefined) return '';
  const parts = others.map((statement, i) => `w${i} as (${statement})`);
  return parts.length === 0 ? last : `with ${parts.join(', ')} ${last}`;
}

/** These tables, and all that refer to them: their rows cannot be without each other. */
function withReferring(
  positions: readonly number[],
  tables: readonly CatalogTable[],
): readonly number[] {
  const names = new Set(positions.map((at) => tables[at]?.name));
  const all = tables.flatMap(({ name, references }, at) =>
    names.has(name) || references.some(({ table }) => names.has(table)) ? [at] : [],
  );
  return all.length === positions.length ? positions : withReferring(all, tables);
}

/** Whether rows were written or removed since the table was as at the start. */
function isChanged(start: RawTable | undefined, now: RawTable | undefined): boolean {
  if (start === undefined || now === undefined) return true;
  if (start.texts.length !== now.texts.length) return true;
  for (const mark of now.marks) if (!start.marks.has(mark)) return true;
  return false;
}

/** Switches off triggers and foreign keys for a session, if its role may. (Manual 19.11.1) */
async function mayBeReplica(session: Session): Promise<boolean> {
  try {
    await session.script('set session_replication_role = replica');
    return true;
  } catch {
    return false;
  }
}
