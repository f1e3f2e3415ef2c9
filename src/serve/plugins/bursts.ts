/** The same operation many times at once. A browser opens too few connections to one service to send as many requests. */
import { Type } from 'typebox';

import { monotonicMs } from '../../race/clock.js';
import type { App, Parts } from '../app.js';
import type { Receipt } from '../bank/bank.js';
import { AccountId, AccountParams, approach } from '../bank/schemas.js';
import { RequestError } from '../problem.js';
import { closed, problems } from '../schemas.js';
import { performing } from './bank.js';

const MOST_AT_ONCE = 100;

const BurstBody = Type.Object(
  {
    kind: Type.Union([Type.Literal('withdraw'), Type.Literal('deposit')]),
    count: Type.Integer({
      minimum: 1,
      maximum: MOST_AT_ONCE,
      description: 'how many operations begin at once',
    }),
    ...approach,
  },
  closed,
);

/** How many operations of a burst ended in which way. */
export const BurstReceipt = Type.Object(
  {
    account: AccountId,
    balance: Type.Integer({ description: 'as read after the last of them' }),
    strategy: Type.String(),
    committed: Type.Integer(),
    refused: Type.Integer({ description: 'the account held too little' }),
    failed: Type.Integer({ description: 'retries were used up, or the service was too busy' }),
    retries: Type.Integer({ description: 'of those that committed' }),
    milliseconds: Type.Number({ description: 'from the first to the last' }),
  },
  { $id: 'BurstReceipt' },
);

export async function burstsPlugin(app: App, { bank, strategies }: Parts): Promise<void> {
  app.addSchema(BurstReceipt);
  const perform = performing(bank, strategies);
  app.post(
    '/accounts/:id/bursts',
    {
      schema: {
        tags: ['bank'],
        operationId: 'burst',
        summary: 'the same operation many times at once',
        params: AccountParams,
        body: BurstBody,
        response: { 200: Type.Ref('BurstReceipt'), ...problems },
      },
    },
    async ({ params, body }) => {
      const { kind, count, strategy, amount } = body;
      const account = Number(params.id);
      const began = monotonicMs();
      const all = await Promise.allSettled(
        Array.from({ length: count }, () => perform({ kind, account, amount }, body)),
      );
      const milliseconds = monotonicMs() - began;
      const tally = tallyOf(all);
      const { balance } = await bank.account(account);
      return { account, balance, strategy, ...tally, milliseconds };
    },
  );
}

/** @throws what is wrong with the request itself, or with the strategy's code */
function tallyOf(all: readonly PromiseSettledResult<Receipt>[]) {
  const tally = { committed: 0, refused: 0, failed: 0, retries: 0 };
  for (const each of all) {
    if (each.status === 'fulfilled') {
      tally.committed += 1;
      tally.retries += each.value.record.retries.length;
    } else {
      tally[endOf(each.reason)] += 1;
    }
  }
  return tally;
}

/** @throws an error that is about no single operation */
function endOf(error: unknown): 'refused' | 'failed' {
  const code = error instanceof RequestError ? error.code : null;
  if (code === 'OPERATION_REFUSED') return 'refused';
  if (code === 'OPERATION_FAILED' || code === 'TOO_BUSY') return 'failed';
  throw error;
}
