import type { Operation } from '../../model.js';
import { makeOperation, onOneAccount } from '../../scenarios/operation.js';

/** What a request asks of the bank. */
export type Instruction =
  | { readonly kind: 'withdraw' | 'deposit'; readonly account: number; readonly amount: number }
  | {
      readonly kind: 'transfer';
      readonly from: number;
      readonly to: number;
      readonly amount: number;
    };

/** The accounts that an instruction is about. */
export const accountsOf = (instruction: Instruction): readonly number[] =>
  instruction.kind === 'transfer' ? [instruction.from, instruction.to] : [instruction.account];

/** The operation as strategies carry it out. */
export function operationOf(instruction: Instruction): Operation {
  const { kind, amount } = instruction;
  if (kind !== 'transfer') return onOneAccount(kind, instruction.account, amount);
  const { from, to } = instruction;
  return makeOperation({
    kind,
    accounts: [from, to],
    changes: [
      { account: from, by: -amount },
      { account: to, by: amount },
    ],
    requires: { accounts: [from], atLeast: amount },
  });
}
