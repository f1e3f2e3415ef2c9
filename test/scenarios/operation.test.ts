import { describe, expect, test } from 'vitest';

import type { Account, Draw } from '../../src/model.js';
import { deposit } from '../../src/scenarios/deposit.js';
import { joint } from '../../src/scenarios/joint.js';
import { transfer } from '../../src/scenarios/transfer.js';
import { withdraw } from '../../src/scenarios/withdraw.js';

const draw: Draw = {
  account: () => 3,
  pair: () => [2, 1],
  partners: () => [4, 3],
  amount: () => 10,
  coin: () => true,
};

const at = (id: number, balance: number): Account => ({ id, balance, version: 0 });

describe('withdraw', () => {
  const operation = withdraw.nextOperation(draw);

  test('is refused when the balance is less than its amount', () => {
    expect(operation.decide([at(3, 9)])).toEqual({ refused: true });
    expect(operation.decide([at(3, 10)])).toEqual({
      refused: false,
      changes: [{ account: at(3, 10), by: -10, balance: 0 }],
    });
  });
});

test('deposit is never refused', () => {
  const operation = deposit.nextOperation(draw);
  expect(operation.requires).toBeNull();
  expect(operation.decide([at(3, -50)])).toMatchObject({ refused: false });
});

describe('transfer', () => {
  const operation = transfer.nextOperation(draw);

  test('lists first the account that it takes from', () => {
    expect(operation.accounts).toEqual([2, 1]);
  });

  test('checks only the balance of the account that it takes from', () => {
    expect(operation.decide([at(1, 100), at(2, 9)])).toEqual({ refused: true });
    expect(operation.decide([at(1, -5), at(2, 10)])).toMatchObject({ refused: false });
  });

  test('writes both accounts, in the order in which they were read', () => {
    expect(operation.decide([at(1, 0), at(2, 10)])).toMatchObject({
      changes: [
        { account: { id: 1 }, by: 10, balance: 10 },
        { account: { id: 2 }, by: -10, balance: 0 },
      ],
    });
  });

  test('keeps the total', () => {
    expect(operation.changes.reduce((sum, { by }) => sum + by, 0)).toBe(0);
  });
});

describe('joint', () => {
  const operation = joint.nextOperation(draw);

  test('checks the sum of both accounts, and takes from the first', () => {
    expect(operation.decide([at(3, 4), at(4, 5)])).toEqual({ refused: true });
    expect(operation.decide([at(3, 15), at(4, -5)])).toEqual({
      refused: false,
      changes: [{ account: at(4, -5), by: -10, balance: -15 }],
    });
  });

  test('each owner has two accounts', () => {
    expect(joint.limits(4)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(transfer.limits(3)).toEqual([[1], [2], [3]]);
  });

  test.each([
    // The two accounts together cover one of two withdrawals of 10.
    [{ workers: 2, operations: 2, accounts: 2, meanAmount: 10 }, 5],
    [{ workers: 50, operations: 1000, accounts: 2, meanAmount: 10 }, 2_500],
    [{ workers: 50, operations: 1000, accounts: 4, meanAmount: 10 }, 1_250],
    // Rounded up, so that one withdrawal is covered.
    [{ workers: 2, operations: 2, accounts: 2, meanAmount: 5 }, 3],
    [{ workers: 2, operations: 2, accounts: 100, meanAmount: 10 }, 5],
  ])('for %j, about half of the withdrawals are covered', (demand, balance) => {
    expect(joint.defaultBalance(demand)).toBe(balance);
  });
});
