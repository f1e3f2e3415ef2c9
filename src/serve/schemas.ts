/** The shapes of requests and answers: their types, the validation, and the OpenAPI description come from here. */
import { Type, type Static, type TSchema } from 'typebox';

import { LIMITS } from '../plan/limits.js';

/** A value that may be unknown or absent. */
export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** RFC 9457. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'urn:race-lab: and the code' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'what is wrong, and what to do about it' }),
    code: Type.String({ description: 'stable; docs/errors.md lists all codes' }),
    option: orNull(Type.String({ description: 'the property that it is about' })),
    hint: orNull(Type.String({ description: 'what to do about it' })),
  },
  { $id: 'Problem', description: 'Problem details, as of RFC 9457' },
);

/** What every endpoint may answer instead. */
export const problems = {
  '4xx': {
    description: 'The request is wrong, or refused',
    content: { 'application/problem+json': { schema: Type.Ref('Problem') } },
  },
  '5xx': {
    description: 'It failed, or the service is busy',
    content: { 'application/problem+json': { schema: Type.Ref('Problem') } },
  },
} as const;

/** A strategy or a scenario, in a list. */
export const NameAndSummary = Type.Object({ name: Type.String(), summary: Type.String() });

/** What a list shows of a strategy or a scenario. */
export const summaryOf = ({ name, summary }: Static<typeof NameAndSummary>) => ({ name, summary });

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

/** Properties that are not named are refused. */
export const closed = { additionalProperties: false } as const;

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

export const VerdictBody = Type.Union([
  Type.Literal('broken'),
  Type.Literal('held'),
  Type.Literal('inconclusive'),
]);

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

const named = (description: string) =>
  Type.Optional(
    Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 100 })], { description }),
  );
export const number = (description: string) => Type.Optional(Type.Number({ description }));
export const text = (description: string) =>
  Type.Optional(Type.String({ maxLength: 200, description }));

export const AmountOption = Type.Optional(
  Type.Union([Type.Number(), Type.String({ maxLength: 200 })], {
    description: 'a number, or a range such as 5..15 [10]',
  }),
);

/** The flags that races and explorations share, as properties. */
const workload = {
  strategy: named('names, as the command line takes them; files must be named there [naive]'),
  cases: named('cases of the files of the command line, instead of a strategy'),
  scenario: text('what the workers do [withdraw]'),
  workers: number('concurrent workers'),
  operations: number('operations of each worker'),
  accounts: number('accounts to spread over'),
  balance: number('starting balance of each account'),
  amount: AmountOption,
  retries: number('retries allowed per operation'),
  seed: number('of amounts, accounts and pauses'),
  expect: named('what must hold'),
  timeLimit: text('such as 10s'),
};

export const RaceBody = Type.Object(
  {
    ...workload,
    duration: text('how long a round lasts, such as 5s, instead of a number of operations'),
    think: number('milliseconds between reading and writing [0]'),
    backoff: text('none, constant:5ms or exponential:1ms..100ms'),
    connections: number('connections that the workers share'),
    processes: number('operating-system processes that the workers are spread over [1]'),
    rounds: number('how often it is repeated'),
    timeout: text('after it, a race that hangs fails'),
  },
  closed,
);

export const Level = Type.Union([
  Type.Literal('read-committed'),
  Type.Literal('repeatable-read'),
  Type.Literal('serializable'),
]);

export const ExplorationBody = Type.Object(
  {
    ...workload,
    maxSchedules: number('the most schedules for each strategy or case [20000]'),
    maxSwitches: number('the most switches from worker to worker'),
    lanes: number('schedules that run at the same time [2]'),
    overlap: Type.Optional(Type.Union([Type.Boolean(), Type.Literal('all')])),
    isolation: Type.Optional(
      Type.Union([Level, Type.Literal('all'), Type.Array(Level)], {
        description: 'default isolation levels to try',
      }),
    ),
  },
  closed,
);

/** The number of a stepping. */
export const NumberedParams = Type.Object({
  id: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }),
});

/** The name of a job: a part of its own for each start of the service, and a number. */
export const JobParams = Type.Object({
  id: Type.String({ pattern: '^[0-9a-z-]{1,20}$' }),
});

export const JobBody = Type.Object(
  {
    id: Type.String(),
    kind: Type.Union([Type.Literal('race'), Type.Literal('exploration')]),
    state: Type.Union([
      Type.Literal('queued'),
      Type.Literal('running'),
      Type.Literal('done'),
      Type.Literal('failed'),
      Type.Literal('cancelled'),
    ]),
    events: Type.String({ description: 'where its events are' }),
    report: Type.Unknown({ description: 'the JSON of the command line; null until it is done' }),
    problem: orNull(Type.Ref('Problem')),
  },
  { $id: 'Job' },
);

export type ProblemBody = Static<typeof Problem>;
