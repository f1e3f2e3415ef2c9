/** The customers of this service send money to each other, and pay a fee for it. */
import { defineScenario, makeOperation } from 'race-lab';

/** The sender pays it for each transfer. It leaves the wallets. */
const FEE = 1;

export const transferWithFee = defineScenario({
  name: 'transfer-with-fee',
  summary: 'every worker sends money to another wallet, and pays a fee',
  accounts: { least: 2, default: 2, multipleOf: 1 },
  // Enough for one transfer from each wallet.
  defaultBalance: ({ meanAmount }) => Math.ceil(meanAmount) + FEE,

  nextOperation: (draw) => {
    const [from, to] = draw.pair();
    const amount = draw.amount();
    return makeOperation({
      kind: 'transfer',
      accounts: [from, to],
      changes: [
        { account: from, by: -amount - FEE },
        { account: to, by: amount },
      ],
      // The operation is refused unless the sender can pay both.
      requires: { accounts: [from], atLeast: amount + FEE },
    });
  },
});
