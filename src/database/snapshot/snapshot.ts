import { arrayItems } from '../array-literal.js';
import { rollBackPrepared } from '../case-databases.js';
import type { Session } from '../session.js';
import { callRestoreFunction, createRestoreFunction } from './restore-function.js';
import {
  advanceOf,
  COPY_SIZES,
  copyingOf,
  copyOf,
  guardsOf,
  positioningOf,
  RESTORE_SIZES,
  rewritingOf,
  type Rewriting,
} from './restore-statements.js';
import {
  changeOfDefinitions,
  readDefinitions,
  type DefinitionChange,
  type Definitions,
} from './definitions.js';
import { OWN_SCHEMA, readCatalog, type Catalog, type CatalogTable } from './catalog.js';
import {
  isChanged,
  lineLimitOf,
  readerOf,
  type DatabaseObject,
  type RawContent,
  type RawTable,
} from './reading.js';

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
  /** The tables that were not there at the start, with their schemas. Their rows are not read. */
  readonly madeTables: readonly string[];
}

/**
 * The rows that every schedule of a case begins with. They are kept in the case's database, in a schema of their
 * own. Restoring them writes only the tables that changed.
 */
export class Snapshot {
  readonly catalog: Catalog;
  readonly #session: Session;
  readonly #reading: (session: Session) => Promise<RawContent>;
  /** The rows of each table at the start, and the transactions that wrote them. */
  #start: readonly RawTable[] = [];
  #sequences: readonly string[] = [];
  #objects: readonly DatabaseObject[] = [];
  #definitions: Definitions = new Map();
  /** Whether the session may switch off triggers and the checks of foreign keys. */
  readonly #isReplica: boolean;
  /** Whether no trigger fires then. */
  readonly #isQuick: boolean;
  #lineLimits: readonly number[] = [];

  private constructor(session: Session, catalog: Catalog, isReplica: boolean) {
    this.#session = session;
    this.catalog = catalog;
    this.#isReplica = isReplica;
    this.#isQuick =
      isReplica && catalog.tables.every((table) => guardsOf(table, true).length === 0);
    this.#reading = readerOf(catalog);
  }

  /**
   * Copies the rows of the database, for {@link open}. Call it once, on the template.
   * @returns the catalog, and how many rows there are
   */
  static async take(session: Session): Promise<{ catalog: Catalog; rows: number }> {
    const catalog = await readCatalog(session);
    const { tables, sequences } = catalog;
    const copies = tables.map((table, at) => copyingOf(table, at));
    // A session that keeps numbers for later would not notice that its sequence was put back.
    const uncached = sequences
      .filter(({ cache }) => cache !== '1')
      .map(({ identifier }) => `alter sequence ${identifier} cache 1`);
    await session.script(
      [`create schema ${OWN_SCHEMA}`, COPY_SIZES, ...copies, ...uncached].join('; '),
    );
    await createRestoreFunction(session, catalog);
    const counts = tables.map((_table, at) => `(select count(*) from ${copyOf(at)})`);
    const [row] = await session.query<{ rows: string }>(
      `select (${['0', ...counts].join(' + ')})::text as rows`,
    );
    return { catalog, rows: Number(row?.rows ?? 0) };
  }

  /** Opens the snapshot of a copy of the template. @param session used for nothing else */
  static async open(session: Session): Promise<Snapshot> {
    const catalog = await readCatalog(session);
    const isReplica = await mayBeReplica(session);
    const snapshot = new Snapshot(session, catalog, isReplica);
    const { tables, sequences, objects } = await snapshot.#raw();
    snapshot.#start = tables;
    snapshot.#lineLimits = tables.map(lineLimitOf);
    snapshot.#sequences = sequences;
    snapshot.#objects = objects;
    snapshot.#definitions = await readDefinitions(session);
    return snapshot;
  }

  /** Takes a new snapshot of what the database contains now. */
  static async retake(session: Session): Promise<Snapshot> {
    await session.script(`drop schema ${OWN_SCHEMA} cascade`);
    await Snapshot.take(session);
    return Snapshot.open(session);
  }

