import { Conflict } from '../errors.js';
import type { Strategy, Write } from '../model.js';
import { overwrote, refused, selectAccounts } from './steps.js';

export const optimisticDate: Strategy = {
  name: 'optimistic-date',
  summary: 'a trap: updated_at through a JavaScript Date never matches',
  description:
    'Like optimistic-timestamp, in the way that most people first write it. PostgreSQL stores ' +
    'microseconds, but a JavaScript Date holds only milliseconds. The Date that the application ' +
    'sends back has lost the microseconds, so the WHERE matches no row. No update is lost, but ' +
    'almost no update succeeds: nearly every attempt looks like a conflict, even with one ' +
    'worker. (Truncating on both sides would be worse: two updates within the same millisecond ' +
    'would look equal, and one of them could be lost.)',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'prevented',
    deadlocks: 'none',
    processes: 'any',
    progress: 'none',
  },
  sqlstates: {},

  attempt: (db, operation) =>
    db.transaction().execute(async (trx) => {
      const accounts = await selectAccounts(trx, operation.accounts).select('updated_at').execute();
      const decision = operation.decide(accounts);
      if (decision.refused) return refused;

      const writes: Write[] = [];
      for (const { account, balance } of decision.changes) {
        const written = await trx
          .updateTable('account')
          .set({ balance })
          .where('id', '=', account.id)
          .where('updated_at', '=', account.updated_at)
          .returning(['id', 'version'])
          .executeTakeFirst();
        if (!written) throw new Conflict();
        writes.push(overwrote(account, written.version));
      }
      return { kind: 'committed', writes };
    }),
};
