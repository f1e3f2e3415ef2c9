import type { Strategy, Write } from '../model.js';
import { Refusal } from '../errors.js';
import { added } from './steps.js';

export const atomic: Strategy = {
  name: 'atomic',
  summary: 'one conditional UPDATE: SET balance = balance - x WHERE balance >= x',
  description:
    'The check and the write are one statement. An UPDATE that waited for the row looks at it ' +
    'again, as it is now, before it writes; if the money is gone it matches no row, and that is ' +
    'the refusal. No read, no retry, one round trip.',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: {},

  async attempt(db, operation) {
    const writes: Write[] = [];
    for (const { account, by } of operation.changes) {
      const written = await db
        .updateTable('account')
        .set((row) => ({ balance: row('balance', '+', by) }))
        .where('id', '=', account)
        .where('balance', '>=', -by)
        .returning(['id', 'version'])
        .executeTakeFirst();
      if (!written) throw new Refusal();
      writes.push(added(account, written.version));
    }
    return { kind: 'committed', writes };
  },
};
