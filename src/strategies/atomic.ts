import type { Kysely } from 'kysely';

import type { Change, Database, Operation, Strategy, Write } from '../model.js';
import { Refusal } from '../errors.js';
import { added, allOrNothing, inOrder } from './steps.js';

export const atomic: Strategy = {
  name: 'atomic',
  summary: 'one conditional UPDATE: SET balance = balance - x WHERE balance >= x',
  description:
    'The check and the write are one statement. An UPDATE that had to wait for the row evaluates ' +
    'its WHERE again on the new version of the row. If the balance is now too low, it matches no ' +
    'row, and the strategy refuses the operation. There is no read and no retry, only one round ' +
    'trip. But the UPDATE re-evaluates only the row that it waited for. If a rule covers several ' +
    'rows, a subquery in the WHERE still sees the other rows as they were when the statement ' +
    'began (write skew).',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'possible',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: {},

  attempt: (db, { changes, requires }) =>
    allOrNothing(db, changes, async (trx) => {
      const writes: Write[] = [];
      const carrier = carrierOf(changes, requires);
      for (const change of inOrder(changes)) {
        const written = await conditionalUpdate(trx, change, change === carrier ? requires : null)
          .returning(['id', 'version'])
          .executeTakeFirst();
        if (!written) throw new Refusal();
        writes.push(added(change.account, written.version));
      }
      return { kind: 'committed', writes };
    }),
};

/** The change whose update gets the condition: the first one on an account that it covers, or else the first. */
function carrierOf(changes: readonly Change[], requires: Operation['requires']) {
  const ordered = inOrder(changes);
  return ordered.find(({ account }) => requires?.accounts.includes(account)) ?? ordered[0];
}

function conditionalUpdate(
  db: Kysely<Database>,
  { account, by }: Change,
  requires: Operation['requires'],
) {
  const update = db
    .updateTable('account')
    .set((row) => ({ balance: row('balance', '+', by) }))
    .where('id', '=', account);
  if (requires === null) return update;
  const { accounts, atLeast } = requires;
  if (accounts.every((id) => id === account)) return update.where('balance', '>=', atLeast);
  const held = db
    .selectFrom('account as each')
    .select(({ fn }) => fn.sum<number>('each.balance').as('sum'))
    .where('each.id', 'in', accounts);
  return update.where(held, '>=', atLeast);
}
