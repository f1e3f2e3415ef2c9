import type { Account, Decision, Operation } from '../model.js';

/** An operation on one account, refused when it would take the balance below zero. */
export function onOneAccount(kind: Operation['kind'], id: number, amount: number): Operation {
  const by = kind === 'withdraw' ? -amount : amount;
  return {
    kind,
    accounts: [id],
    changes: [{ account: id, by }],
    decide<A extends Account>(accounts: readonly A[]): Decision<A> {
      const changes = accounts.map((account) => ({ account, by, balance: account.balance + by }));
      const refused = by < 0 && changes.some(({ balance }) => balance < 0);
      return refused ? { refused } : { refused, changes };
    },
  };
}
