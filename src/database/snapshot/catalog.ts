/** What a database contains: its tables with their keys, and its sequences. */
import type { Session } from '../session.js';

/** A table whose rows belong to a case. */
export interface CatalogTable {
  /** As people call it: with its schema only when that is not `public`. */
  readonly name: string;
  /** As SQL names it, with its schema and quotes. */
  readonly identifier: string;
  readonly columns: readonly string[];
  /** The columns that an INSERT may set. */
  readonly stored: readonly string[];
  /** Positions of the columns of its primary key; empty: it has none. */
  readonly key: readonly number[];
  readonly references: readonly ForeignKey[];
  /** Positions of the columns of numbers that are part of no key, and whose default calls no function. */
  readonly numbers: readonly number[];
  /** Triggers that users defined, and rules. */
  readonly guards: readonly Guard[];
  /** Whether row security hides rows from the session's role. */
  readonly isHidden: boolean;
}

/** A trigger or a rule, which would change what is written. */
export interface Guard {
  readonly kind: 'trigger' | 'rule';
  readonly name: string;
  /** O: it fires; A: always; R: only in a replica; D: never. (Manual 52.58, tgenabled) */
  readonly enabled: 'O' | 'A' | 'R' | 'D';
}

/** A foreign key, by positions of columns. */
export interface ForeignKey {
  readonly columns: readonly number[];
  /** The name of the other table. */
  readonly table: string;
  readonly targetColumns: readonly number[];
}

export interface CatalogSequence {
  /** As SQL names it. */
  readonly identifier: string;
  /** Whole numbers, as text: they may have 64 bits. */
  readonly step: string;
  readonly min: string;
  readonly max: string;
  /** How many numbers a session takes at once. */
  readonly cache: string;
}

/** A partitioned table, which has no rows of its own. */
export interface PartitionedTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** The names of the tables that have its rows. */
  readonly partitions: readonly string[];
}

/** A view, whose rows are those of other tables. */
export interface CatalogView {
  readonly name: string;
  /** The names of the tables and views that it reads. */
  readonly reads: readonly string[];
}

/** What a database contains. */
export interface Catalog {
  readonly tables: readonly CatalogTable[];
  readonly sequences: readonly CatalogSequence[];
  readonly partitioned: readonly PartitionedTable[];
  /** Materialized views are among them. */
  readonly views: readonly CatalogView[];
}

/** The schema of race-lab's own tables in a case's database. */
export const OWN_SCHEMA = 'race_lab_snapshot';

/** Schemas whose tables are no data of a case. */
export const FOREIGN = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', '${OWN_SCHEMA}')`;

