import { Conflict } from '../errors.js';
import type { Strategy, Write } from '../model.js';
import { overwrote, refused, selectAccounts } from './steps.js';

export const optimisticDate: Strategy = {
  name: 'optimistic-date',
  summary: 'a trap: updated_at through a JavaScript Date never matches',
  description:
    'As optimistic-timestamp, the way it is usually written. PostgreSQL keeps microseconds, a ' +
    'JavaScript Date milliseconds: what comes back is cut off, and the WHERE matches no row. ' +
    'Nothing is ever lost, and next to nothing is ever written: every attempt looks like a ' +
    'conflict, with one worker as with fifty. (Cutting off on both sides would be worse: two ' +
    'updates within a millisecond would then look the same, and one of them could be lost.)',
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