  /** How the definitions differ from those at the start; null: not at all. */
  async changeOfDefinitions(): Promise<DefinitionChange | null> {
    return changeOfDefinitions(this.#definitions, await readDefinitions(this.#session));
  }

  /**
   * Ends transactions that were prepared for a two-phase commit: their rows are locked.
   * @returns their names
   */
  rollBackPrepared(): Promise<readonly string[]> {
    return rollBackPrepared(this.#session);
  }

  /** Whether anything differs from the start. */
  async isOutdated(): Promise<boolean> {
    const { tables, sequences } = await this.#raw();
    return (
      tables.some((table, at) => isChanged(this.#start[at], table)) ||
      sequences.some((position, at) => position !== this.#sequences[at]) ||
      (await this.changeOfDefinitions()) !== null
    );
  }

  /** Reads the committed rows. */
  async read(): Promise<DatabaseRows> {
    return this.#rowsOf(await this.#raw());
  }

  /**
   * Puts the rows back as they were at the start. {@link read} must have read the end of the schedule.
   * @param advance how far the first sequence begins after its value of the start; each further one, a little more
   */
  async restore(advance = 0): Promise<void> {
    const raw = this.#last;
    if (raw === null) return;
    const changed = this.catalog.tables.flatMap((_table, at) =>
      isChanged(this.#start[at], raw.tables[at]) ? [at] : [],
    );
    const moved = this.catalog.sequences.flatMap((sequence, at) => {
      const position = this.#sequences[at] ?? '';
      if (raw.sequences[at] === position && advance === 0) return [];
      return [positioningOf(sequence, position, advanceOf(at, advance))];
    });
    const made = raw.objects.filter(({ name }) =>
      this.#objects.every((each) => each.name !== name),
    );
    for (const { name, kind } of made) {
      const [word = ''] = kind.split(' of ');
      await this.#session.script(`drop ${word} if exists ${name} cascade`);
    }
    const isCrowded = changed.some(
      (at) => (raw.tables[at]?.lastLine ?? 0) > (this.#lineLimits[at] ?? 0),
    );
    if (changed.length > 0) await this.#rewrite(changed, moved, isCrowded);
    else if (moved.length > 0) await this.#session.script(moved.join('; '));
  }

  async #rewrite(
    changed: readonly number[],
    moved: readonly string[],
    isCrowded: boolean,
  ): Promise<void> {
    if (this.#isQuick && !isCrowded) {
      this.#wrote(changed, await this.#replicate(changed, moved));
      return;
    }
    // Without the rows that refer to them, rows cannot be deleted.
    const all = this.#isReplica ? changed : withReferring(changed, this.catalog.tables);
    this.#wrote(all, await this.#rewriteTogether(all, moved, isCrowded));
  }

  #wrote(positions: readonly number[], mark: string): void {
    this.#start = this.#start.map((table, at) =>
      positions.includes(at) ? { ...table, marks: new Set([mark]) } : table,
    );
  }

  /** With triggers and foreign keys off. @returns the transaction that wrote the rows */
  async #replicate(changed: readonly number[], moved: readonly string[]): Promise<string> {
    const [mark] = await Promise.all([
      callRestoreFunction(this.#session, changed),
      moved.length === 0 ? undefined : this.#session.script(moved.join('; ')),
    ]);
    return mark;
  }

  /**
   * @param isClean whether the files of the tables are emptied first
   * @returns the transaction that wrote the rows
   */
  async #rewriteTogether(
    positions: readonly number[],
    moved: readonly string[],
    isClean: boolean,
  ): Promise<string> {
    const session = this.#session;
    const tables = positions.map((at) => ({ at, table: this.#tableAt(at) }));
    const rewriting = rewritingOf(tables, this.#isReplica);
    const { off, deletion, insertion, on } = rewriting;
    const rewritten = isClean ? [insertion] : [deletion, insertion];
    try {
      if (isClean) await this.#empty(rewriting);
      const [, [row]] = await Promise.all([
        session.script(['begin', ...off, ...rewritten, ...on, ...moved].join('; ')),
        session.query<{ mark: string }>('select pg_current_xact_id()::xid::text as mark'),
        session.script('commit'),
      ]);
      return row?.mark ?? '';
    } catch (error) {
      await session.script('rollback');
      throw error;
    }
  }

  /** Empties the files of tables. What the planner knows of their sizes stays, as far as the role may keep it. */
  async #empty({ off, truncation, deletion, vacuum, on }: Rewriting): Promise<void> {
    const session = this.#session;
    const committed = (statement: string) =>
      session.script(['begin', ...off, statement, ...on, 'commit'].join('; '));
    if (!this.#isReplica) {
      try {
        await committed(truncation);
        return;
      } catch {
        // The role may not, or a table of an extension refers to one of them.
        await session.script('rollback');
      }
    }
    await committed(deletion);
    // It is no harm when the files cannot be made smaller.
    await session.script(vacuum).catch(() => undefined);
    await session.script(RESTORE_SIZES).catch(() => undefined);
  }

  #tableAt(at: number): CatalogTable {
    const table = this.catalog.tables[at];
    if (table === undefined) throw new RangeError(`there is no table ${at}`);
    return table;
  }

  #last: RawContent | null = null;

  async #raw(): Promise<RawContent> {
    this.#last = await this.#reading(this.#session);
    return this.#last;
  }

  #rowsOf({ tables, lockHolders, objects }: RawContent): DatabaseRows {
    const before = new Set(this.#objects.map(({ name }) => name));
    const now = new Set(objects.map(({ name, kind }) => `${kind} ${name}`));
    const sorted = tables.map(({ texts }) => texts.toSorted());
    return {
      key: sorted.map((texts) => texts.join('\n')).join('\n\n'),
      lockHolders,
      isAltered: this.#objects.some(({ name, kind }) => !now.has(`${kind} ${name}`)),
      madeTables: objects.flatMap(({ name, kind }) =>
        HAS_ROWS.test(kind) && !before.has(name) ? [name] : [],
      ),
      tables: sorted.map((texts, at) => ({
        table: this.#tableAt(at),
        rows: texts.map(arrayItems),
      })),
    };
  }
}

const HAS_ROWS = /^(?:materialized|table)\b/;

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

/** Switches off triggers and foreign keys for a session, if its role may. (Manual 19.11.1) */
async function mayBeReplica(session: Session): Promise<boolean> {
  try {
    await session.script('set session_replication_role = replica');
    return true;
  } catch {
    return false;
  }
}
