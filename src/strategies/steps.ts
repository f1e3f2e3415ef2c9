/** The steps that strategies share: read, decide, write. Strategies differ in how they protect these steps. */
import type { Kysely } from 'kysely';

import type { Account, AttemptResult, Change, Database, DecidedChange, Write } from '../model.js';

/**
 * Reads accounts in the order of their ids. Add a lock such as `.forUpdate()` before `.execute()`.
 *
 * ```ts
 * import { defineStrategy, refused, selectAccounts, setBalances } from 'race-lab';
 *
 * export default defineStrategy({
 *   name: 'read-then-write',
 *   async attempt(db, operation) {
 *     const decision = operation.decide(await selectAccounts(db, operation.accounts).execute());
 *     return decision.refused ? refused : setBalances(db, decision.changes);
 *   },
 * });
 * ```
 */
export function selectAccounts(db: Kysely<Database>, ids: readonly number[]) {
  return db
    .selectFrom('account')
    .select(['id', 'balance', 'version'])
    .where('id', 'in', ids)
    .orderBy('id');
}

/**
 * Writes the new balances that the application computed: `SET balance = 90`; lowest id first.
 *
 * ```ts
 * import { defineStrategy, refused, selectAccounts, setBalances } from 'race-lab';
 *
 * export default defineStrategy({
 *   name: 'lock-then-set',
 *   attempt: (db, operation) =>
 *     db.transaction().execute(async (trx) => {
 *       const rows = await selectAccounts(trx, operation.accounts).forUpdate().execute();
 *       const decision = operation.decide(rows);
 *       return decision.refused ? refused : setBalances(trx, decision.changes);
 *     }),
 * });
 * ```
 */
export async function setBalances(
  db: Kysely<Database>,
  changes: readonly DecidedChange[],
): Promise<AttemptResult> {
  const writes: Write[] = [];
  for (const { account, balance } of changes.toSorted((a, b) => a.account.id - b.account.id)) {
    const { version } = await db
      .updateTable('account')
      .set({ balance })
      .where('id', '=', account.id)
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow();
    writes.push(overwrote(account, version));
  }
  return { kind: 'committed', writes };
}

/**
 * Lets the database compute the new balances: `SET balance = balance + -10`; lowest id first.
 *
 * ```ts
 * import { addToBalances, defineStrategy, refused, selectAccounts } from 'race-lab';
 *
 * export default defineStrategy({
 *   name: 'check-then-add',
 *   async attempt(db, operation) {
 *     const rows = await selectAccounts(db, operation.accounts).execute();
 *     return operation.decide(rows).refused ? refused : addToBalances(db, operation.changes);
 *   },
 * });
 * ```
 */
export async function addToBalances(
  db: Kysely<Database>,
  changes: readonly Change[],
): Promise<AttemptResult> {
  const writes: Write[] = [];
  for (const { account, by } of inOrder(changes)) {
    const { version } = await db
      .updateTable('account')
      .set((row) => ({ balance: row('balance', '+', by) }))
      .where('id', '=', account)
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow();
    writes.push(added(account, version));
  }
  return { kind: 'committed', writes };
}

/** Lowest id first: all operations lock rows in the same order, so that they cannot deadlock. */
export const inOrder = (changes: readonly Change[]): readonly Change[] =>
  changes.toSorted((a, b) => a.account - b.account);

/** All changes or none. One UPDATE is its own transaction; several need an explicit one. */
export function allOrNothing<T>(
  db: Kysely<Database>,
  changes: readonly Change[],
  work: (db: Kysely<Database>) => Promise<T>,
): Promise<T> {
  return changes.length === 1 ? work(db) : db.transaction().execute(work);
}

/**
 * An absolute write (`SET balance = 90`). It builds on the version that was read.
 *
 * ```ts
 * import { committed, Conflict, defineStrategy, overwrote, refused, selectAccounts } from 'race-lab';
 *
 * export default defineStrategy({
 *   name: 'versioned',
 *   async attempt(db, operation) {
 *     const rows = await selectAccounts(db, operation.accounts).execute();
 *     const decision = operation.decide(rows);
 *     if (decision.refused) return refused;
 *     const [change] = decision.changes;
 *     if (change === undefined) return committed();
 *     const { account, balance } = change;
 *     const updated = await db
 *       .updateTable('account')
 *       .set({ balance })
 *       .where('id', '=', account.id)
 *       .where('version', '=', account.version)
 *       .returning('version')
 *       .executeTakeFirst();
 *     if (updated === undefined) throw new Conflict();
 *     return committed(overwrote(account, updated.version));
 *   },
 * });
 * ```
 *
 * @param read the account as it was read
 * @param version the one that the update returned
 */
export function overwrote(read: Account, version: number): Write {
  return { account: read.id, version, basis: read.version };
}

/**
 * A relative write (`SET balance = balance - 10`). It builds on the version just before its own.
 *
 * ```ts
 * import { added, committed, defineStrategy, refused, sql } from 'race-lab';
 *
 * export default defineStrategy({
 *   name: 'one-statement',
 *   async attempt(db, { changes }) {
 *     const [change] = changes;
 *     if (change === undefined) return committed();
 *     const { rows } = await sql<{ version: number }>`
 *       update account set balance = balance + ${change.by}
 *        where id = ${change.account} and balance + ${change.by} >= 0
 *       returning version`.execute(db);
 *     const [row] = rows;
 *     return row === undefined ? refused : committed(added(change.account, row.version));
 *   },
 * });
 * ```
 *
 * @param version the one that the update returned
 */
export function added(account: number, version: number): Write {
  return { account, version, basis: version - 1 };
}

/**
 * The result of an attempt that wrote.
 *
 * ```ts
 * import { added, committed } from 'race-lab';
 *
 * console.log(committed(added(1, 7))); // account 1 has version 7 now, and had 6 before
 * ```
 *
 * @param writes every update that took effect, from {@link overwrote} or {@link added}
 */
export const committed = (...writes: readonly Write[]): AttemptResult => ({
  kind: 'committed',
  writes,
});

/**
 * The result of an attempt that the rule does not allow. It has written nothing.
 *
 * ```ts
 * import { defineStrategy, refused } from 'race-lab';
 *
 * export default defineStrategy({ name: 'says-no', attempt: async () => refused });
 * ```
 */
export const refused: AttemptResult = { kind: 'refused' };