/** Extensions bring tables of their own, which are no data of a case. */
const OF_EXTENSION = `exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;

/** What people call a relation: with its schema only when that is not `public`. */
export const NAME = `case when n.nspname = 'public' then c.relname else n.nspname || '.' || c.relname end`;

/** A type that follows `::` is no function. */
const CALLS_FUNCTION = String.raw`(?<!::)\m[\w".]+\(`;

/** Columns of numbers that are not generated, have no sequence, and are part of no unique index and no foreign key. */
const NUMBERS = `(
  select json_agg(a.attname order by a.attnum) from pg_attribute a join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
     and coalesce(nullif(t.typbasetype, 0), t.oid) = any ('{int2,int4,int8,numeric,float4,float8}'::regtype[])
     and coalesce(pg_get_expr(d.adbin, d.adrelid), '') !~ '${CALLS_FUNCTION}'
     and not exists (select from pg_index i where i.indrelid = c.oid and i.indisunique
                       and a.attnum = any ((i.indkey::smallint[])[0:i.indnkeyatts - 1]))
     and not exists (select from pg_constraint f
                      where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any (f.conkey)))`;

const TABLES = `
  select ${NAME} as name,
         format('%I.%I', n.nspname, c.relname) as identifier,
         (select json_agg(a.attname order by a.attnum) from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)::text as columns,
         (select json_agg(a.attname order by a.attnum) from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')::text as stored,
         (select json_agg(a.attname order by array_position(i.indkey::smallint[], a.attnum)) from pg_index i
            join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
           where i.indrelid = c.oid and i.indisprimary)::text as key,
         (select json_agg(json_build_object(
                   'columns', (select json_agg(a.attname order by array_position(f.conkey, a.attnum)) from pg_attribute a
                                where a.attrelid = f.conrelid and a.attnum = any(f.conkey)),
                   'target', f.confrelid::regclass::oid,
                   'targetColumns', (select json_agg(a.attname order by array_position(f.confkey, a.attnum)) from pg_attribute a
                                      where a.attrelid = f.confrelid and a.attnum = any(f.confkey))))
            from pg_constraint f where f.conrelid = c.oid and f.contype = 'f')::text as "foreignKeys",
         ${NUMBERS}::text as numbers,
         c.oid::text as oid,
         (select json_agg(json_build_object('kind', g.kind, 'name', g.name, 'enabled', g.enabled) order by 1, 2)
            from (select 'trigger' as kind, t.tgname as name, t.tgenabled as enabled
                    from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal
                  union all
                  select 'rule', r.rulename, r.ev_enabled from pg_rewrite r where r.ev_class = c.oid) g)::text as guards,
         row_security_active(c.oid) as "isHidden"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and c.relpersistence <> 't' and ${FOREIGN} and not ${OF_EXTENSION}
   order by 1`;

const SEQUENCES = `
  select format('%I.%I', n.nspname, c.relname) as identifier, s.seqincrement::text as step,
         s.seqmin::text as min, s.seqmax::text as max, s.seqcache::text as cache
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence s on s.seqrelid = c.oid
   where c.relkind = 'S' and c.relpersistence <> 't' and ${FOREIGN} and not ${OF_EXTENSION}
   order by 1`;

const PARTITIONED = `
  select ${NAME} as name,
         (select json_agg(a.attname order by a.attnum) from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)::text as columns,
         (select json_agg(p.relid::oid) from pg_partition_tree(c.oid) p where p.isleaf)::text as partitions
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'p' and ${FOREIGN} and not ${OF_EXTENSION}
   order by 1`;

const VIEWS = `
  select ${NAME} as name,
         (select json_agg(distinct r.name) from (
            select ${NAME} as name
              from pg_rewrite w join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
              join pg_class c on d.refclassid = 'pg_class'::regclass and c.oid = d.refobjid
              join pg_namespace n on n.oid = c.relnamespace
             where w.ev_class = v.oid and c.oid <> v.oid and c.relkind in ('r', 'p', 'v', 'm', 'f')) r)::text as reads
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_class v on v.oid = c.oid
   where c.relkind in ('v', 'm') and ${FOREIGN} and not ${OF_EXTENSION}
   order by 1`;

interface PartitionedRow {
  readonly name: string;
  readonly columns: string | null;
  /** OIDs. */
  readonly partitions: string | null;
}

interface ViewRow {
  readonly name: string;
  readonly reads: string | null;
}

interface TableRow {
  readonly name: string;
  readonly identifier: string;
  readonly columns: string | null;
  readonly stored: string | null;
  readonly key: string | null;
  readonly foreignKeys: string | null;
  readonly numbers: string | null;
  readonly oid: string;
  readonly guards: string | null;
  readonly isHidden: boolean;
}

interface ForeignKeyRow {
  readonly columns: readonly string[];
  /** An OID, which JSON has as text. */
  readonly target: string;
  readonly targetColumns: readonly string[];
}

/** Reads the catalog of the database that the session is connected to. */
export async function readCatalog(session: Session): Promise<Catalog> {
  const rows = await session.query<TableRow>(TABLES);
  const sequences = await session.query<CatalogSequence>(SEQUENCES);
  const partitioned = await session.query<PartitionedRow>(PARTITIONED);
  const views = await session.query<ViewRow>(VIEWS);
  const columnsOf = new Map(rows.map(({ oid, columns }) => [Number(oid), namesIn(columns)]));
  const nameOf = new Map(rows.map(({ oid, name }) => [Number(oid), name]));
  return {
    tables: rows.map((row) => {
      const columns = namesIn(row.columns);
      return {
        name: row.name,
        identifier: row.identifier,
        columns,
        stored: namesIn(row.stored),
        key: positionsOf(namesIn(row.key), columns),
        references: foreignKeysIn(row.foreignKeys).map((key) => ({
          columns: positionsOf(key.columns, columns),
          table: nameOf.get(Number(key.target)) ?? '',
          targetColumns: positionsOf(key.targetColumns, columnsOf.get(Number(key.target)) ?? []),
        })),
        numbers: positionsOf(namesIn(row.numbers), columns),
        guards: guardsIn(row.guards),
        isHidden: row.isHidden,
      };
    }),
    sequences: [...sequences],
    partitioned: partitioned.map(({ name, columns, partitions }) => ({
      name,
      columns: namesIn(columns),
      partitions: namesIn(partitions).flatMap((oid) => nameOf.get(Number(oid)) ?? []),
    })),
    views: views.map(({ name, reads }) => ({ name, reads: namesIn(reads) })),
  };
}

const namesIn = (json: string | null): readonly string[] => {
  const names: unknown = JSON.parse(json ?? '[]');
  return Array.isArray(names) ? names.map(String) : [];
};

const foreignKeysIn = (json: string | null): readonly ForeignKeyRow[] => {
  const keys: ForeignKeyRow[] = JSON.parse(json ?? '[]');
  return keys;
};

const guardsIn = (json: string | null): readonly Guard[] => {
  const guards: Guard[] = JSON.parse(json ?? '[]');
  return guards;
};

const positionsOf = (names: readonly string[], columns: readonly string[]): readonly number[] =>
  names.map((name) => columns.indexOf(name));
