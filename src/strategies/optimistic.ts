import { Conflict } from '../errors.js';
import type { Strategy, Write } from '../model.js';
import { overwrote, refused, selectAccounts } from './steps.js';

export const optimistic: Strategy = {
  name: 'optimistic',
  summary: 'UPDATE … WHERE version = the value read, retried on conflict',
  description:
    'The read takes no lock. The UPDATE matches the row only if its version is still the one ' +
    'that was read. If another transaction has changed the row, the UPDATE matches no row, and ' +
    'the engine retries from a new read. This is cheap while conflicts are rare; on one busy ' +
    'row, most attempts fail and are retried. The transaction is for operations on several ' +
    'accounts: all their writes commit, or none.',
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
