/** The shapes of requests and answers about races and explorations. */
import { Type } from 'typebox';

import { AmountOption, closed, Level, named, number, orNull, text } from '../schemas.js';

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
