import { sql } from 'kysely';

import { Conflict } from '../errors.js';
import type { Strategy, Write } from '../model.js';
import { overwrote, refused, selectAccounts } from './steps.js';

export const optimisticTimestamp: Strategy = {
  name: 'optimistic-timestamp',
  summary: 'UPDATE … WHERE updated_at = the value read, to the microsecond',
  description:
    'Like optimistic, but with the time of the last update instead of a version number. The ' +
    'timestamp is passed as text, because it has microseconds and a JavaScript Date does not ' +
    '(see optimistic-date). Every update must change the timestamp: here a trigger makes it ' +
    'strictly increasing. A column that is set to now() does not guarantee that.',
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
      const accounts = await selectAccounts(trx, operation.accounts)
        .select(sql<string>`updated_at::text`.as('updatedAt'))
        .execute();
      const decision = operation.decide(accounts);
      if (decision.refused) return refused;

      const writes: Write[] = [];
      for (const { account, balance } of decision.changes) {
        const written = await trx
          .updateTable('account')
          .set({ balance })
          .where('id', '=', account.id)
          // Cast from text: for a timestamp parameter, the driver would use a Date.
          .where('updated_at', '=', sql<Date>`${account.updatedAt}::text::timestamptz`)
          .returning(['id', 'version'])
          .executeTakeFirst();
        if (!written) throw new Conflict();
        writes.push(overwrote(account, written.version));
      }
      return { kind: 'committed', writes };
    }),
};
