import { Conflict } from '../errors.js';
import type { Strategy, Write } from '../model.js';
import { overwrote, refused, selectAccounts } from './steps.js';

export const optimistic: Strategy = {
  name: 'optimistic',
  summary: 'UPDATE … WHERE version = what was read, retried on conflict',
  description:
    'Nobody is locked out. The write says on which version it builds; if the row has moved on, it ' +
    'matches no row, and the engine starts again from a fresh read. Cheap while conflicts are ' +
    'rare; on one hot row, most attempts are thrown away. The transaction is there for operations ' +
    'on several accounts: all of their writes, or none.',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'possible',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: {},

  attempt: (db, operation) =>
    db.transaction().execute(async (trx) => {
      const accounts = await selectAccounts(trx, operation.accounts).execute();
      const decision = operation.decide(accounts);
      if (decision.refused) return refused;

      const writes: Write[] = [];
      for (const { account, balance } of decision.changes) {
        const written = await trx
          .updateTable('account')
          .set({ balance, version: account.version + 1 })
          .where('id', '=', account.id)
          .where('version', '=', account.version)
          .returning(['id', 'version'])
          .executeTakeFirst();
        if (!written) throw new Conflict();
        writes.push(overwrote(account, written.version));
      }
      return { kind: 'committed', writes };
    }),
};
