import type { Account, Decision, Operation } from '../model.js';

/**
 * An operation that is refused when the accounts hold less than it requires.
 *
 * ```ts
 * import { defineScenario, makeOperation } from 'race-lab';
 *
 * export default defineScenario({
 *   name: 'withdraw-with-fee',
 *   nextOperation: (draw) => {
 *     const [account, amount] = [draw.account(), draw.amount() + 1];
 *     return makeOperation({
 *       kind: 'withdraw',
 *       accounts: [account],
 *       changes: [{ account, by: -amount }],
 *       requires: { accounts: [account], atLeast: amount },
 *     });
 *   },
 * });
 * ```
 */
export function makeOperation(does: Omit<Operation, 'decide'>): Operation {
  const { kind, changes, requires } = does;
  // Field by field: a race makes every operation here, and a spread would be the slowest part of it.
  return {
    kind,
    accounts: does.accounts,
    changes,
    requires,
    decide<A extends Account>(accounts: readonly A[]): Decision<A> {
      if (requires !== null && held(accounts, requires.accounts) < requires.atLeast) {
        return { refused: true };
      }
      const decided = accounts.flatMap((account) => {
        const change = changes.find((candidate) => candidate.account === account.id);
        if (change === undefined) return [];
        return [{ account, by: change.by, balance: account.balance + change.by }];
      });
      return { refused: false, changes: decided };
    },
  };
}

/**
 * An operation on one account, refused when it would take the balance below zero.
 *
 * ```ts
 * import { onOneAccount } from 'race-lab';
 *
 * const operation = onOneAccount('withdraw', 1, 10);
 * console.log(operation.decide([{ id: 1, balance: 5, version: 0 }])); // { refused: true }
 * ```
 */
export function onOneAccount(kind: 'withdraw' | 'deposit', id: number, amount: number): Operation {
  const takes = kind === 'withdraw';
  return makeOperation({
    kind,
    accounts: [id],
    changes: [{ account: id, by: takes ? -amount : amount }],
    requires: takes ? { accounts: [id], atLeast: amount } : null,
  });
}

function held(accounts: readonly Account[], ids: readonly number[]): number {
  return accounts.reduce((sum, { id, balance }) => (ids.includes(id) ? sum + balance : sum), 0);
}
