/** What a database defines besides rows, to find out whether code under test changes it. */
import type { Session } from '../session.js';
import { FOREIGN, NAME } from './catalog.js';

/** Definitions, by what they define: `column product.stock`. */
export type Definitions = ReadonlyMap<string, string>;

const RELATION = `pg_class c join pg_namespace n on n.oid = c.relnamespace and ${FOREIGN} and c.relpersistence <> 't'`;

/** Of every kind of object whose change makes one schedule differ from the next. */
const DEFINITIONS = [
  `select 'table ' || ${NAME} as what, concat_ws(' ', c.relkind, c.relowner, c.relrowsecurity, c.relforcerowsecurity,
          c.relpersistence, c.relreplident, c.reloptions, c.relacl) as how
     from ${RELATION} where c.relkind in ('r', 'p', 'm', 'v', 'S', 'f')`,
  `select 'column ' || ${NAME} || '.' || a.attname, concat_ws(' ', a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull,
          a.attidentity, a.attgenerated, a.attcollation, a.attacl, pg_get_expr(d.adbin, d.adrelid))
     from ${RELATION} join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where c.relkind in ('r', 'p', 'm', 'v', 'f')`,
  `select 'constraint ' || o.conname || ' of ' || ${NAME}, concat_ws(' ', pg_get_constraintdef(o.oid), o.convalidated)
     from ${RELATION} join pg_constraint o on o.conrelid = c.oid where o.contype <> 'n'`,
  `select 'index ' || i.relname, pg_get_indexdef(i.oid)
     from ${RELATION} join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid`,
  `select 'trigger ' || t.tgname || ' of ' || ${NAME}, concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
     from ${RELATION} join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal`,
  `select case when r.rulename = '_RETURN' then 'view ' else 'rule ' || r.rulename || ' of ' end || ${NAME}, concat_ws(' ', pg_get_ruledef(r.oid), r.ev_enabled)
     from ${RELATION} join pg_rewrite r on r.ev_class = c.oid`,
  `select 'policy ' || p.polname || ' of ' || ${NAME}, concat_ws(' ', p.polcmd, p.polpermissive, p.polroles,
          pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
     from ${RELATION} join pg_policy p on p.polrelid = c.oid`,
  `select 'sequence ' || ${NAME}, concat_ws(' ', s.seqtypid, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle)
     from ${RELATION} join pg_sequence s on s.seqrelid = c.oid`,
  `select 'function ' || regexp_replace(f.oid::regprocedure::text, '^public\\.', ''), md5((to_jsonb(f) - 'oid')::text)
     from pg_proc f join pg_namespace n on n.oid = f.pronamespace and ${FOREIGN}`,
  `select 'type ' || regexp_replace(format_type(t.oid, null), '^public\\.', ''), concat_ws(' ', t.typtype, t.typbasetype, t.typnotnull, t.typdefault,
          (select string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid))
     from pg_type t join pg_namespace n on n.oid = t.typnamespace and ${FOREIGN} where t.typtype in ('d', 'e')`,
  `select 'schema ' || n.nspname, concat_ws(' ', n.nspowner, n.nspacl) from pg_namespace n where ${FOREIGN}`,
  `select 'extension ' || e.extname, e.extversion from pg_extension e`,
  `select 'settings of the database' || case s.setrole when 0 then '' else ' for ' || s.setrole::regrole end,
          array_to_string(s.setconfig, ' ')
     from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase where d.datname = current_database()`,
];

const QUERY = DEFINITIONS.join(' union all ');

/** Reads the definitions of the session's database. */
export async function readDefinitions(session: Session): Promise<Definitions> {
  const rows = await session.query<{ what: string; how: string }>(QUERY);
  return new Map(rows.map(({ what, how }) => [what, how]));
}

/** How definitions differ. */
export interface DefinitionChange {
  readonly kind: 'adds' | 'drops' | 'changes';
  /** Such as `column product.stock`. */
  readonly what: string;
}

/** The most telling difference; null: there is none. */
export function changeOfDefinitions(
  before: Definitions,
  after: Definitions,
): DefinitionChange | null {
  for (const what of before.keys()) if (!after.has(what)) return { kind: 'drops', what };
  for (const what of after.keys()) if (!before.has(what)) return { kind: 'adds', what };
  for (const [what, how] of before) {
    if (after.get(what) !== how) return { kind: 'changes', what };
  }
  return null;
}
