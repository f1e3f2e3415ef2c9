/** The bank's own statements. They go through the control session, never through those of operations. */
import { sqlFile } from '../../database/accounts.js';
import { arrayLiteral } from '../../database/array-literal.js';
import type { Session } from '../../database/session.js';
import type { AccountState } from '../../model.js';

/** An account as it was opened. */
export interface OpenedAccount {
  readonly id: number;
  /** What it began with. */
  readonly initial: number;
  /** Whether the table itself refuses a balance below zero. */
  readonly guarded: boolean;
}

/** An account with its present state. */
export interface BankAccount extends OpenedAccount, AccountState {}

/** Adds the bank's tables to a schema that has those of a race. */
export async function createBank(control: Session): Promise<void> {
  await control.script(`begin; ${await sqlFile('bank.sql')}; commit`);
}

/** @returns the new account */
export async function openAccount(
  control: Session,
  balance: number,
  guarded: boolean,
): Promise<BankAccount> {
  const [row] = await control.query<{ id: number }>(
    `with made as (
       insert into account (id, balance, guarded)
       values (nextval('account_number'), $1, $2::text::boolean)
       returning id, balance
     )
     insert into opening (account, balance) select id, balance from made returning account as id`,
    [balance, String(guarded)],
  );
  return { id: row?.id ?? 0, initial: balance, guarded, balance, version: 0 };
}

const ACCOUNTS = `
  select id, account.balance, version, guarded, opening.balance as initial
    from account join opening on opening.account = account.id`;

/** Every account, in one snapshot, in the order of their ids. */
export const readBank = (control: Session): Promise<readonly BankAccount[]> =>
  control.query<BankAccount>(`${ACCOUNTS} order by id`);

/** Those of these accounts that exist. */
export const readSome = (
  control: Session,
  ids: readonly number[],
): Promise<readonly BankAccount[]> =>
  control.query<BankAccount>(`${ACCOUNTS} where id = any($1::integer[])`, [arrayLiteral(ids)]);

/** Removes every account. */
export const clearBank = (control: Session): Promise<void> =>
  control.script('truncate account, opening');
