/** Strategies that misbehave, or wait for their test. */
import { setTimeout as pause } from 'node:timers/promises';

import { committed, defineStrategy, selectAccounts, sql } from '../../src/index.js';
import { refused, setBalances } from '../../src/strategies/steps.js';

/** Throws where it must not. */
const broken = defineStrategy({
  name: 'throws',
  attempt: () => Promise.reject(new Error('no such thing')),
});

/** Writes without saying what. */
const unsaid = defineStrategy({
  name: 'unsaid',
  attempt: async (db, { accounts, changes }) => {
    await selectAccounts(db, accounts).execute();
    for (const { account, by } of changes) {
      await sql`update account set balance = balance + ${by} where id = ${account}`.execute(db);
    }
    return { kind: 'committed' };
  },
});

/** Leaves its transaction open. */
const open = defineStrategy({
  name: 'leaves-open',
  attempt: async (db, { accounts }) => {
    await sql`begin`.execute(db);
    await selectAccounts(db, accounts).forUpdate().execute();
    return committed();
  },
});

/** Ends its own session. */
const ending = defineStrategy({
  name: 'ends-its-session',
  attempt: async (db) => {
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(db);
    return committed();
  },
});

export const misbehaving = [broken, unsaid, open, ending];

/** As naive, but its operations write only when the test releases them. */
export class HeldStrategy {
  readonly strategy = defineStrategy({
    name: 'naive-held',
    attempt: async (db, operation) => {
      const rows = await selectAccounts(db, operation.accounts).execute();
      const decision = operation.decide(rows);
      if (decision.refused) return refused;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
      return setBalances(db, decision.changes);
    },
  });
  readonly #waiting: (() => void)[] = [];

  /** Waits until so many operations have read. */
  async untilRead(operations: number): Promise<void> {
    while (this.#waiting.length < operations) await pause(1);
  }

  /** Lets all of them write. */
  release(): void {
    for (const write of this.#waiting.splice(0)) write();
  }
}
