/** The shapes of requests and answers about accounts. */
import { Type } from 'typebox';

import { LIMITS } from '../../plan/limits.js';
import { closed, orNull, VerdictBody } from '../schemas.js';

export const AccountId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });

const Amount = Type.Integer({
  minimum: LIMITS.amount.min,
  maximum: LIMITS.amount.max,
  description: 'a whole number',
});

/** How an operation is carried out. */
export const approach = {
  amount: Amount,
  strategy: Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'a built-in strategy, or one of the files of the command line',
  }),
  think: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 5_000,
      description: 'pause between reading and writing, in milliseconds [0]',
    }),
  ),
};

export const NewAccount = Type.Object(
  {
    balance: Type.Integer({ minimum: LIMITS.balance.min, maximum: LIMITS.balance.max }),
    guarded: Type.Optional(
      Type.Boolean({
        description:
          'whether the table itself refuses a balance below zero, as check-constraint needs it [false]',
      }),
    ),
  },
  closed,
);

export const AccountParams = Type.Object({
  id: Type.String({ pattern: '^[1-9][0-9]{0,8}$', description: 'the number of an account' }),
});

export const AccountBody = Type.Object(
  {
    id: AccountId,
    balance: Type.Integer(),
    version: Type.Integer({ description: 'how often it was written' }),
    initialBalance: Type.Integer(),
    guarded: Type.Boolean(),
  },
  { $id: 'Account' },
);

export const AccountOperation = Type.Object(approach, closed);

export const TransferOperation = Type.Object(
  { from: AccountId, to: AccountId, ...approach },
  closed,
);

const receipt = {
  strategy: Type.String(),
  retries: Type.Integer(),
  worker: Type.Integer({ description: 'which worker of the report it was' }),
  sequence: Type.Integer({
    description: 'the number of the operation among those of the worker, from 1',
  }),
  milliseconds: Type.Number(),
};

export const OperationReceipt = Type.Object(
  {
    account: AccountId,
    balance: Type.Integer({ description: 'as read after it; others may have changed it since' }),
    ...receipt,
  },
  { $id: 'Receipt' },
);

export const TransferReceipt = Type.Object(
  {
    from: Type.Object({ account: AccountId, balance: Type.Integer() }),
    to: Type.Object({ account: AccountId, balance: Type.Integer() }),
    ...receipt,
  },
  { $id: 'TransferReceipt' },
);

const outcomes = {
  attempted: Type.Integer(),
  committed: Type.Integer(),
  refused: Type.Integer(),
  failed: Type.Integer(),
  indeterminate: Type.Integer(),
};

const LatencyBody = Type.Object({
  p50: Type.Number(),
  p90: Type.Number(),
  p99: Type.Number(),
  max: Type.Number(),
});

const Failures = Type.Record(
  Type.String(),
  Type.Object({ count: Type.Integer(), message: Type.String() }),
);

const AccountVerdictBody = Type.Object({
  account: AccountId,
  guarded: Type.Boolean(),
  initialBalance: Type.Integer(),
  finalBalance: orNull(Type.Integer()),
  expectedBalance: orNull(Type.Integer()),
  drift: orNull(Type.Integer()),
  lostUpdates: orNull(Type.Integer()),
  violations: orNull(Type.Integer()),
  estimated: Type.Boolean(),
  operations: Type.Object({ ...outcomes, overlapping: Type.Integer() }),
  retries: Type.Integer(),
  retriedOperations: Type.Integer(),
  retriesByCause: Type.Record(Type.String(), Type.Integer()),
  failures: Failures,
  durationMs: Type.Number(),
  throughput: Type.Number(),
  latencyMs: LatencyBody,
  verdict: VerdictBody,
  reason: Type.String(),
  witness: orNull(Type.Object({ kind: Type.String(), sentences: Type.Array(Type.String()) })),
  strategies: Type.Array(
    Type.Object({
      strategy: Type.String(),
      operations: Type.Object(outcomes),
      retries: Type.Integer(),
      failures: Failures,
      latencyMs: LatencyBody,
    }),
  ),
});

export const BankReportBody = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    verdict: VerdictBody,
    replicas: Type.Integer(),
    totals: Type.Object({
      initialBalance: Type.Integer(),
      finalBalance: Type.Integer(),
      drift: orNull(Type.Integer()),
      lostUpdates: orNull(Type.Integer()),
      violations: orNull(Type.Integer()),
    }),
    accounts: Type.Array(AccountVerdictBody),
  },
  { $id: 'BankReport' },
);
