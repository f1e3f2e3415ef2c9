/** The shapes of requests and answers about steppings. */
import { Type } from 'typebox';

import { AmountOption, closed, Level, number, orNull, text, VerdictBody } from '../schemas.js';

const flag = (description: string) => Type.Optional(Type.Boolean({ description }));

/** The number of a stepping. */
export const SteppingParams = Type.Object({
  id: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }),
});

/** The flags of `replay`, as properties. */
export const NewStepping = Type.Object(
  {
    strategy: text('a name, as for a race [naive]'),
    cases: text('the name of a case of the files of the command line, instead of a strategy'),
    scenario: text('what the workers do [withdraw]'),
    workers: number('concurrent workers [2]'),
    operations: number('operations of each worker [1]'),
    accounts: number('accounts to spread over'),
    balance: number('starting balance of each account'),
    amount: AmountOption,
    retries: number('retries allowed per operation [2]'),
    seed: number('of amounts and accounts [1]'),
    schedule: Type.Optional(
      Type.String({
        maxLength: 10_000,
        description: 'the steps to begin with, in letters, such as ABA; empty: none',
      }),
    ),
    follow: flag(
      'of a case: whether to go on without the steps to begin with from the first one that is not possible [false]',
    ),
    overlap: Type.Optional(
      Type.Union([Type.Boolean(), Type.Literal('all')], {
        description: 'of a case: whether data-changing statements are cut in two [false]',
      }),
    ),
    isolation: Type.Optional(Level),
  },
  closed,
);

export const NextStep = Type.Object(
  {
    worker: Type.String({ pattern: '^[A-Za-z]$', description: 'the letter of a worker' }),
  },
  closed,
);

const Statement = Type.String({ description: 'shortened, as in a drawing' });

const Position = Type.Union(
  [
    Type.Object({ kind: Type.Literal('ready'), statement: Statement }),
    Type.Object({
      kind: Type.Literal('waits'),
      for: Type.Array(Type.String(), {
        description: 'the letters of the workers that it waits for; empty: not known',
      }),
      lock: orNull(Type.String({ description: 'what it waits for, in words' })),
      statement: orNull(Statement),
    }),
    Type.Object(
      { kind: Type.Literal('quiet') },
      { description: 'it waits inside the application' },
    ),
    Type.Object({ kind: Type.Literal('working') }, { description: 'it has no answer yet' }),
    Type.Object({
      kind: Type.Literal('done'),
      ending: Type.String({ description: 'such as committed; empty: without a statement' }),
    }),
  ],
  { description: 'only a worker that is ready can go' },
);

const TableRows = Type.Object({
  name: Type.String(),
  columns: Type.Array(Type.String()),
  rows: Type.Array(Type.Array(Type.Union([Type.String(), Type.Number(), Type.Null()])), {
    description: 'the first ones',
  }),
  count: Type.Integer({ description: 'how many rows there are' }),
});

const Judgement = Type.Object({
  verdict: VerdictBody,
  reason: Type.String(),
  finding: Type.Object(
    {
      name: Type.String(),
      verdict: Type.String(),
      title: orNull(Type.String()),
      parts: Type.Array(Type.Object({ kind: Type.String() }, { additionalProperties: true })),
      form: Type.String(),
    },
    { description: 'what a report says of it: sentences, drawings and commands' },
  ),
});

const State = Type.Object({
  subject: Type.String({ description: 'the strategy or the case' }),
  schedule: Type.String({
    description: 'the steps so far, in letters; a small letter is the second half of a statement',
  }),
  workers: Type.Array(
    Type.Object({
      letter: Type.String(),
      name: orNull(Type.String({ description: 'of the worker of a case' })),
      position: Position,
    }),
  ),
  drawing: Type.Object(
    {},
    {
      additionalProperties: true,
      description: 'the steps so far with what happened in each, as in the JSON of replay',
    },
  ),
  tables: Type.Array(TableRows, { description: 'the committed rows after the last step' }),
  command: Type.String({ description: 'comes to this moment again' }),
  strayed: orNull(
    Type.String({ description: 'why the steps to begin with could not all be repeated' }),
  ),
  judgement: orNull(Judgement),
});

export const SteppingBody = Type.Object(
  {
    id: Type.String(),
    hasEnded: Type.Boolean({ description: 'then the state is the last one' }),
    endsInMs: orNull(
      Type.Integer({
        description:
          'when it ends by itself without a further step; null: it has ended, or a step is under way',
      }),
    ),
    problem: orNull(Type.Ref('Problem')),
    state: State,
  },
  { $id: 'Stepping' },
);
