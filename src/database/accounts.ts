import { readFile } from 'node:fs/promises';

import type { AccountState } from '../model.js';
import { ownFile } from '../text/own-files.js';
import { arrayLiteral } from './array-literal.js';
import type { Session } from './session.js';

/** The text of a file under `sql/`. */
export async function sqlFile(name: string): Promise<string> {
  return readFile(ownFile(`sql/${name}`), 'utf8');
}

/**
 * Creates the accounts of one round, with the constraints that only this strategy has. The table is
 * truncated first, so that dead row versions of earlier rounds do not slow down this one.
 * @param ids account ids with their starting balance
 */
export async function resetAccounts(
  control: Session,
  accounts: ReadonlyMap<number, number>,
  strategySql: string | undefined,
): Promise<void> {
  await control.script(
    'truncate account; alter table account drop constraint if exists balance_not_negative',
  );
  if (strategySql) await control.script(await sqlFile(strategySql));
  await control.query(
    `insert into account (id, balance)
     select * from unnest($1::integer[], $2::bigint[]) order by 1`,
    [arrayLiteral([...accounts.keys()]), arrayLiteral([...accounts.values()])],
  );
}

/**
 * Ends a warm-up. Removes its own accounts, which have ids below 1. Creates anew each account of the race
 * that the warm-up changed: a scenario that names an account itself does that.
 */
export async function endWarmUp(control: Session, balance: number): Promise<void> {
  const used = await control.query<{ id: number }>(
    'delete from account where id < 1 or version > 0 returning id',
  );
  const touched = used.map(({ id }) => id).filter((id) => id >= 1);
  if (touched.length === 0) return;
  await control.query(
    'insert into account (id, balance) select id, $2 from unnest($1::integer[]) as id',
    [arrayLiteral(touched), balance],
  );
}

const ACCOUNTS = 'select id, balance, version from account order by id';

/** The accounts as the database has them, in the order of their ids. */
export async function readAccounts(control: Session): Promise<AccountState[]> {
  return [...(await control.query<AccountState>(ACCOUNTS))];
}

/** Records the accounts at the end of a strategy's round, for users who keep the schema. */
export async function noteFinalState(
  control: Session,
  { strategy, round, label }: { strategy: string; round: number; label: string },
): Promise<void> {
  await control.query(
    `insert into final_state (label, strategy, round, account, balance, version)
     select $1, $2, $3, id, balance, version from account`,
    [label, strategy, round],
  );
}
