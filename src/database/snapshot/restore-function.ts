/** The function of the server that puts rows back. Its plans are made once for each session. */
import type { Session } from '../session.js';
import { OWN_SCHEMA, type Catalog } from './catalog.js';
import { deletionOf, insertionOf } from './restore-statements.js';

/**
 * Creates the function. It takes the positions of the tables, and returns the transaction that wrote them.
 * Foreign keys and triggers must be off.
 */
export async function createRestoreFunction(session: Session, { tables }: Catalog): Promise<void> {
  const parts = tables.map(
    (table, at) =>
      `if ${at} = any(changed) then ${deletionOf(table)}; ${insertionOf(table, at)}; end if;`,
  );
  await session.script(`
    create function ${OWN_SCHEMA}.restore(changed int[]) returns text language plpgsql as $race_lab$
    begin
      ${parts.join('\n')}
      return pg_catalog.pg_current_xact_id()::xid::text;
    end $race_lab$`);
}

/** @returns the transaction that wrote the rows */
export async function callRestoreFunction(
  session: Session,
  changed: readonly number[],
): Promise<string> {
  const [row] = await session.query<{ mark: string }>(
    `select ${OWN_SCHEMA}.restore($1::int[]) as mark`,
    [`{${changed.join(',')}}`],
  );
  return row?.mark ?? '';
}
