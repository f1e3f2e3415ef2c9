import { describe, expect, test } from 'vitest';

import { defineScenario } from '../../src/authoring/scenario.js';
import { EnvironmentError } from '../../src/errors.js';
import type { Draw, Scenario } from '../../src/model.js';
import { drawOperation } from '../../src/race/draw-operation.js';
import { makeOperation, onOneAccount } from '../../src/scenarios/operation.js';
import { exploredAll } from '../support/explore.js';
import { raced } from '../support/lab.js';

const draw: Draw = {
  account: () => 1,
  pair: () => [1, 2],
  partners: () => [1, 2],
  amount: () => 10,
  coin: () => true,
};

/** An operation of a scenario that draws this value, as JavaScript may. */
function operationFrom(nextOperation: () => unknown, accounts = { least: 1, most: 2 }) {
  const defined: Scenario = Reflect.apply(defineScenario, undefined, [
    { name: 'fees', nextOperation },
  ]);
  return () => drawOperation({ ...defined, reference: './fees.ts' }, draw, accounts);
}

const good = onOneAccount('withdraw', 1, 10);

test('an operation on existing accounts is returned unchanged', () => {
  expect(operationFrom(() => good)()).toBe(good);
});

test('a warm-up has accounts of its own', () => {
  const own = onOneAccount('withdraw', -3, 10);
  expect(operationFrom(() => own, { least: -4, most: 1 })()).toBe(own);
  expect(operationFrom(() => own)).toThrow('on account -3');
});

describe('an invalid operation is described', () => {
  test.each<[string, () => unknown, string]>([
    ['nothing', () => undefined, 'returned undefined'],
    ['a promise', () => Promise.resolve(good), 'returned an operation whose kind is undefined'],
    ['another kind', () => ({ ...good, kind: 'fee' }), 'whose kind is "fee"'],
    ['no decision', () => ({ ...good, decide: undefined }), 'an operation without decide()'],
    ['no accounts', () => ({ ...good, accounts: [] }), 'whose accounts are []'],
    [
      'an account that does not exist',
      () => onOneAccount('withdraw', 3, 10),
      'an operation on account 3; the accounts are 1 to 2',
    ],
    ['one account twice', () => ({ ...good, accounts: [1, 1] }), 'names an account twice'],
    ['no changes', () => ({ ...good, changes: [] }), 'whose changes are []'],
    [
      'a change of an account that the operation does not read',
      () => ({ ...good, changes: [{ account: 2, by: 1 }] }),
      'a change of an account that the operation does not read: {"account":2,"by":1}',
    ],
    ['half a coin', () => onOneAccount('deposit', 1, 0.5), 'a change by 0.5'],
    ['nothing to change', () => onOneAccount('deposit', 1, 0), 'a change by 0'],
    [
      'two changes of one account',
      () => ({ ...good, changes: [...good.changes, ...good.changes] }),
      'two changes of account 1',
    ],
    ['no rule', () => ({ ...good, requires: undefined }), 'that requires undefined'],
    [
      'a rule on an account that the operation does not read',
      () => ({ ...good, requires: { accounts: [2], atLeast: 1 } }),
      'a requirement on accounts that the operation does not read: [2]',
    ],
    [
      'a rule without its amount',
      () => ({ ...good, requires: { accounts: [1] } }),
      'a requirement of at least undefined',
    ],
    [
      'an error',
      () => {
        throw new TypeError('not drawn');
      },
      'nextOperation of scenario fees (./fees.ts) threw TypeError: not drawn at ',
    ],
  ])('%s', (_title, nextOperation, message) => {
    const call = operationFrom(nextOperation);
    expect(call).toThrow(EnvironmentError);
    expect(call).toThrow(message);
    expect(call).toThrow('scenario fees (./fees.ts)');
  });
});

describe('in a race, a warm-up whose scenario', () => {
  const SMALL = { scenario: 'fees', workers: '2', operations: '2', balance: '1000' };
  const racedWith = (nextOperation: (draw: Draw) => unknown) => {
    const fees: Scenario = Reflect.apply(defineScenario, undefined, [
      { name: 'fees', nextOperation },
    ]);
    return raced('atomic', SMALL, [], [fees]);
  };
  /** Only a warm-up draws this operation, because its accounts are below 1. */
  const isWarmUp = (given: Draw) => given.account() < 1;

  test.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new TypeError('not drawn');
      },
      'nextOperation of scenario fees threw TypeError: not drawn',
    ],
    ['returns nothing', () => undefined, 'nextOperation of scenario fees returned undefined'],
  ])('%s is named', async (_title, other, message) => {
    const race = racedWith((given) => (isWarmUp(given) ? other() : good));
    const error: unknown = await race.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error).toHaveProperty('message', expect.stringContaining(message));
  });

  test('draws valid operations is followed by the race', async () => {
    const result = await racedWith((given) => onOneAccount('withdraw', given.account(), 10));
    expect(result.operations).toMatchObject({ attempted: 4, committed: 4 });
  });
});

/** A withdrawal that leaves at least 25, and one of a fixed account. */
const reserve = defineScenario({
  name: 'reserve',
  nextOperation: () =>
    makeOperation({
      kind: 'withdraw',
      accounts: [1],
      changes: [{ account: 1, by: -10 }],
      requires: { accounts: [1], atLeast: 35 },
    }),
});

describe('a reserve is kept', () => {
  test.each(['atomic', 'post-check', 'for-update', 'serializable'])('by %s', async (strategy) => {
    const { results } = await exploredAll(
      { strategy: [strategy], scenario: 'reserve', balance: '40' },
      [],
      [reserve],
    );
    // Only one of the two commits: 40 − 10 = 30, and 30 is less than 35.
    expect(results[0]).toMatchObject({ verdict: 'held', outcomes: 2 });
    expect(results[0]?.committed).toBe(results[0]?.schedules);
  });

  test('in a race, whose warm-up does not change the account that it names', async () => {
    const flags = { scenario: 'reserve', balance: '1000', workers: '5', operations: '30' };
    const result = await raced('atomic', flags, [], [reserve]);
    expect(result).toMatchObject({
      initialBalance: 1_000,
      finalBalance: 30,
      drift: 0,
      lostUpdates: 0,
      verdict: 'held',
    });
    expect(result.operations).toMatchObject({ committed: 97, refused: 53 });
  });
});
